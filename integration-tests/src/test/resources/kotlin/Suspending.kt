package com.acme

import io.deploytelemetry.annotations.Deployment
import io.deploytelemetry.annotations.HealthCheck
import io.deploytelemetry.annotations.Operation
import java.util.concurrent.Executors
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.intrinsics.COROUTINE_SUSPENDED
import kotlin.coroutines.intrinsics.intercepted
import kotlin.coroutines.intrinsics.suspendCoroutineUninterceptedOrReturn
import kotlin.coroutines.resume
import kotlin.coroutines.suspendCoroutine
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.GlobalScope
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield

data class Release(val application: String, val version: String)

data class Result(val status: String, val nodes: Int)

@JvmInline value class Name(val text: String)

interface Deploys {
  @Deployment(
    application = "{release.application}",
    version = "{release.version}",
    outcome = "{result.status}",
    targets = "{result.nodes}")
  suspend fun deploy(release: Release, unused: Int): Result

  @Operation("default method")
  suspend fun byDefault(): String {
    delay(1)
    return "default"
  }
}

abstract class Generic<T> {
  @Operation("generic") abstract suspend fun generic(value: T): T
}

class OfString : Generic<String>() {
  override suspend fun generic(value: String): String {
    delay(1)
    return value
  }
}

open class Deployer : Deploys {
  override suspend fun deploy(release: Release, unused: Int): Result {
    delay(1)
    delay(1)
    return Result("SUCCESS", 3)
  }

  suspend fun later(text: String): String {
    delay(1)
    return text
  }

  @Operation("tail") suspend fun tail(text: String): String = later(text)

  @Operation("extension")
  suspend fun String.extended(): String {
    delay(1)
    return this
  }

  suspend fun callExtension() = "extension".extended()

  @Operation("operator")
  suspend operator fun invoke(text: String): String {
    delay(1)
    return text
  }

  @Operation("inline class")
  suspend fun inlined(name: Name): Name {
    delay(1)
    return name
  }

  @Operation("without suspension") suspend fun immediate(): Boolean = true

  @Operation("throws first")
  suspend fun throwsFirst(): Boolean {
    if (System.nanoTime() != 0L) throw IllegalStateException("first")
    delay(1)
    return true
  }

  @Operation("throws later")
  suspend fun throwsLater(thrown: Exception): Boolean {
    delay(1)
    throw thrown
  }

  @Operation("cancelled")
  suspend fun cancelled() {
    try {
      delay(1_000_000)
    } finally {
      withContext(NonCancellable) { delay(1) }
    }
  }

  @Operation("timed out within") suspend fun timedOut() = withTimeout(10) { delay(1_000_000) }

  @Operation("timed out without") suspend fun timedOutOutside() = delay(1_000_000)

  @Operation("try and finally")
  suspend fun tryFinally(): String {
    try {
      delay(1)
      throw IllegalArgumentException()
    } catch (expected: IllegalArgumentException) {
      delay(1)
    } finally {
      delay(1)
    }
    return "finally"
  }

  @Operation("{first} {second}")
  suspend fun named(first: String, unused: Double, second: Long): String {
    delay(1)
    return first + second
  }

  @Operation("recursive")
  suspend fun recursive(depth: Int): Int {
    delay(1)
    return if (depth == 0) 0 else 1 + recursive(depth - 1)
  }

  @Operation("in other contexts")
  suspend fun inContexts(depth: Int): Int {
    delay(1)
    return if (depth == 0) 0
    else withContext(Dispatchers.IO) { coroutineScope { 1 + inContexts(depth - 1) } }
  }

  @Operation("asyncs")
  suspend fun asyncs(depth: Int): Int = coroutineScope {
    delay(1)
    if (depth == 0) 1 else (1..3).map { async { asyncs(depth - 1) } }.awaitAll().sum()
  }

  @Operation("overridden")
  open suspend fun overridden(): String {
    delay(1)
    return "super"
  }

  @Operation("intercepted")
  suspend fun intercepted(): String = suspendCoroutineUninterceptedOrReturn { continuation ->
    Thread { continuation.intercepted().resume("intercepted") }.start()
    COROUTINE_SUSPENDED
  }

  @Operation("resumed before it returns")
  suspend fun early(): String = suspendCoroutineUninterceptedOrReturn { continuation ->
    val other = Thread { continuation.intercepted().resume("early") }
    other.start()
    other.join()
    COROUTINE_SUSPENDED
  }

  @Operation("flow")
  suspend fun flows(): Int {
    var sum = 0
    flow {
        emit(1)
        delay(1)
        emit(2)
      }
      .collect {
        sum += it
        delay(1)
      }
    return sum
  }

  @Operation("mass")
  suspend fun mass(number: Int): Int {
    yield()
    return number
  }

  @Operation("never") suspend fun never(): Unit = suspendCoroutine {}

  @Operation("word")
  suspend fun word(): String {
    delay(1)
    return "FAILED"
  }

  @HealthCheck("works", every = "100ms")
  suspend fun works(): Boolean {
    delay(1)
    return false
  }

  companion object {
    @JvmStatic
    @Operation("static")
    suspend fun ofClass(): String {
      delay(1)
      return "static"
    }
  }
}

class Special : Deployer() {
  override suspend fun overridden(): String {
    delay(1)
    return "special " + super.overridden()
  }
}

@Operation("sequence")
suspend fun SequenceScope<Int>.tree(depth: Int) {
  if (depth > 0) {
    yield(depth)
    tree(depth - 1)
    yield(-depth)
  }
}

/** The thread after each of the calls, without the numbers of a pool's threads. */
suspend fun threads(deployer: Deployer, context: CoroutineContext): List<String> =
  withContext(context) {
    val names = mutableListOf(thread())
    deployer.tail("tail")
    names.add(thread())
    deployer.deploy(Release("threads", "1"), 0)
    names.add(thread())
    deployer.intercepted()
    names.add(thread())
    names
  }

fun thread() = Thread.currentThread().name.replace(Regex("-worker.*|-\\d+.*"), "")

fun main() {
  val deployer = Special()
  val single =
    Executors.newSingleThreadExecutor { Thread(it, "single").apply { isDaemon = true } }
      .asCoroutineDispatcher()
  runBlocking {
    println(deployer.deploy(Release("shop", "1.0"), 0))
    println(deployer.byDefault())
    println(OfString().generic("generic"))
    println(deployer.callExtension())
    println(deployer("operator"))
    println(deployer.inlined(Name("inlined")))
    println(deployer.immediate())
    println(Deployer.ofClass())
    println(runCatching { deployer.throwsFirst() })
    val thrown = Exception("later")
    println(runCatching { deployer.throwsLater(thrown) }.exceptionOrNull() === thrown)
    val cancelled = launch(start = CoroutineStart.UNDISPATCHED) { deployer.cancelled() }
    cancelled.cancelAndJoin()
    println(runCatching { deployer.timedOut() })
    println(runCatching { withTimeout(10) { deployer.timedOutOutside() } })
    println(deployer.tryFinally())
    println(deployer.named("named shop", 1.0, 7))
    println(deployer.recursive(5))
    println(deployer.inContexts(5))
    println(deployer.asyncs(2))
    println(deployer.overridden())
    println(deployer.early())
    println(deployer.flows())
    println(deployer.word())
    println(deployer.works())
    println(sequence { tree(3) }.toList())
    for (context in listOf(EmptyCoroutineContext, Dispatchers.Default, Dispatchers.IO, single)) {
      println(threads(deployer, context))
    }
    println(threads(deployer, Dispatchers.Unconfined))
    coroutineScope { repeat(10_000) { launch(Dispatchers.Default) { deployer.mass(it) } } }
  }
  GlobalScope.launch(start = CoroutineStart.UNDISPATCHED) { deployer.never() }
  println("ready")
  readLine()
}
