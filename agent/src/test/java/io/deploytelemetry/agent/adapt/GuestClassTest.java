package io.deploytelemetry.agent.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class GuestClassTest {

  private static final String NAME = LibraryGuest.class.getName();

  /** Nothing has to be opened here. */
  private final Instrumentation instrumentation =
      (Instrumentation)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Instrumentation.class},
              (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.toString());
              });

  private final GuestClass guests = new GuestClass(NAME.replace('.', '/'), instrumentation);

  @Test
  void guestIsOfItsHostsTypeAndLoaderAndNobodyFindsItByItsName() throws Throwable {
    Class<?> host = new Copy().loadClass(Library.class.getName());

    Object guest = guests.with(host).invoke((Object) "yes");

    assertThat(host.isInstance(guest)).isTrue();
    assertThat(host.getMethod("answer").invoke(guest)).isEqualTo("answered: yes");
    assertThat(guest.getClass().getClassLoader()).isSameAs(host.getClassLoader());
    assertThatThrownBy(() -> Class.forName(NAME, false, host.getClassLoader()))
        .isInstanceOf(ClassNotFoundException.class);
    assertThatThrownBy(
            () -> Class.forName(guest.getClass().getName(), false, host.getClassLoader()))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void guestIsInNoStackTrace() throws Throwable {
    Class<?> host = new Copy().loadClass(Library.class.getName());
    Object guest = guests.with(host).invoke((Object) "");

    assertThatThrownBy(() -> host.getMethod("answer").invoke(guest))
        .rootCause()
        .satisfies(
            thrown ->
                assertThat(thrown.getStackTrace())
                    .noneMatch(frame -> frame.getClassName().contains("LibraryGuest")));
  }

  @Test
  void everyCopyOfALibraryHasOneGuestOfItsOwn() throws Throwable {
    Class<?> one = new Copy().loadClass(Library.class.getName());
    Class<?> other = new Copy().loadClass(Library.class.getName());

    assertThat(guests.with(one)).isSameAs(guests.with(one)).isNotSameAs(guests.with(other));
  }

  @Test
  void guestGoesWithTheLoaderOfItsHost() throws Throwable {
    WeakReference<ClassLoader> loader = useAndDrop();

    await()
        .until(
            () -> {
              System.gc();
              return loader.get() == null;
            });
  }

  @Test
  void hostThatTakesNoGuestIsLeftAlone() {
    assertThat(guests.with(String.class)).isNull();
  }

  private WeakReference<ClassLoader> useAndDrop() throws Throwable {
    ClassLoader loader = new Copy();
    guests.with(loader.loadClass(Library.class.getName())).invoke((Object) "yes");
    return new WeakReference<>(loader);
  }

  /** A copy of the library without the guest's class file. */
  private static final class Copy extends ClassLoader {

    Copy() {
      super(null);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (!name.equals(Library.class.getName())) {
        throw new ClassNotFoundException(name);
      }
      try (InputStream in =
          ClassLoader.getSystemResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException unreadable) {
        throw new ClassNotFoundException(name, unreadable);
      }
    }
  }
}
