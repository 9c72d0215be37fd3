package io.deploytelemetry.agent.weave;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Random types that refer to each other, as Java source in two packages: a chain of classes that
 * extend each other, interfaces that they implement, records, an enum, nested and inner classes;
 * and one class, or interface, whose methods are there to be woven.
 *
 * <p>The last class of the chain is every other class of the chain and every interface, and so fits
 * wherever a type variable stands.
 */
final class RandomTypes {

  private static final TypeRef LAST = TypeRef.of("p.Last");
  private static final TypeRef ANY = TypeRef.of("?");

  private final Random random;
  private final List<RandomType> interfaces = new ArrayList<>();
  private final List<RandomType> chain = new ArrayList<>();
  private final List<RandomType> others = new ArrayList<>();
  private final Set<String> methodNames = new HashSet<>();
  private final JavaSources sources = new JavaSources();
  private int number;
  private int properties;
  private String wovenName = "p.Woven";

  RandomTypes(long seed) {
    random = new Random(seed);
    declare();
    relate();
    for (RandomType shape : all()) {
      addAccessors(shape, 3 + random.nextInt(4));
    }
    for (RandomType shape : all()) {
      sources.add(shape.name, shape.source());
    }
    addWoven();
  }

  /** The class whose methods {@code m0}, {@code m1} and so on are to be woven. */
  String wovenName() {
    return wovenName;
  }

  /** The class files; whether they name parameters is left to chance. */
  Map<String, byte[]> compile() throws JavaSources.DoesNotCompileException {
    String[] options = {"-g:none", "-g", "-parameters"};
    return sources.compile(options[random.nextInt(options.length)]);
  }

  private List<RandomType> all() {
    List<RandomType> all = new ArrayList<>(interfaces);
    all.addAll(chain);
    all.addAll(others);
    return all;
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T any(List<T> things) {
    return things.get(random.nextInt(things.size()));
  }

  private void declare() {
    for (int i = 0; i < 4; i++) {
      interfaces.add(new RandomType("interface", any(List.of("p", "q")) + ".I" + i, chance(75)));
    }
    for (int i = 0; i < 4; i++) {
      RandomType before = i == 0 ? null : chain.get(i - 1);
      String packageName =
          before == null || before.isPublic ? any(List.of("p", "q")) : before.packageName();
      boolean isPublic = chance(70) || (i == 3 && packageName.equals("q"));
      chain.add(new RandomType("class", packageName + ".A" + i, isPublic));
    }
    chain.add(new RandomType("class", LAST.name(), true));
    others.add(new RandomType("record", any(List.of("p", "q")) + ".R0", chance(80)));
    others.add(new RandomType("enum", any(List.of("p", "q")) + ".E0", chance(80)));
    others.add(new RandomType("outer", any(List.of("p", "q")) + ".O0", true));
    for (RandomType shape : all()) {
      boolean isGeneric = !shape.kind.equals("enum") && !shape.name.equals(LAST.name());
      shape.arity = isGeneric ? random.nextInt(3) : 0;
    }
    for (RandomType shape : all()) {
      for (int i = 0; i < shape.arity; i++) {
        shape.variables.add(variable("TU".substring(i, i + 1), shape.packageName()));
      }
    }
  }

  private RandomType.Variable variable(String name, String packageName) {
    List<RandomType> bounds = new ArrayList<>(interfaces);
    bounds.removeIf(bound -> !bound.isPublic);
    List<RandomType> plain = new ArrayList<>(bounds);
    plain.removeIf(bound -> bound.arity > 0);
    List<RandomType> classes = new ArrayList<>(chain);
    classes.removeIf(bound -> !bound.isVisibleIn(packageName));
    int kind = random.nextInt(100);
    if (kind < 35 || bounds.isEmpty()) {
      return new RandomType.Variable(name, List.of(), false);
    }
    if (kind < 60) {
      return new RandomType.Variable(name, List.of(withWildcards(any(classes))), false);
    }
    if (kind < 75) {
      return new RandomType.Variable(name, List.of(withWildcards(any(bounds))), false);
    }
    if (kind < 90 && !plain.isEmpty()) {
      TypeRef first = chance(30) ? TypeRef.of("Object") : withWildcards(any(classes));
      return new RandomType.Variable(name, List.of(first, withWildcards(any(plain))), false);
    }
    return new RandomType.Variable(name, List.of(TypeRef.of("Comparable", TypeRef.of(name))), true);
  }

  private static TypeRef withWildcards(RandomType shape) {
    return new TypeRef(shape.name, Collections.nCopies(shape.arity, ANY));
  }

  private void relate() {
    List<RandomType> left = new ArrayList<>(interfaces);
    for (int i = 1; i < interfaces.size(); i++) {
      RandomType extended = interfaces.get(random.nextInt(i));
      RandomType extending = interfaces.get(i);
      if (chance(60)
          && left.contains(extended)
          && extending.isPublic
          && extended.isVisibleIn(extending.packageName())) {
        extending.supers.add(asSuper(extended, extending));
        if (!extended.variables.isEmpty()) {
          left.remove(extended); // nobody can implement it with other arguments
        }
      }
    }
    for (int i = 0; i < chain.size(); i++) {
      RandomType shape = chain.get(i);
      if (i > 0) {
        shape.supers.add(asSuper(chain.get(i - 1), shape));
      }
      for (RandomType one : List.copyOf(left)) {
        if ((chance(25) || i == chain.size() - 1) && one.isVisibleIn(shape.packageName())) {
          left.remove(one);
          shape.supers.add(asSuper(one, shape));
        }
      }
    }
  }

  /** What another type extends: raw, or with arguments that are its own variables if they fit. */
  private TypeRef asSuper(RandomType extended, RandomType by) {
    if (by.name.equals("p.Woven") && chance(20)) {
      return TypeRef.of(extended.name);
    }
    List<TypeRef> arguments = new ArrayList<>();
    for (RandomType.Variable variable : extended.variables) {
      if (variable.isBoundByItself()) {
        arguments.add(TypeRef.of("String"));
        continue;
      }
      List<TypeRef> fitting = new ArrayList<>(List.of(LAST));
      if (variable.bounds().size() == 1 && isVisible(variable.bounds().get(0), by.packageName())) {
        fitting.add(variable.bounds().get(0));
      }
      for (RandomType.Variable own : by.variables) {
        if (variable.bounds().isEmpty() || variable.bounds().equals(own.bounds())) {
          fitting.add(TypeRef.of(own.name()));
          fitting.add(TypeRef.of(own.name()));
        }
      }
      if (variable.bounds().isEmpty()) {
        fitting.add(TypeRef.of("String"));
      }
      arguments.add(any(fitting));
    }
    return new TypeRef(extended.name, arguments);
  }

  private TypeRef type(RandomType in) {
    int kind = random.nextInt(100);
    if (kind < 18) {
      return TypeRef.of(any(TypeRef.PRIMITIVES));
    }
    if (kind < 26) {
      return TypeRef.of(any(List.of("String", "Object", "Integer")));
    }
    if (kind < 32) {
      return TypeRef.of(any(List.of("java.util.Optional", "java.util.List")), ANY);
    }
    if (kind < 36) {
      return TypeRef.of("[]", any(List.of(LAST, TypeRef.of("int"), TypeRef.of("String"))));
    }
    if (kind < 55 && !in.variables.isEmpty()) {
      return TypeRef.of(any(in.variables).name());
    }
    List<RandomType> visible = all();
    visible.removeIf(shape -> !shape.isVisibleIn(in.packageName()));
    RandomType shape = any(visible);
    boolean isInner = shape.kind.equals("outer") && chance(60);
    String name = isInner ? shape.name + ".Inner" : shape.name;
    return shape.variables.isEmpty() || (chance(8) && !isInner)
        ? TypeRef.of(name)
        : new TypeRef(
            name, shape.variables.stream().map(one -> argument(one, in.packageName())).toList());
  }

  private boolean isVisible(TypeRef type, String packageName) {
    return type.arguments().stream().allMatch(argument -> isVisible(argument, packageName))
        && all().stream()
            .noneMatch(shape -> shape.name.equals(type.name()) && !shape.isVisibleIn(packageName));
  }

  private TypeRef argument(RandomType.Variable variable, String packageName) {
    if (variable.isBoundByItself()) {
      return any(List.of(ANY, TypeRef.of("String")));
    }
    List<TypeRef> fitting = new ArrayList<>(List.of(ANY, LAST, LAST));
    fitting.add(TypeRef.of("? super", LAST));
    fitting.add(TypeRef.of("? extends", LAST));
    if (variable.bounds().size() == 1 && isVisible(variable.bounds().get(0), packageName)) {
      fitting.add(variable.bounds().get(0));
    }
    for (RandomType one : interfaces) {
      if (one.isPublic && one.variables.isEmpty()) {
        fitting.add(TypeRef.of("? extends", TypeRef.of(one.name)));
      }
    }
    if (variable.bounds().isEmpty()) {
      fitting.add(TypeRef.of("String"));
      fitting.add(TypeRef.of("[]", TypeRef.of("String")));
    }
    return any(fitting);
  }

  private static String erased(TypeRef type, List<RandomType.Variable> variables) {
    for (RandomType.Variable variable : variables) {
      if (variable.name().equals(type.name())) {
        return variable.bounds().isEmpty() ? "Object" : erased(variable.bounds().get(0), variables);
      }
    }
    return type.name().equals("[]")
        ? erased(type.arguments().get(0), variables) + "[]"
        : type.name();
  }

  private void addAccessors(RandomType shape, int count) {
    implement(shape);
    for (int i = 0; i < count; i++) {
      addAccessor(shape, shape.body, shape.isInterface());
    }
    if (shape.kind.equals("outer")) {
      shape.body.append("public class Inner {\n");
      for (int i = 0; i < count; i++) {
        addAccessor(shape, shape.body, false);
      }
      shape.body.append("}\n");
    }
  }

  /**
   * Overrides what is abstract above, and at random what is not: in the type, or a narrower one.
   */
  private void implement(RandomType shape) {
    Set<String> names = new HashSet<>();
    for (TypeRef extended : shape.supers) {
      RandomType above =
          all().stream().filter(one -> one.name.equals(extended.name())).findFirst().get();
      Map<String, TypeRef> arguments = new HashMap<>();
      for (int i = 0; i < extended.arguments().size(); i++) {
        arguments.put(above.variables.get(i).name(), extended.arguments().get(i));
      }
      boolean isRaw = arguments.size() < above.variables.size();
      for (RandomType.Declared declared : above.overridable) {
        boolean isOpen = declared.type().isOpen();
        TypeRef type = isOpen ? declared.type().with(arguments) : declared.type();
        if (!names.add(declared.name())) {
          continue;
        }
        boolean isKept =
            shape.isInterface()
                || (isRaw && isOpen)
                || (!declared.isAbstract() && !isVisible(type, shape.packageName()));
        if (!isKept && (declared.isAbstract() || chance(40))) {
          TypeRef own = narrower(type, shape);
          method(shape.body, "public", own, declared.name(), shape.variables);
          shape.overridable.add(new RandomType.Declared(declared.name(), own, false));
        } else if (!(isRaw && isOpen)) {
          shape.overridable.add(
              new RandomType.Declared(declared.name(), type, declared.isAbstract()));
        }
      }
    }
  }

  private TypeRef narrower(TypeRef type, RandomType in) {
    for (RandomType one : chain) {
      if (one.name.equals(type.name()) && ANY.isAllOf(type.arguments()) && chance(50)) {
        return LAST;
      }
    }
    return type.name().equals("Object") && chance(70) && in.isPublic ? LAST : type;
  }

  private void addAccessor(RandomType shape, StringBuilder body, boolean isInInterface) {
    String property = any(List.of("v", "url", "xY", "is")) + ++properties;
    String capitalized = Character.toUpperCase(property.charAt(0)) + property.substring(1);
    TypeRef type = type(shape);
    boolean isStateless = isInInterface || shape.kind.equals("record");
    int form = random.nextInt(isStateless ? 9 : 12);
    String visibility = any(List.of("public", "public", "public", "protected", "", "private"));
    if (form >= 9) {
      field(body, visibility, type, property, shape.variables);
    } else {
      String name = List.of(property, "get" + capitalized, "is" + capitalized).get(form % 3);
      methodNames.add(name);
      if (isInInterface) {
        interfaceMethod(shape, type, name);
      } else {
        method(body, visibility, type, name, shape.variables);
        if (visibility.equals("public") && !type.isPrimitive() && body == shape.body) {
          shape.overridable.add(new RandomType.Declared(name, type, false));
        }
      }
    }
    if (chance(25)) {
      addDecoy(shape, body, isInInterface, property, capitalized);
    }
  }

  private void interfaceMethod(RandomType shape, TypeRef type, String name) {
    if (!type.isOpen() && isVisible(type, "") && chance(30)) {
      shape.body.append(type).append(' ').append(name).append("();\n");
      shape.overridable.add(new RandomType.Declared(name, type, true));
    } else if (chance(10)) {
      method(shape.body, "private", type, name, shape.variables);
    } else {
      method(shape.body, "default", type, name, shape.variables);
      if (!type.isPrimitive()) {
        shape.overridable.add(new RandomType.Declared(name, type, false));
      }
    }
  }

  /** Another thing of the same name: one that a path must not, or must, prefer. */
  private void addDecoy(
      RandomType shape,
      StringBuilder body,
      boolean isInInterface,
      String property,
      String capitalized) {
    String name = any(List.of(property, "get" + capitalized, "is" + capitalized));
    if (!methodNames.add(name)) {
      return;
    }
    switch (random.nextInt(4)) {
      case 0:
        body.append(isInInterface ? "default" : "public").append(" void ").append(name);
        body.append("() {}\n");
        break;
      case 1:
        body.append("public static String ").append(name).append("() { return \"\"; }\n");
        break;
      case 2:
        method(body, isInInterface ? "default" : "protected", type(shape), name, shape.variables);
        break;
      default:
        body.append(isInInterface ? "default" : "public").append(" <M extends p.Last> M ");
        body.append(name).append("() { return (M) ").append(value("of", "p.Last")).append("; }\n");
        break;
    }
  }

  private void method(
      StringBuilder body,
      String visibility,
      TypeRef type,
      String name,
      List<RandomType.Variable> variables) {
    body.append(visibility).append(' ').append(type).append(' ').append(name);
    body.append("() { return (").append(type).append(") ");
    body.append(value("of", erased(type, variables))).append("; }\n");
  }

  private void field(
      StringBuilder body,
      String visibility,
      TypeRef type,
      String name,
      List<RandomType.Variable> variables) {
    body.append(visibility).append(' ').append(type).append(' ').append(name);
    body.append(" = (").append(type).append(") ");
    body.append(value("field", erased(type, variables))).append(";\n");
  }

  private String value(String how, String type) {
    return RandomValues.class.getName() + "." + how + "(" + ++number + ", " + type + ".class)";
  }

  private void addWoven() {
    int kind = random.nextInt(10);
    boolean isInterface = kind == 0;
    boolean isInner = kind == 1;
    RandomType woven = new RandomType(isInterface ? "interface" : "class", "p.Woven", true);
    if (chance(50)) {
      woven.variables.add(variable("T", "p"));
    }
    RandomType extended = any(isInterface ? interfaces : chain);
    if (extended.isVisibleIn("p") && !isInner) {
      woven.supers.add(asSuper(extended, woven));
    }
    addAccessors(woven, 4);
    for (int i = 0; i < 5; i++) {
      addMethod(woven, i);
    }
    if (isInner) {
      wovenName = "p.Home$Woven";
      String variable = woven.variables.isEmpty() ? "" : RandomType.variables(woven.variables);
      sources.add(
          "p.Home",
          "package p;\npublic class Home"
              + variable
              + " {\npublic class Woven {\n"
              + woven.body
              + "}\n}\n");
      return;
    }
    sources.add("p.Woven", woven.source());
    if (isInterface) {
      StringBuilder implementation =
          new StringBuilder("package p;\nclass Wove implements Woven {\n");
      for (RandomType.Declared declared : woven.overridable) {
        if (declared.isAbstract()) {
          method(implementation, "public", declared.type(), declared.name(), List.of());
        }
      }
      sources.add("p.Wove", implementation.append("}\n").toString());
    }
  }

  private void addMethod(RandomType woven, int index) {
    boolean isStatic = chance(25);
    RandomType scope = new RandomType("", "p.Scope", true);
    if (!isStatic) {
      scope.variables.addAll(woven.variables);
    }
    List<RandomType.Variable> own = new ArrayList<>();
    if (chance(40)) {
      own.add(variable("M", "p"));
      scope.variables.addAll(own);
    }
    List<String> parameters = new ArrayList<>();
    StringBuilder forgotten = new StringBuilder();
    for (int i = random.nextInt(7); i > 0; i--) {
      TypeRef type = type(scope);
      String name = "arg" + parameters.size() + "x";
      parameters.add(type + " " + name);
      String nothing = type.isPrimitive() ? "(" + type + ") 0" : "null";
      forgotten.append(name).append(" = ");
      forgotten.append(type.name().equals("boolean") ? "false" : nothing).append("; ");
    }
    TypeRef result = chance(15) ? TypeRef.of("void") : type(scope);
    String value = value("result", erased(result, scope.variables));
    woven
        .body
        .append(woven.isInterface() && !isStatic ? "default" : "public")
        .append(isStatic ? " static " : " ")
        .append(RandomType.variables(own))
        .append(' ')
        .append(result)
        .append(" m")
        .append(index)
        .append("(")
        .append(String.join(", ", parameters))
        .append(") { ")
        .append(forgotten)
        .append(result.name().equals("void") ? value : "return (" + result + ") " + value)
        .append("; }\n");
  }
}
