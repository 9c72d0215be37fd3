package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.bridge.BridgeSlots;
import io.deploytelemetry.agent.bridge.TelemetryBridge;
import io.deploytelemetry.agent.bridge.ValueBlindProbe;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The agent of the corpus: weaves every class that is loaded from now on, the JDK's too. With an
 * argument also those that are loaded already; it names a file to be told, at the end, how many
 * calls there were and how many ended twice. The bridge is on the boot class path, in its ordinary
 * package.
 */
public final class CorpusAgent {

  /** Enough for slots of one byte and of two. */
  private static final int SLOTS = 300;

  private static WeaveEverything weaving;
  private static Instrumentation instrumentation;

  private CorpusAgent() {}

  public static void premain(String argument, Instrumentation given) throws Exception {
    instrumentation = given;
    int[] slots = new int[SLOTS];
    for (int i = 0; i < SLOTS; i++) {
      slots[i] = BridgeSlots.add(new CountingProbe());
    }
    letModulesReadTheBridge();
    weaving = new WeaveEverything(slots);
    warmUp();
    given.addTransformer(weaving, true);
    if (!argument.isEmpty()) {
      given.retransformClasses(
          Arrays.stream(given.getAllLoadedClasses())
              .filter(type -> given.isModifiableClass(type) && !type.isHidden())
              .toArray(Class<?>[]::new));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> report(Path.of(argument))));
    }
  }

  private static void report(Path file) {
    try {
      Files.writeString(file, CountingProbe.calls + " " + CountingProbe.endedTwice);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What weaves; {@code null} in a JVM that runs its classes as they are. */
  static WeaveEverything weaving() {
    return weaving;
  }

  /**
   * Weaves a class that was loaded when the transformer did not hear of it, unless the JVM lets
   * nobody change it.
   */
  static void weaveAgain(Class<?> type) throws Exception {
    if (instrumentation.isModifiableClass(type)) {
      instrumentation.retransformClasses(type);
    }
  }

  /** In the agent's jar the bridge is in java.lang, which all read; here it is in no module. */
  private static void letModulesReadTheBridge() {
    for (Module module : ModuleLayer.boot().modules()) {
      instrumentation.redefineModule(
          module,
          Set.of(TelemetryBridge.class.getModule()),
          Map.of(),
          Map.of(),
          Set.of(),
          Map.of());
    }
  }

  /** Loads what weaving needs before it hears of each class, and what woven code boxes with. */
  private static void warmUp() throws Exception {
    Stream.of((byte) 1, (short) 1, 'a', 1, 1L, 1f, 1d, true).forEach(Object::hashCode);
    WeaveEverything once = new WeaveEverything(new int[1]);
    try (InputStream in = ClassLoader.getSystemResourceAsStream("java/util/HashMap.class")) {
      once.weave("java/util/HashMap", in.readAllBytes());
    }
    once.leftAlone();
  }

  /**
   * Counts the calls it is told of, and those that end twice. It calls nothing, since all that it
   * could call is woven. The count of calls is that of one thread: what several count at an instant
   * may get lost. Whether a call has ended is kept in the call, which belongs to one thread.
   */
  private static final class CountingProbe extends ValueBlindProbe {

    private static long calls;
    private static long endedTwice;

    @Override
    public Object enter() {
      calls++;
      return new Call();
    }

    @Override
    public void exit(Object call) {
      end((Call) call);
    }

    @Override
    public void exit(Object result, Object call) {
      end((Call) call);
    }

    @Override
    public void exit(boolean result, Object call) {
      end((Call) call);
    }

    @Override
    public void fail(Throwable thrown, Object call) {
      end((Call) call);
    }

    private static void end(Call call) {
      if (call.hasEnded) {
        endedTwice++;
      }
      call.hasEnded = true;
    }
  }

  private static final class Call {
    private boolean hasEnded;
  }
}
