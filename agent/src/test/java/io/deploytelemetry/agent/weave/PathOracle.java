package io.deploytelemetry.agent.weave;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads paths by reflection, from the types as they are declared: a second answer to what the path
 * compiler answers from class files.
 */
final class PathOracle {

  /** What came of reading a path. */
  record Answer(Object value, Throwable failure, boolean isOfWrongType) {}

  /** A type, and what the variables in it stand for. */
  private record Typed(Type type, Map<TypeVariable<?>, List<Typed>> scope) {}

  /** A class that a type is, and what its variables stand for there. */
  private record Bound(Class<?> raw, Map<TypeVariable<?>, List<Typed>> scope) {}

  /** A member, as seen on a class. */
  private record Found(Member member, Class<?> on, Typed type) {

    Class<?> declaring() {
      return member.getDeclaringClass();
    }

    Class<?> erased() {
      return member instanceof Method method ? method.getReturnType() : ((Field) member).getType();
    }
  }

  /** The steps of a path that can be read; the class of each is that on which it is declared. */
  record Route(String root, List<Member> members, List<Class<?>> receivers) {}

  private final Method method;
  private final Class<?> woven;
  private final List<String> names;

  /**
   * Makes an oracle.
   *
   * @param names the names of the parameters, none if the class file does not have them
   */
  PathOracle(Method method, List<String> names) {
    this.method = method;
    this.woven = method.getDeclaringClass();
    this.names = names;
  }

  /** How a path is read; {@code null} if it cannot be. */
  Route route(String path) {
    String[] parts = path.split("\\.");
    Typed root = root(parts[0]);
    if (root == null) {
      return null;
    }
    List<Bound> at = bounds(root);
    List<Member> members = new ArrayList<>();
    List<Class<?>> receivers = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      Found found = find(at, parts[i]);
      if (found == null) {
        return null;
      }
      members.add(found.member);
      receivers.add(isVisible(found.on) ? found.on : found.declaring());
      at = bounds(found.type);
    }
    return new Route(parts[0], members, receivers);
  }

  private Typed root(String root) {
    if (root.equals("this")) {
      return Modifier.isStatic(method.getModifiers()) ? null : new Typed(woven, Map.of());
    }
    if (root.equals("result")) {
      return method.getReturnType() == void.class
          ? null
          : new Typed(method.getGenericReturnType(), Map.of());
    }
    int position = position(root);
    return position < 0 ? null : new Typed(method.getGenericParameterTypes()[position], Map.of());
  }

  /** The position of a parameter; negative if there is none of that name or number. */
  int position(String root) {
    if (!Character.isDigit(root.charAt(0))) {
      return names.indexOf(root);
    }
    int position = Integer.parseInt(root);
    return position < method.getParameterCount() ? position : -1;
  }

  /** Steps that the type at the end of a path may have, whether they can be read or not. */
  List<String> stepsFrom(String path) {
    List<String> steps = new ArrayList<>();
    Typed at = root(path.split("\\.")[0]);
    Route route = route(path);
    if (at == null || route == null) {
      return steps;
    }
    List<Bound> bounds = bounds(at);
    String[] parts = path.split("\\.");
    for (int i = 1; i < parts.length; i++) {
      bounds = bounds(find(bounds, parts[i]).type);
    }
    for (Bound bound : bounds) {
      addSteps(bound.raw, steps);
    }
    Collections.sort(steps); // reflection gives them in any order
    return steps;
  }

  private static void addSteps(Class<?> type, List<String> steps) {
    if (type == null || type.getName().startsWith("java.")) {
      return;
    }
    for (Method accessor : type.getDeclaredMethods()) {
      String name = accessor.getName();
      if (accessor.getParameterCount() == 0 && !accessor.isSynthetic()) {
        String bare = name.replaceFirst("^(get|is)(?=[A-Z])", "");
        steps.add(Character.toLowerCase(bare.charAt(0)) + bare.substring(1));
      }
    }
    for (Field field : type.getDeclaredFields()) {
      steps.add(field.getName());
    }
    addSteps(type.getSuperclass(), steps);
    for (Class<?> extended : type.getInterfaces()) {
      addSteps(extended, steps);
    }
  }

  /** Reads a path, as the method's class would. */
  Answer read(Route route, Object self, Object[] arguments, Object result) {
    Object at = result;
    if (route.root.equals("this")) {
      at = self;
    } else if (!route.root.equals("result")) {
      at = arguments[position(route.root)];
    }
    for (int i = 0; i < route.members.size() && at != null; i++) {
      if (!route.receivers.get(i).isInstance(at)) {
        return new Answer(null, null, true);
      }
      Member member = route.members.get(i);
      try {
        if (Modifier.isPublic(member.getModifiers())
            && member.getDeclaringClass().getName().startsWith("java.")) {
          at = ((Method) member).invoke(at);
        } else {
          ((AccessibleObject) member).setAccessible(true);
          at = member instanceof Method read ? read.invoke(at) : ((Field) member).get(at);
        }
      } catch (InvocationTargetException thrown) {
        return new Answer(null, thrown.getCause(), false);
      } catch (IllegalAccessException impossible) {
        throw new IllegalStateException(member.toString(), impossible);
      }
    }
    return new Answer(at, null, false);
  }

  private List<Bound> bounds(Typed typed) {
    List<Bound> bounds = new ArrayList<>();
    addBounds(typed, bounds);
    return bounds;
  }

  private void addBounds(Typed typed, List<Bound> into) {
    if (typed.type instanceof Class<?> type) {
      if (!type.isPrimitive() && !type.isArray()) {
        into.add(new Bound(type, Map.of()));
      }
    } else if (typed.type instanceof ParameterizedType type) {
      into.add(new Bound((Class<?>) type.getRawType(), scope(type, typed.scope)));
    } else if (typed.type instanceof TypeVariable<?> variable) {
      List<Typed> known = typed.scope.get(variable);
      if (known != null) {
        known.forEach(one -> addBounds(one, into));
      } else {
        for (Type bound : variable.getBounds()) {
          addBounds(new Typed(bound, typed.scope), into);
        }
      }
    } else if (!(typed.type instanceof GenericArrayType)) {
      throw new IllegalStateException(typed.toString());
    }
  }

  private static Map<TypeVariable<?>, List<Typed>> scope(
      ParameterizedType type, Map<TypeVariable<?>, List<Typed>> outside) {
    Map<TypeVariable<?>, List<Typed>> scope = new HashMap<>();
    if (type.getOwnerType() instanceof ParameterizedType owner) {
      scope.putAll(scope(owner, outside));
    }
    TypeVariable<?>[] formal = ((Class<?>) type.getRawType()).getTypeParameters();
    for (int i = 0; i < formal.length; i++) {
      List<Typed> meant = new ArrayList<>();
      if (type.getActualTypeArguments()[i] instanceof WildcardType wildcard) {
        for (Type bound : wildcard.getUpperBounds()) {
          meant.add(new Typed(bound, outside));
        }
        for (Type bound : formal[i].getBounds()) {
          meant.add(new Typed(bound, scope));
        }
      } else {
        meant.add(new Typed(type.getActualTypeArguments()[i], outside));
      }
      scope.put(formal[i], meant);
    }
    return scope;
  }

  private Found find(List<Bound> bounds, String step) {
    String capitalized = Character.toUpperCase(step.charAt(0)) + step.substring(1);
    for (String sought :
        List.of(step + "()", "get" + capitalized + "()", "is" + capitalized + "()", step)) {
      Found best = null;
      for (Bound bound : bounds) {
        Found found = find(bound, sought, bound.raw);
        if (found != null && found.erased() != void.class && isAccessible(found)) {
          best = better(best, found);
        }
      }
      if (best != null) {
        return best;
      }
    }
    return null;
  }

  private Found find(Bound in, String sought, Class<?> on) {
    Member declared = declared(in.raw, sought);
    if (declared != null) {
      Type type =
          declared instanceof Method read
              ? read.getGenericReturnType()
              : ((Field) declared).getGenericType();
      return new Found(declared, on, new Typed(type, in.scope));
    }
    Found best = null;
    Type extended = in.raw.isInterface() ? Object.class : in.raw.getGenericSuperclass();
    if (extended != null) {
      for (Bound bound : bounds(new Typed(extended, in.scope))) {
        best = find(bound, sought, on);
      }
    }
    for (Type implemented : in.raw.getGenericInterfaces()) {
      for (Bound bound : bounds(new Typed(implemented, in.scope))) {
        best = better(best, find(bound, sought, on));
      }
    }
    return best;
  }

  /** Of two declarations of a method the one that overrides, or could override, the other. */
  private static Found better(Found one, Found other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    boolean isOverride =
        one.declaring() != other.declaring() && one.declaring().isAssignableFrom(other.declaring());
    boolean isNarrower =
        one.erased() != other.erased() && one.erased().isAssignableFrom(other.erased());
    return isOverride || isNarrower ? other : one;
  }

  private static Member declared(Class<?> type, String sought) {
    if (!sought.endsWith("()")) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals(sought) && !Modifier.isStatic(field.getModifiers())) {
          return field;
        }
      }
      return null;
    }
    for (Method declared : type.getDeclaredMethods()) {
      if (sought.equals(declared.getName() + "()")
          && declared.getParameterCount() == 0
          && !declared.isBridge()
          && !Modifier.isStatic(declared.getModifiers())) {
        return declared;
      }
    }
    return null;
  }

  private boolean isAccessible(Found found) {
    int modifiers = found.member.getModifiers();
    if (Modifier.isPrivate(modifiers)) {
      return found.declaring().isNestmateOf(woven);
    }
    boolean isOfSuperclass =
        Modifier.isProtected(modifiers) && found.declaring().isAssignableFrom(woven);
    boolean isInherited = isOfSuperclass && woven.isAssignableFrom(found.on);
    boolean isNear = !isOfSuperclass && isNear(found.declaring());
    return (Modifier.isPublic(modifiers) || isNear || isInherited)
        && (isInherited || isVisible(found.on) || isVisible(found.declaring()));
  }

  /** As the JVM sees it: what is protected in source is public in a class file. */
  private boolean isVisible(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        || Modifier.isProtected(type.getModifiers())
        || isNear(type);
  }

  private boolean isNear(Class<?> type) {
    return type.getPackageName().equals(woven.getPackageName());
  }
}
