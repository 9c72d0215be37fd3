package io.deploytelemetry.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.ValueReader;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Type;

/** Random paths for the methods of one family of random types, and what calls of them read. */
final class RandomPaths {

  private static final List<String> LABELS = ReadingWeaver.LABELS;
  private static final List<String> EVENTS = List.of("e0", "e1", "e2", "e3", "e4", "e5", "e6");
  private static final List<String> AT_EXIT =
      List.of("version", "committedAt", "targets", "outcome");

  /** Steps that types of the JDK have, or nothing has. */
  private static final List<String> STEPS =
      List.of("class", "empty", "present", "length", "hashCode", "toString", "nothing", "name");

  /** A value of an annotation that is one path, under the name by which a note calls it. */
  private record Value(String method, OperationKind kind, String name, String path) {

    boolean isEntry() {
      return LABELS.contains(name);
    }

    /** The values of deployments do not matter where a method fails. */
    boolean isReadAtFailure() {
      return isEntry() || (kind == OperationKind.OPERATION && !path.startsWith("result"));
    }

    String note(String className) {
      return className + "#" + method + " @" + kind.word() + " " + name;
    }
  }

  private final long seed;
  private final Random random;
  private final String className;
  private final Map<String, byte[]> original;
  private final List<Value> values = new ArrayList<>();
  private final ReadingWeaver weaver = new ReadingWeaver();
  private Map<String, Integer> seen = Map.of();

  /**
   * Makes a family, and paths.
   *
   * @throws JavaSources.DoesNotCompileException if its types contradict each other: one in hundreds
   */
  RandomPaths(long seed) throws JavaSources.DoesNotCompileException {
    this.seed = seed;
    this.random = new Random(seed);
    RandomTypes types = new RandomTypes(seed);
    this.className = types.wovenName();
    this.original = types.compile();
  }

  /** Weaves, calls every method twice, once to throw, and counts what came of each path. */
  void check(Map<String, Integer> seen) throws Exception {
    this.seen = seen;
    for (Method method : methods(new MemoryLoader(original))) {
      chooseValues(method);
    }
    Map<String, byte[]> annotated = new HashMap<>(original);
    annotated.put(className, annotated());
    ClassLoader loader = weaver.weave(annotated);
    List<Class<?>> concrete = new ArrayList<>();
    for (String name : original.keySet()) {
      Class<?> type = loader.loadClass(name);
      if (!type.isInterface() && !type.getSuperclass().isEnum()) {
        concrete.add(type);
      }
    }
    RandomValues.use(concrete, loader.loadClass("p.Last"), seed);
    for (Method method : methods(loader)) {
      check(method, concrete);
    }
  }

  private List<Method> methods(ClassLoader loader) throws ClassNotFoundException {
    List<Method> methods = new ArrayList<>();
    for (Method method : loader.loadClass(className).getDeclaredMethods()) {
      if (method.getName().matches("m\\d")) {
        methods.add(method);
      }
    }
    methods.sort(Comparator.comparing(Method::getName));
    return methods;
  }

  private void chooseValues(Method method) {
    PathOracle oracle = oracle(method);
    for (String label : LABELS) {
      add(oracle, method, OperationKind.OPERATION, label);
    }
    for (String event : EVENTS) {
      add(oracle, method, OperationKind.OPERATION, "events." + event);
    }
    if (random.nextBoolean()) {
      for (String label : LABELS) {
        add(oracle, method, OperationKind.DEPLOYMENT, label);
      }
      for (String name : AT_EXIT) {
        add(oracle, method, OperationKind.DEPLOYMENT, name);
      }
    }
  }

  private void add(PathOracle oracle, Method method, OperationKind kind, String name) {
    String path = root(oracle, method, LABELS.contains(name));
    while (random.nextInt(10) < 8 && !path.endsWith(".class")) {
      List<String> steps = oracle.stepsFrom(path);
      steps.removeIf(step -> step.matches("m\\d")); // two that read each other never end
      if (random.nextInt(steps.isEmpty() ? 5 : 15) == 0) {
        steps = STEPS;
      } else if (steps.isEmpty()) {
        break;
      }
      path += "." + steps.get(random.nextInt(steps.size()));
    }
    values.add(new Value(method.getName(), kind, name, path));
  }

  private String root(PathOracle oracle, Method method, boolean isEntry) {
    List<String> roots = new ArrayList<>(List.of("this", "result", "argument", "9"));
    if (random.nextInt(20) > 0) {
      roots.removeIf(root -> oracle.route(root) == null || (isEntry && root.equals("result")));
      for (int i = 0; i < method.getParameterCount(); i++) {
        String name = "arg" + i + "x";
        roots.add(oracle.position(name) == i && random.nextBoolean() ? name : "" + i);
      }
    }
    return roots.isEmpty() ? "0" : roots.get(random.nextInt(roots.size()));
  }

  private PathOracle oracle(Method method) {
    return new PathOracle(
        method,
        ParameterNames.of(
            new ClassReader(original.get(className)),
            method.getName() + Type.getMethodDescriptor(method)));
  }

  private byte[] annotated() {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(original.get(className))
        .accept(
            new ClassVisitor(ClassWeaver.API, writer) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                MethodVisitor method =
                    super.visitMethod(access, name, descriptor, signature, thrown);
                annotate(method, name, OperationKind.OPERATION);
                annotate(method, name, OperationKind.DEPLOYMENT);
                return method;
              }
            },
            0);
    return writer.toByteArray();
  }

  private void annotate(MethodVisitor method, String name, OperationKind kind) {
    Map<String, String> attributes = new HashMap<>();
    for (Value value : values) {
      if (value.method.equals(name) && value.kind == kind) {
        String path = "{" + value.path + "}";
        if (AT_EXIT.contains(value.name)) {
          attributes.put(value.name, path);
        } else {
          String bare = value.name.replace("events.", "");
          attributes.merge(
              value.isEntry() ? "labels" : "events",
              bare + "=" + path,
              (all, one) -> all + "," + one);
        }
      }
    }
    if (!attributes.isEmpty()) {
      AnnotationVisitor annotation = method.visitAnnotation(kind.annotation(), false);
      attributes.forEach(annotation::visit);
      annotation.visitEnd();
    }
  }

  private void check(Method method, List<Class<?>> concrete) throws Exception {
    method.setAccessible(true);
    List<Class<?>> own =
        concrete.stream().filter(method.getDeclaringClass()::isAssignableFrom).toList();
    Object self =
        Modifier.isStatic(method.getModifiers()) ? null : RandomValues.instance(own.get(0), 0);
    Object[] arguments = new Object[method.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] =
          RandomValues.field(random.nextInt(1_000_000) + 1_000, method.getParameterTypes()[i]);
    }
    weaver.forget();
    Object result = method.invoke(self, arguments);
    for (Value value : values) {
      if (value.method.equals(method.getName())) {
        compare(value, method, self, arguments, result);
      }
    }
    RuntimeException failure = new RuntimeException("of the method");
    RandomValues.fail(failure);
    weaver.forget();
    assertThat(catchThrowable(() -> method.invoke(self, arguments))).hasCause(failure);
    RandomValues.fail(null);
    for (Value value : values) {
      if (value.method.equals(method.getName()) && value.isReadAtFailure()) {
        compare(value, method, self, arguments, null);
      }
    }
  }

  private void compare(Value value, Method method, Object self, Object[] arguments, Object result) {
    ReadValues actual = weaver.read(value.method, value.kind);
    PathOracle oracle = oracle(method);
    PathOracle.Route route =
        value.isEntry() && value.path.startsWith("result") ? null : oracle.route(value.path);
    String where = value + " in " + method;
    String note = weaver.notes().get(value.note(className));
    if (route == null) {
      count("unresolved");
      assertThat(note).as(where).contains("{" + value.path + "}");
      assertThat(actual.paths(value.isEntry())).as(where).doesNotContain(value.path);
      return;
    }
    assertThat(note).as(where).isNull();
    assertThat(actual.paths(value.isEntry())).as(where).contains(value.path);
    Object found = actual.value(value.path, value.isEntry());
    Throwable failure = actual.failure(value.path, value.isEntry());
    PathOracle.Answer expected = oracle.read(route, self, arguments, result);
    if (expected.isOfWrongType()) {
      count("not of its type");
      assertThat(found).as(where).isNull();
      assertThat(failure).as(where).isInstanceOf(ClassCastException.class);
      return;
    }
    String what = expected.failure() == null ? "read" : "failed";
    String depth = route.members().size() > 1 ? "deep " : "";
    count(depth + (what.equals("read") && expected.value() == null ? "null" : what));
    assertThat(failure).as(where).isSameAs(expected.failure());
    assertThat(Objects.deepEquals(found, expected.value()))
        .as("%s is %s, by reflection %s", where, found, expected.value())
        .isTrue();
    assertThat(ValueReader.text(found)).as(where).isEqualTo(text(expected.value()));
  }

  private void count(String what) {
    seen.merge(what, 1, Integer::sum);
  }

  private static String text(Object value) {
    if (value instanceof Optional<?> optional) {
      return text(optional.orElse(null));
    }
    String text = value == null ? "" : value.toString();
    return text.substring(0, Math.min(128, text.length()));
  }
}
