package io.deploytelemetry.agent.weave;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Which methods a rule is for: {@code com.acme..*Poller+#poll*(java.lang.String)}. {@code ..}
 * stands for any packages, {@code *} for any part of one name, {@code +} adds the subtypes; without
 * parentheses any parameters will do. The continuation of a suspend function need not be named.
 * Immutable.
 */
final class MethodPattern {

  private static final char DOT = '.';

  private final String classes;
  private final String method;
  private final @Nullable List<String> parameters;
  private final boolean hasSubtypes;

  private MethodPattern(
      String classes, String method, @Nullable List<String> parameters, boolean hasSubtypes) {
    this.classes = classes;
    this.method = method;
    this.parameters = parameters;
    this.hasSubtypes = hasSubtypes;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it is none; the message says why
   */
  static MethodPattern parse(String text) {
    int hash = text.indexOf('#');
    if (hash < 1 || hash == text.length() - 1) {
      throw new IllegalArgumentException(
          "'" + text + "' names no class and method, as in com.acme.Deployer#deploy");
    }
    String classes = text.substring(0, hash).trim();
    boolean hasSubtypes = classes.endsWith("+");
    if (hasSubtypes) {
      classes = classes.substring(0, classes.length() - 1);
    }
    String method = text.substring(hash + 1).trim();
    List<String> parameters = null;
    int open = method.indexOf('(');
    if (open >= 0) {
      if (!method.endsWith(")")) {
        throw new IllegalArgumentException("'" + text + "' has a parenthesis too few");
      }
      String list = method.substring(open + 1, method.length() - 1).trim();
      parameters = list.equals("..") ? null : parameters(list);
      method = method.substring(0, open).trim();
    }
    if (classes.isEmpty() || method.isEmpty() || classes.contains("...")) {
      throw new IllegalArgumentException(
          "'" + text + "' names no class and method, as in com.acme.Deployer#deploy");
    }
    return new MethodPattern(classes, method, parameters, hasSubtypes);
  }

  private static List<String> parameters(String list) {
    List<String> parameters = new ArrayList<>();
    for (String parameter : list.split(",", -1)) {
      String name = parameter.trim();
      if (!name.isEmpty()) {
        parameters.add(name.endsWith("...") ? name.substring(0, name.length() - 3) + "[]" : name);
      }
    }
    return Collections.unmodifiableList(parameters);
  }

  /** Whether the subtypes of the classes are meant too. */
  boolean hasSubtypes() {
    return hasSubtypes;
  }

  /** The one class that it names; {@code null} if it may be several. */
  @Nullable String exactClass() {
    return classes.indexOf('*') < 0 && !classes.contains("..") ? classes : null;
  }

  /** Whether a class matches, by its binary name. */
  boolean matchesClass(String name) {
    return classes.equals(name) || matches(classes, 0, name, 0);
  }

  /** Whether a method of a class that matches does, too. */
  boolean matchesMethod(String name, String descriptor) {
    if (!matches(method, 0, name, 0)) {
      return false;
    }
    if (parameters == null) {
      return true;
    }
    Type[] types = Type.getArgumentTypes(descriptor);
    return matchesParameters(types)
        || (SuspendFunction.hasShape(descriptor)
            && matchesParameters(Arrays.copyOf(types, types.length - 1)));
  }

  private boolean matchesParameters(Type[] types) {
    if (parameters == null || parameters.size() != types.length) {
      return false;
    }
    for (int i = 0; i < types.length; i++) {
      String name = types[i].getClassName();
      String parameter = parameters.get(i);
      if (!matches(parameter, 0, name, 0) && !matches(parameter, 0, name.replace('$', DOT), 0)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a pattern from a place on matches a name from a place on. */
  private static boolean matches(String pattern, int p, String name, int n) {
    if (p == pattern.length()) {
      return n == name.length();
    }
    if (pattern.startsWith("..", p)) {
      return matchesAfterPackages(pattern, p + 2, name, n);
    }
    if (pattern.charAt(p) == '*') {
      for (int end = n; end <= name.length(); end++) {
        if (matches(pattern, p + 1, name, end)) {
          return true;
        }
        if (end < name.length() && name.charAt(end) == DOT) {
          return false;
        }
      }
      return false;
    }
    return n < name.length()
        && pattern.charAt(p) == name.charAt(n)
        && matches(pattern, p + 1, name, n + 1);
  }

  /** {@code ..} is one dot, or packages between dots; at the beginning also nothing. */
  private static boolean matchesAfterPackages(String pattern, int p, String name, int n) {
    if (p == 2 && matches(pattern, p, name, n)) {
      return true;
    }
    for (int dot = n; dot < name.length(); dot++) {
      if (name.charAt(dot) == DOT && matches(pattern, p, name, dot + 1)) {
        return true;
      }
      if (p > 2 && dot == n && name.charAt(dot) != DOT) {
        return false;
      }
    }
    return false;
  }
}
