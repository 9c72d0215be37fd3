import groovy.json.JsonOutput
import groovy.transform.Immutable

@Immutable class Deploy { String application; int version }

def deploys = (1..5).collect { new Deploy(it % 2 ? 'shop' : 'blog', it) }
println deploys.groupBy { it.application }.collectEntries { k, v -> [k, v*.version.sum()] }
println JsonOutput.toJson([deploys: deploys.size(), last: deploys[-1].toString()])
println((1G..20G).inject { a, b -> a * b })
try {
    deploys[0].version = 7
} catch (ReadOnlyPropertyException expected) {
    println expected.message
}
println new ConfigSlurper().parse('a { b = 1 }').a.b
