package io.deploytelemetry.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.agent.model.OperationKind;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Paths through declarations that are easily taken for something else; each reads a text. */
class PathCompilerTest {

  private static final String RELEASE =
      "public class Release { public String name() { return \"shop\"; } }\n";

  private final JavaSources sources = new JavaSources();

  @Test
  void argumentsOfAnOuterClassHoldInItsInnerOnes() throws Exception {
    String types =
        RELEASE
            + "class Batch<T> {\n"
            + "  class Item { T value() { return (T) new Release(); } }\n"
            + "  Item first() { return new Item(); }\n"
            + "}\n";

    assertThat(read(types, "Batch<Release>", "new Batch<>()", "first.value.name"))
        .isEqualTo("shop");
  }

  @Test
  void variableOfAnOuterClassIsKnownInAnInnerOne() throws Exception {
    sources.add(
        "com.acme.Release",
        "package com.acme;\n"
            + "public class Release {\n"
            + "  public interface Named { default String name() { return \"shop\"; } }\n"
            + "  public static class Both extends Release implements Named {}\n"
            + "  public static class Line<T extends Release & Named> {\n"
            + "    public class Deployer {\n"
            + operation("{0.name}", "T value")
            + "    }\n"
            + "    public static void run() {\n"
            + "      new Line<Both>().new Deployer().deploy(new Both());\n"
            + "    }\n"
            + "  }\n"
            + "}\n");

    assertThat(run("com.acme.Release$Line", "{0.name}")).isEqualTo("shop");
  }

  @Test
  void everyBoundOfAVariableCounts() throws Exception {
    String types =
        "interface Named { default String name() { return \"shop\"; } }\n"
            + "interface Versioned { default String version() { return \"1.0\"; } }\n"
            + "class Release implements Named, Versioned {}\n"
            + "class Line<T extends Named & Versioned> { T last() { return (T) new Release(); }"
            + " }\n";

    assertThat(read(types, "Line<?>", "new Line<>()", "last.version")).isEqualTo("1.0");
    assertThat(read(types, "Line<?>", "new Line<>()", "last.name")).isEqualTo("shop");
  }

  @Test
  void wildcardIsWhatItSaysAndWhatItsParameterMustBe() throws Exception {
    String types =
        RELEASE
            + "interface Signed { default String key() { return \"abc\"; } }\n"
            + "class Line<T extends Release> { T last() { return (T) new SignedRelease(); } }\n"
            + "class SignedRelease extends Release implements Signed {}\n";

    assertThat(read(types, "Line<? extends Signed>", "new Line<SignedRelease>()", "last.name"))
        .isEqualTo("shop");
    assertThat(read(types, "Line<? extends Signed>", "new Line<SignedRelease>()", "last.key"))
        .isEqualTo("abc");
  }

  @Test
  void variablesOfOneNameInTwoClassesAreTwo() throws Exception {
    String types =
        RELEASE
            + "class Node<T extends Node<T>> {\n"
            + "  T next() { return (T) new Leaf(); }\n"
            + "  Holder<T> held() { return new Holder<>((T) new Leaf()); }\n"
            + "}\n"
            + "class Leaf extends Node<Leaf> { String name() { return \"leaf\"; } }\n"
            + "class Holder<T> {\n"
            + "  final T value;\n"
            + "  Holder(T value) { this.value = value; }\n"
            + "  Holder<Release> other() { return new Holder<>(new Release()); }\n"
            + "}\n";

    assertThat(read(types, "Leaf", "new Leaf()", "next.next.held.value.name")).isEqualTo("leaf");
    assertThat(read(types, "Node<?>", "new Leaf()", "next.held.value.next.held.other.value.name"))
        .isEqualTo("shop");
  }

  @Test
  void bridgeOverAHiddenGenericClassLosesNothing() throws Exception {
    sources.add(
        "com.acme.api.Release",
        "package com.acme.api;\npublic final class Release { public String name = \"shop\"; }\n");
    sources.add(
        "com.acme.api.Line",
        "package com.acme.api;\n"
            + "public class Line extends AbstractLine<Release> {}\n"
            + "abstract class AbstractLine<T> { public T last() { return (T) new Release(); } }\n");

    assertThat(read("", "com.acme.api.Line", "new com.acme.api.Line()", "last.name"))
        .isEqualTo("shop");
  }

  @Test
  void protectedMemberIsReadOnSubclassesOfTheClassItself() throws Exception {
    sources.add(
        "com.acme.api.Base",
        "package com.acme.api;\n" + "public class Base { protected String region = \"eu\"; }\n");
    sources.add(
        "com.acme.Deployer",
        "package com.acme;\n"
            + "public class Deployer extends com.acme.api.Base {\n"
            + "  static class Special extends Deployer {}\n"
            + "  static class Stranger extends com.acme.api.Base {}\n"
            + operation("{0.region}", "Special value")
            + "  public static void run() { new Deployer().deploy(new Special()); }\n"
            + "}\n");

    assertThat(run("com.acme.Deployer", "{0.region}")).isEqualTo("eu");
  }

  @Test
  void protectedMemberOfAStrangerIsNotRead() throws Exception {
    sources.add(
        "com.acme.api.Base",
        "package com.acme.api;\n" + "public class Base { protected String region = \"eu\"; }\n");

    assertThat(
            read(
                "class Stranger extends com.acme.api.Base {}\n",
                "Stranger",
                "new Stranger()",
                "region"))
        .isEqualTo(
            "{0.region} cannot be read: com.acme.api.Base.region is not accessible to"
                + " com.acme.Deployer");
  }

  @Test
  void protectedMemberIsReadOnASubclassThatIsHidden() throws Exception {
    sources.add(
        "com.acme.api.Base",
        "package com.acme.api;\n"
            + "public class Base { protected String region() { return \"eu\"; } }\n");
    sources.add(
        "com.acme.other.Factory",
        "package com.acme.other;\n"
            + "public class Factory { public Special make() { return new Special(); } }\n"
            + "class Special extends com.acme.Deployer {}\n");
    sources.add(
        "com.acme.Deployer",
        "package com.acme;\n"
            + "public class Deployer extends com.acme.api.Base {\n"
            + operation("{0.make.region}", "com.acme.other.Factory value")
            + "  public static void run() { new Deployer().deploy(new com.acme.other.Factory());"
            + " }\n"
            + "}\n");

    assertThat(run("com.acme.Deployer", "{0.make.region}")).isEqualTo("eu");
  }

  /** The superclass may be another loader's, and then the JVM would refuse the class as a whole. */
  @Test
  void protectedMemberOfASuperclassIsNotReadOnItselfEvenInItsPackage() throws Exception {
    sources.add(
        "com.acme.Base",
        "package com.acme;\npublic class Base { protected String region() { return \"eu\"; } }\n");
    sources.add(
        "com.acme.Deployer",
        "package com.acme;\n"
            + "public class Deployer extends Base {\n"
            + operation("{0.region}", "Base value")
            + "  public static void run() { new Deployer().deploy(new Base()); }\n"
            + "}\n");

    assertThat(run("com.acme.Deployer", "{0.region}"))
        .asString()
        .contains("com.acme.Base.region is not accessible to com.acme.Deployer");
  }

  @Test
  void privateMembersOfTheSameNestAreReadWhereTheJvmHasNests() throws Exception {
    sources.add(
        "com.acme.Deployer",
        "package com.acme;\n"
            + "public class Deployer {\n"
            + "  private interface Named { private String name() { return \"shop\"; } }\n"
            + "  private static class Release implements Named { private Named self = this; }\n"
            + operation("{0.self.name}", "Release value")
            + "  public static void run() { new Deployer().deploy(new Release()); }\n"
            + "}\n");

    assertThat(run("com.acme.Deployer", "{0.self.name}")).isEqualTo("shop");
    assertThat(run("com.acme.Deployer", "{0.self.name}", "--release", "9"))
        .asString()
        .endsWith("Release.self is not accessible to com.acme.Deployer");
  }

  @Test
  void narrowestOfTheInheritedDeclarationsCounts() throws Exception {
    String types =
        RELEASE
            + "interface Step { Object subject(); }\n"
            + "interface ReleaseStep extends Step { @Override Release subject(); }\n"
            + "abstract class AbstractStep implements Step {}\n"
            + "abstract class Both extends AbstractStep implements Step, ReleaseStep {}\n"
            + "class Real extends Both { public Release subject() { return new Release(); } }\n";

    assertThat(read(types, "Both", "new Real()", "subject.name")).isEqualTo("shop");
  }

  @Test
  void accessorsOfRecordsEnumsAndInterfacesOfTheJdkAreRead() throws Exception {
    String types =
        "record Target(Stage stage, java.util.Map.Entry<String, Release> entry) {}\n"
            + "enum Stage { LIVE { int number() { return 2; } }; abstract int number(); }\n"
            + RELEASE;
    String target = "new Target(Stage.LIVE, java.util.Map.entry(\"k\", new Release()))";

    assertThat(read(types, "Target", target, "entry.value.name")).isEqualTo("shop");
    assertThat(read(types, "Target", target, "entry.key.length")).isEqualTo(1);
    assertThat(read(types, "Target", target, "stage.number")).isEqualTo(2);
    assertThat(read(types, "Target", target, "stage.name")).isEqualTo("LIVE");
    assertThat(read(types, "Target", target, "stage.declaringClass.simpleName")).isEqualTo("Stage");
  }

  @Test
  void primitivesAndArraysLeadNoFurther() throws Exception {
    assertThat(read("", "String[]", "null", "length"))
        .isEqualTo("{0.length} cannot be read: 'length' does not lead on from java.lang.String[]");
    assertThat(read("", "long", "1", "value"))
        .isEqualTo("{0.value} cannot be read: 'value' does not lead on from long");
  }

  /** What a path leads to from an argument of a type; what is said if it cannot be read. */
  private Object read(String types, String type, String argument, String steps) throws Exception {
    String path = "{0." + steps + "}";
    sources.add(
        "com.acme.Deployer",
        "package com.acme;\n"
            + "public class Deployer {\n"
            + operation(path, type + " value")
            + "  public static void run() { new Deployer().deploy("
            + argument
            + "); }\n"
            + "}\n"
            + types.replace("public class Release", "class Release"));
    return run("com.acme.Deployer", path);
  }

  private static String operation(String path, String parameter) {
    return "@io.deploytelemetry.annotations.Operation(labels = \"l0="
        + path
        + "\") public void deploy("
        + parameter
        + ") {}\n";
  }

  private Object run(String className, String path, String... options) throws Exception {
    Map<String, byte[]> classes = sources.compile(options);
    ReadingWeaver weaver = new ReadingWeaver();
    weaver.weave(classes).loadClass(className).getMethod("run").invoke(null);
    String bare = path.substring(1, path.length() - 1);
    ReadValues read = weaver.read("deploy", OperationKind.OPERATION);
    return read.paths(true).contains(bare)
        ? read.value(bare, true)
        : String.join(" ", weaver.notes().values());
  }
}
