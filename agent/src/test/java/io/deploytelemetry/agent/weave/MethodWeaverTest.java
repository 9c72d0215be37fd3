package io.deploytelemetry.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.deploytelemetry.agent.bridge.BridgeSlots;
import io.deploytelemetry.agent.bridge.TelemetryBridge;
import io.deploytelemetry.agent.bridge.ValueBlindProbe;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.ProbeSpec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MethodWeaverTest {

  private final WovenClasses woven = new WovenClasses();
  private Class<?> results;

  @BeforeEach
  void weaveTheMethodsThatEndInEveryWay() throws Exception {
    results = woven.weave(Results.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ofPrivate",
        "ofProtected",
        "ofPackage",
        "ofPublic",
        "ofStatic",
        "ofFinal",
        "ofSynchronized",
        "ofGeneric",
        "ofVarargs",
        "ofRecord",
        "ofEnum",
        "ofDefault",
        "ofInterfaceStatic",
        "ofInner",
        "ofLoop",
        "ofReusedLocals"
      })
  void methodInEveryPositionReturnsWhatItReturnsAndIsToldOnce(String method) throws Exception {
    Method call = woven.weave(Positions.class).getMethod("call", String.class);

    assertThat(call.invoke(null, method)).isEqualTo(method);

    assertThat(woven.events)
        .containsExactly(
            "call entered",
            method + " entered",
            method + " returned object " + method,
            "call returned object " + method);
  }

  @ParameterizedTest
  @CsvSource({
    "ofVoid, returned",
    "ofBoolean, returned boolean true",
    "ofByte, returned",
    "ofChar, returned",
    "ofShort, returned",
    "ofInt, returned",
    "ofLong, returned",
    "ofFloat, returned",
    "ofDouble, returned",
    "ofObject, returned object text",
    "ofNull, returned object null",
  })
  void resultsPassAndReferencesAndBooleansAreShownToTheProbe(String method, String told)
      throws Exception {
    assertThat(run(method)).isEqualTo(Results.class.getMethod(method).invoke(null));

    assertThat(woven.events).containsExactly(method + " entered", method + " " + told);
  }

  @Test
  void arrayIsShownAsTheReferenceItIs() throws Exception {
    assertThat((int[]) run("ofArray")).containsExactly(1);

    assertThat(woven.events).last().asString().startsWith("ofArray returned object [I@");
  }

  @Test
  void booleanThatDoesNotMatterIsNotShown() throws Exception {
    byte[] bytes = WovenClasses.bytes(Results.class);
    Map<String, List<ProbePlan>> plans = new HashMap<>();
    for (String method : WovenClasses.allMethods(bytes).keySet()) {
      String name = method.substring(0, method.indexOf('('));
      plans.put(method, List.of(WovenClasses.plan(name, Outcome.SUCCESS)));
    }
    WovenClasses fixed = new WovenClasses();
    results = fixed.weave(Results.class.getName(), bytes, plans);

    run("ofBoolean");
    run("ofObject");

    assertThat(fixed.events)
        .containsExactly(
            "ofBoolean entered",
            "ofBoolean returned",
            "ofObject entered",
            "ofObject returned object text"); // a reference may be a stage
  }

  @Test
  void exceptionLeavesAsTheSameObjectWithItsStackTraceAndIsToldOnce() throws Exception {
    Throwable own = (Throwable) results.getDeclaredField("THROWN").get(null);
    StackTraceElement[] trace = own.getStackTrace();

    Throwable thrown = thrownBy("thatThrows");

    assertThat(thrown).isSameAs(own);
    assertThat(thrown.getStackTrace()).isEqualTo(trace);
    assertThat(thrown.getSuppressed()).isEmpty();
    assertThat(thrown.getCause()).isNull();
    assertThat(woven.events).containsExactly("thatThrows entered", "thatThrows threw " + own);
  }

  @Test
  void exceptionOfACalleePassesWithTheFramesThatItHadUnwoven() throws Exception {
    Throwable unwoven = catchThrowable(Results::whoseCalleeThrows);

    Throwable thrown = thrownBy("whoseCalleeThrows");

    assertThat(thrown).hasSameClassAs(unwoven).hasMessage(unwoven.getMessage());
    assertThat(framesDownToTheWoven(thrown)).isEqualTo(framesDownToTheWoven(unwoven));
    assertThat(woven.events)
        .containsExactly("whoseCalleeThrows entered", "whoseCalleeThrows threw " + thrown);
  }

  @Test
  void exceptionThatTheMethodCatchesIsNotTold() throws Exception {
    assertThat(run("thatCatches")).isEqualTo("caught");
    assertThat(run("whoseFinallyReturns")).isEqualTo("after all");

    assertThat(woven.events)
        .containsExactly(
            "thatCatches entered",
            "thatCatches returned object caught",
            "whoseFinallyReturns entered",
            "whoseFinallyReturns returned object after all");
  }

  @Test
  void exceptionThatAHandlerThrowsIsToldOnce() throws Exception {
    Throwable thrown = thrownBy("thatWraps");

    assertThat(thrown).hasMessage("outer").hasRootCauseMessage("inner");
    assertThat(woven.events).containsExactly("thatWraps entered", "thatWraps threw " + thrown);
  }

  @Test
  void monitorIsReleasedWhenASynchronizedMethodThrows() throws Exception {
    thrownBy("thatThrowsWithItsMonitor");

    assertThat(Thread.holdsLock(results)).isFalse();
    assertThat(woven.events).hasSize(2);
  }

  @Test
  void eachCallOfARecursionIsToldInItsTurn() throws Exception {
    Method recursive = results.getMethod("recursive", int.class);

    assertThat(recursive.invoke(null, 2)).isEqualTo(2);

    assertThat(woven.events)
        .containsExactly(
            "recursive entered",
            "recursive entered",
            "recursive entered",
            "recursive returned",
            "recursive returned",
            "recursive returned");
  }

  @Test
  void overloadsAreToldApart() throws Exception {
    results.getMethod("overloaded", int.class).invoke(null, 3);

    assertThat(woven.events)
        .containsExactly(
            "overloaded entered",
            "overloaded entered",
            "overloaded returned object 3",
            "overloaded returned object 3");
  }

  @Test
  void probesOfOneMethodBeginInOrderAndEndInReverse() throws Exception {
    WovenClasses two = weaveTwice();

    run("ofObject");
    thrownBy("thatThrows");

    assertThat(two.events)
        .startsWith(
            "first entered",
            "second entered",
            "second returned object text",
            "first returned object text")
        .endsWith(
            "first entered",
            "second entered",
            "second threw " + Results.THROWN,
            "first threw " + Results.THROWN);
  }

  private WovenClasses weaveTwice() throws Exception {
    byte[] bytes = WovenClasses.bytes(Results.class);
    List<ProbePlan> both =
        List.of(WovenClasses.plan("first", null), WovenClasses.plan("second", null));
    WovenClasses two = new WovenClasses();
    results =
        two.weave(
            Results.class.getName(),
            bytes,
            Map.of("ofObject()Ljava/lang/String;", both, "thatThrows()V", both));
    return two;
  }

  @Test
  void callThatTheProbeDoesNotTakeHasNoEnd() throws Exception {
    ScriptedProbe probe = new ScriptedProbe(null);
    weaveWith(spec -> BridgeSlots.add(probe));

    assertThat(run("ofObject")).isEqualTo("text");
    thrownBy("thatThrows");

    assertThat(probe.entered).isEqualTo(2);
    assertThat(probe.ended).isZero();
  }

  @Test
  void probeThatFailsCostsTheCallNothingButItsMeasurement() throws Exception {
    ScriptedProbe probe = new ScriptedProbe("call");
    weaveWith(spec -> BridgeSlots.add(probe));
    long errors = TelemetryBridge.errors();

    assertThat(run("ofObject")).isEqualTo("text");
    assertThat(run("ofBoolean")).isEqualTo(true);
    run("ofVoid");
    assertThat(thrownBy("thatThrows")).hasMessage("thrown");

    assertThat(probe.ended).isEqualTo(4);
    assertThat(TelemetryBridge.errors()).isEqualTo(errors + 4);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 6, 127, 128, 32_767, 32_768, 1_000_000})
  void slotOfAnySizeReachesTheBridgeAndOneThatItDoesNotKnowIsNoHarm(int slot) throws Exception {
    weaveWith(spec -> slot);
    long errors = TelemetryBridge.errors();

    assertThat(run("ofLong")).isEqualTo(5_000_000_000L);

    if (slot >= 32_767) {
      assertThat(TelemetryBridge.errors()).isEqualTo(errors + 1);
    }
  }

  @Test
  void recursionThatOverflowsTheStackStillEndsInItsError() throws Exception {
    ScriptedProbe probe = new ScriptedProbe(null);
    weaveWith(spec -> BridgeSlots.add(probe));
    Method endless = results.getMethod("endless", int.class);

    assertThat(catchThrowable(() -> endless.invoke(null, 0)))
        .hasCauseInstanceOf(StackOverflowError.class);

    assertThat(run("ofObject")).isEqualTo("text");
  }

  private void weaveWith(ToIntFunction<ProbeSpec> slots) throws Exception {
    byte[] bytes = WovenClasses.bytes(Results.class);
    byte[] result =
        new ClassWeaver(
                bytes, WovenClasses.allMethods(bytes), new BridgeSlots(slots), woven.skipped::put)
            .weave();
    results = new WovenClasses().weave(Results.class.getName(), result, Map.of());
  }

  private Object run(String method) throws Exception {
    return results.getMethod(method).invoke(null);
  }

  private Throwable thrownBy(String method) {
    Throwable thrown = catchThrowable(() -> run(method));
    assertThat(thrown).isInstanceOf(InvocationTargetException.class);
    return thrown.getCause();
  }

  private static List<String> framesDownToTheWoven(Throwable thrown) {
    List<String> frames =
        List.of(thrown.getStackTrace()).stream().map(StackTraceElement::toString).toList();
    for (int i = 0; i < frames.size(); i++) {
      if (frames.get(i).contains("Results.")) {
        return frames.subList(0, i + 1).stream()
            .map(frame -> frame.substring(frame.lastIndexOf('/') + 1))
            .toList();
      }
    }
    throw new AssertionError(frames);
  }

  /** Gives each call the same answer, and fails at its end. */
  private static final class ScriptedProbe extends ValueBlindProbe {

    private final Object call;
    private int entered;
    private int ended;

    ScriptedProbe(Object call) {
      this.call = call;
    }

    @Override
    public Object enter() {
      entered++;
      return call;
    }

    @Override
    public void exit(Object call) {
      end();
    }

    @Override
    public void exit(Object result, Object call) {
      end();
    }

    @Override
    public void exit(boolean result, Object call) {
      end();
    }

    @Override
    public void fail(Throwable thrown, Object call) {
      end();
    }

    private void end() {
      ended++;
      throw new IllegalStateException("the probe failed");
    }
  }
}
