package io.deploytelemetry.agent.weave;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * What the accessors of random classes return, and their fields hold: each always the same, some
 * {@code null}, and some throw instead. For one thread and one family of classes at a time.
 */
public final class RandomValues {

  private static final Map<String, Object> KNOWN = new HashMap<>();
  private static final Map<Integer, Throwable> THROWN = new HashMap<>();
  private static final Set<String> IN_PROGRESS = new HashSet<>();

  private static List<Class<?>> concrete = List.of();
  private static Class<?> last = Object.class;
  private static long seed;
  private static int depth;
  private static RuntimeException failure;

  private RandomValues() {}

  /**
   * From now on values are of these classes.
   *
   * @param last is an instance of most of the other types
   */
  static void use(List<Class<?>> concrete, Class<?> last, long seed) {
    KNOWN.clear();
    THROWN.clear();
    RandomValues.concrete = concrete;
    RandomValues.last = last;
    RandomValues.seed = seed;
  }

  /** The methods that are woven throw this from now on, and do not if it is {@code null}. */
  static void fail(RuntimeException thrown) {
    failure = thrown;
  }

  /** What a woven method returns, unless it has to throw. */
  public static Object result(int method, Class<?> type) {
    if (failure != null) {
      throw failure;
    }
    return type == void.class ? null : field(method, type);
  }

  /** What an accessor returns; some throw. */
  public static Object of(int accessor, Class<?> type) {
    if (new Random(seed * 37 + accessor).nextInt(25) == 0) {
      throw sneaky(
          THROWN.computeIfAbsent(
              accessor,
              number ->
                  List.of(
                          new IllegalStateException("accessor " + number),
                          new Exception("accessor " + number),
                          new NoSuchMethodError("accessor " + number))
                      .get(number % 3)));
    }
    return field(accessor, type);
  }

  /** What a field holds. */
  public static Object field(int field, Class<?> type) {
    String key = field + type.getName();
    if (KNOWN.containsKey(key)) {
      return KNOWN.get(key);
    }
    if (!IN_PROGRESS.add(key)) {
      return type.isPrimitive() ? primitive(type, new Random(0)) : null;
    }
    Object value = make(field, type, new Random(seed * 41 + field));
    IN_PROGRESS.remove(key);
    KNOWN.put(key, value);
    return value;
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private static Object make(int number, Class<?> type, Random random) {
    if (type.isPrimitive()) {
      return primitive(type, random);
    }
    if (random.nextInt(8) == 0) {
      return null;
    }
    if (type == String.class || type == Object.class || type == Comparable.class) {
      return random.nextInt(10) == 0 ? "long".repeat(40) + number : "text " + number;
    }
    if (type == Integer.class) {
      return random.nextInt();
    }
    if (type == Optional.class) {
      return random.nextInt(3) == 0 ? Optional.empty() : Optional.of("held " + number);
    }
    if (type == List.class) {
      return random.nextInt(3) == 0 ? List.of() : List.of(number, "two");
    }
    if (type.isArray()) {
      return Array.newInstance(type.getComponentType(), random.nextInt(4));
    }
    List<Class<?>> candidates = new ArrayList<>();
    for (Class<?> candidate : concrete) {
      if (type.isAssignableFrom(candidate)) {
        candidates.add(candidate);
      }
    }
    if (candidates.isEmpty()) {
      return null;
    }
    return instance(
        type.isAssignableFrom(last) && random.nextInt(4) > 0
            ? last
            : candidates.get(random.nextInt(candidates.size())),
        number);
  }

  private static Object outer(Class<?> type, int number) {
    for (Class<?> candidate : concrete) {
      if (type.isAssignableFrom(candidate) && !candidate.isMemberClass()) {
        return instance(candidate, number);
      }
    }
    return null;
  }

  static Object instance(Class<?> type, int number) {
    if (type.isEnum()) {
      Object[] constants = type.getEnumConstants();
      return constants == null ? null : constants[number & 1]; // none while it is initialized
    }
    depth++;
    try {
      Constructor<?> constructor = type.getDeclaredConstructors()[0];
      constructor.setAccessible(true);
      Class<?>[] parameters = constructor.getParameterTypes();
      Object[] arguments = new Object[parameters.length];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] =
            depth < 4 || parameters[i].isPrimitive()
                ? field(1_000 * number + i + 1, parameters[i])
                : null;
      }
      boolean isInner = type.isMemberClass() && !Modifier.isStatic(type.getModifiers());
      if (isInner && arguments[0] == null) { // which compilers check from 25 on
        arguments[0] = outer(parameters[0], number);
        if (arguments[0] == null) {
          return null;
        }
      }
      return constructor.newInstance(arguments);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(type.getName(), impossible);
    } finally {
      depth--;
    }
  }

  private static Object primitive(Class<?> type, Random random) {
    if (type == boolean.class) {
      return random.nextBoolean();
    }
    if (type == char.class) {
      return (char) random.nextInt();
    }
    if (type == byte.class) {
      return (byte) random.nextInt();
    }
    if (type == short.class) {
      return (short) random.nextInt();
    }
    if (type == int.class) {
      return random.nextInt();
    }
    if (type == long.class) {
      return random.nextLong();
    }
    if (type == float.class) {
      return random.nextFloat();
    }
    return random.nextDouble();
  }
}
