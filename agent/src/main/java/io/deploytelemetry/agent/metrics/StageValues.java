package io.deploytelemetry.agent.metrics;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads paths from the value of a completed stage, whose class only the completion tells: through
 * public methods and fields of public types. What a step leads to is kept with the class itself, so
 * that the class can go.
 */
final class StageValues {

  private static final ClassValue<Map<String, Object>> MEMBERS =
      new ClassValue<Map<String, Object>>() {
        @Override
        protected Map<String, Object> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  private static final String NONE = "none";

  private StageValues() {}

  /**
   * What a path leads to.
   *
   * @param path a path that begins with {@code result}
   * @return {@code null} where a step met {@code null}
   * @throws ReflectiveOperationException if a step does not exist, is not public, or threw
   */
  static @Nullable Object read(String path, @Nullable Object result)
      throws ReflectiveOperationException {
    Object at = result;
    String[] steps = path.split("\\.", -1);
    for (int i = 1; i < steps.length && at != null; i++) {
      at = step(at, steps[i].trim());
    }
    return at;
  }

  private static @Nullable Object step(Object from, String name)
      throws ReflectiveOperationException {
    Class<?> type = from.getClass();
    Map<String, Object> members = MEMBERS.get(type);
    Object member = members.get(name);
    if (member == null) {
      member = find(type, name);
      members.put(name, member);
    }
    if (member instanceof Method) {
      return ((Method) member).invoke(from);
    }
    if (member instanceof Field) {
      return ((Field) member).get(from);
    }
    throw new NoSuchMethodException(
        type.getName() + " has no public accessor or field " + name + " that can be called");
  }

  /** A method of a public type that declares it, the class's own or one that it implements. */
  private static Object find(Class<?> type, String name) {
    for (String method : accessors(name)) {
      Method found = method(type, method);
      if (found != null) {
        return found;
      }
    }
    try {
      Field field = type.getField(name);
      return isAccessible(field) ? field : NONE;
    } catch (NoSuchFieldException none) {
      return NONE;
    }
  }

  private static @Nullable Method method(Class<?> type, String name) {
    try {
      Method method = type.getMethod(name);
      if (method.getReturnType() == void.class || Modifier.isStatic(method.getModifiers())) {
        return null;
      }
      if (isAccessible(method)) {
        return method;
      }
    } catch (NoSuchMethodException none) {
      return null;
    }
    for (Class<?> implemented : type.getInterfaces()) {
      Method method = method(implemented, name);
      if (method != null) {
        return method;
      }
    }
    Class<?> parent = type.getSuperclass();
    return parent == null ? null : method(parent, name);
  }

  private static String[] accessors(String name) {
    String capitalized =
        name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    return new String[] {name, "get" + capitalized, "is" + capitalized};
  }

  /** A public member of a class that is not public can be called unless its module is closed. */
  private static boolean isAccessible(AccessibleObject member) {
    try {
      member.setAccessible(true);
      return true;
    } catch (RuntimeException closed) {
      return false;
    }
  }
}
