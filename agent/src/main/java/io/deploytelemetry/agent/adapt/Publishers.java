package io.deploytelemetry.agent.adapt;

import io.deploytelemetry.agent.bridge.TelemetrySubscription;
import io.deploytelemetry.agent.model.LaterResult;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts publishers of ours around those of Reactor and RxJava. Of each type there is a {@link
 * GuestClass}, {@code MeasuredMono} and so on, that does what the publisher in it does and tells
 * the agent of each subscription. Threads: any.
 */
public final class Publishers {

  private final Map<LaterResult, GuestClass> guests = new EnumMap<>(LaterResult.class);

  /** Finds out nothing yet; whom the instrumentation is for is told at {@link GuestClass}. */
  public Publishers(Instrumentation instrumentation) {
    for (LaterResult type : LaterResult.values()) {
      if (type.isSubscribedTo()) {
        String name = type.internalName();
        int folder = name.lastIndexOf('/') + 1;
        guests.put(
            type,
            new GuestClass(
                name.substring(0, folder) + "Measured" + name.substring(folder), instrumentation));
      }
    }
  }

  /**
   * A publisher that does what another one does.
   *
   * @param calls gives each subscription its call, or {@code null} if that is none of its own
   * @return {@code null} if this JVM has no place for such a publisher
   * @throws Throwable what our publisher throws while it is made
   */
  public @Nullable Object measured(
      LaterResult type, Object publisher, Supplier<@Nullable TelemetrySubscription> calls)
      throws Throwable {
    GuestClass guest = guests.get(type);
    MethodHandle constructor = guest == null ? null : guest.with(host(type, publisher));
    return constructor == null ? null : constructor.invokeExact(publisher, (Object) calls);
  }

  /** Subscribes to a publisher, whatever it comes to. */
  public void subscribe(LaterResult type, Object publisher) throws ReflectiveOperationException {
    Class<?> host = host(type, publisher);
    if (type == LaterResult.MONO || type == LaterResult.FLUX) {
      host.getMethod("subscribe", Consumer.class, Consumer.class)
          .invoke(publisher, Ignored.INSTANCE, Ignored.INSTANCE);
      return;
    }
    Method withoutErrors = host.getMethod("onErrorComplete");
    withoutErrors.getReturnType().getMethod("subscribe").invoke(withoutErrors.invoke(publisher));
  }

  /** The library's class, of which there may be a copy in every loader. */
  private static Class<?> host(LaterResult type, Object publisher) {
    String name = type.className();
    Class<?> host = publisher.getClass();
    while (host != null && !host.getName().equals(name)) {
      host = host.getSuperclass();
    }
    if (host == null) {
      throw new IllegalStateException(publisher.getClass().getName() + " is no " + name);
    }
    return host;
  }

  private static final class Ignored implements Consumer<Object> {

    static final Ignored INSTANCE = new Ignored();

    @Override
    public void accept(Object valueOrError) {}
  }
}
