sealed class Step
data class Deploy(val application: String, val version: Int) : Step()
object Nothing : Step()

inline fun <reified T> List<*>.only() = filterIsInstance<T>()

fun main() {
    val steps = listOf(Deploy("shop", 3), Nothing)
    println(steps.only<Deploy>().groupBy { it.application }.mapValues { (_, all) -> all.size })
    for (step in steps) when (step) {
        is Deploy -> println("${step.application} ${step.copy(version = 4)}")
        Nothing -> println(generateSequence(1) { it * 2 }.takeWhile { it < 100 }.toList())
    }
}
