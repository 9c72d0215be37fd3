package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jars;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.NestedJar;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Sources;
import io.deploytelemetry.it.harness.Tool;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** What {@code scan} says is what a JVM then weaves that loads every class. */
class ScanIT {

  private static final String CONTRACT =
      """
      package com.acme.contract;

      import io.deploytelemetry.annotations.Deployment;

      public interface Deployer {
        @Deployment(application = "shop")
        void deploy();
      }
      """;

  private static final String CODE =
      """
      package com.acme.code;

      public final class ShopDeployer implements com.acme.contract.Deployer {
        @Override public void deploy() {
          throw new IllegalStateException("nothing is run");
        }
        static {
          if (true) throw new IllegalStateException("nothing is initialised");
        }
      }
      """;

  @TempDir private Path folder;

  @OnEachJdk
  void aDirectoryOfClassesIsWovenAsScanned(Jdk jdk) throws IOException {
    List<Path> classPath = List.of(Artifacts.subjects(), Artifacts.annotations());
    JsonNode scanned = scan(jdk, 1, classPath.get(0).toString(), classPath.get(1).toString());
    assertThat(scanned.get("skipped")).isNotEmpty();
    JvmLaunch launch = JvmLaunch.withAgent(jdk).main("LoadsEach", names(classPath.get(0)));
    assertWovenAsScanned(launch, scanned);
  }

  @OnEachJdk
  void anExecutableJarOfSpringBootIsWovenAsScanned(Jdk jdk) throws IOException {
    Path boot =
        application("BOOT-INF/")
            .unpacked("", Artifacts.tools("spring-boot-loader").get(0))
            .jar("BOOT-INF/lib/", Artifacts.tools("spring-context").get(0))
            .write(folder.resolve("boot.jar"));
    JsonNode scanned = scan(jdk, 1, boot.toString());
    assertThat(methods(scanned)).anyMatch(method -> method.contains("com.acme.code.ShopDeployer"));
    assertWovenAsScanned(JvmLaunch.withAgent(jdk).jar(boot, names(Artifacts.subjects())), scanned);
  }

  @OnEachJdk
  void aWarAndAnEarAroundItAreScannedAsTheDirectoryIs(Jdk jdk) throws IOException {
    Path war = application("WEB-INF/").write(folder.resolve("shop.war"));
    Path ear = new NestedJar(Map.of()).jar("", war).write(folder.resolve("shop.ear"));
    JsonNode scanned =
        scan(
            jdk,
            1,
            folder.resolve("code/classes").toString(),
            folder.resolve("contract/classes").toString(),
            Artifacts.subjects().toString(),
            Artifacts.annotations().toString());
    assertThat(methods(scan(jdk, 1, war.toString()))).isEqualTo(methods(scanned));
    assertThat(methods(scan(jdk, 1, ear.toString()))).isEqualTo(methods(scanned));
  }

  @OnEachJdk
  void flywayIsWovenAsScanned(Jdk jdk) throws IOException {
    assertExampleIsWovenAsScanned(jdk, "flyway", "flyway-core");
  }

  @OnEachJdk
  void liquibaseIsWovenAsScanned(Jdk jdk) throws IOException {
    assertExampleIsWovenAsScanned(jdk, "liquibase", "liquibase-core");
  }

  @OnEachJdk
  void aRuleThatMatchesNothingIsNamedWithTheNearestClass(Jdk jdk) throws IOException {
    Path rules =
        Files.writeString(
            folder.resolve("rules.yaml"),
            """
            rules:
              - deployment: com.acme.subjects.OneDeploymant#deploy
              - deployment: java.lang.String#length
              - deployment: com.acme.subjects.OneDeployment#deploi
            """);
    Ending ending =
        Tool.run(jdk, "scan", Artifacts.subjects().toString(), "--config", rules.toString());
    assertThat(ending.exitCode()).isEqualTo(1);
    assertThat(ending.stderr()).isEmpty();
    assertThat(ending.stdout())
        .anyMatch(line -> line.contains("Did you mean 'com.acme.subjects.OneDeployment'?"))
        .anyMatch(line -> line.contains("methods of the JDK are not measured"))
        .anyMatch(line -> line.contains("Did you mean 'deploy()'?"))
        .contains("  rules.yaml:2 deployment: com.acme.subjects.OneDeploymant#deploy: nothing");
  }

  @OnEachJdk
  void whatIsNoApplicationIsNoAnswer(Jdk jdk) throws IOException {
    Path text = Files.writeString(folder.resolve("a.jar"), "no jar");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    for (Path each : List.of(text, empty, folder.resolve("none.jar"))) {
      Ending ending = Tool.run(jdk, "scan", each.toString());
      assertThat(ending.exitCode()).isEqualTo(2);
      assertThat(ending.stdout()).isEmpty();
      assertThat(ending.stderr()).hasSize(1).allMatch(line -> line.contains(each.toString()));
    }
  }

  @OnEachJdk
  void anArchiveThatCannotBeReadIsNamedAndTheRestIsScanned(Jdk jdk) throws IOException {
    Path libraries = Files.createDirectory(folder.resolve("libraries"));
    Path broken = Files.writeString(libraries.resolve("broken.jar"), "no jar");
    NestedJar war = application("WEB-INF/");
    Path whole = war.write(folder.resolve("shop.war"));
    war.jar("WEB-INF/lib/", broken).write(libraries.resolve("shop.war"));
    JsonNode scanned = scan(jdk, 1, libraries.toString());
    assertThat(methods(scanned)).isEqualTo(methods(scan(jdk, 1, whole.toString())));
    assertThat(texts(scanned, "skipped"))
        .filteredOn(skipped -> skipped.contains("broken.jar"))
        .hasSize(2)
        .allMatch(skipped -> skipped.contains("it cannot be read as a jar ("));
  }

  private void assertExampleIsWovenAsScanned(Jdk jdk, String example, String artifact)
      throws IOException {
    jdk.assumeAtLeast(17, "the Java that these tools are written in");
    Path jar = Artifacts.tools(artifact).get(0);
    Path rules = Artifacts.exampleRules(example);
    JsonNode scanned = scan(jdk, 0, jar.toString(), "--config", rules.toString());
    assertThat(scanned.get("rules").findValuesAsText("methods")).isNotEmpty().doesNotContain("0");
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      JvmLaunch launch =
          JvmLaunch.withAgent(jdk, "port=0,config=" + rules)
              .classPath(Artifacts.subjects(), jar)
              .main("LoadsEach", names(zip.getPath("/")));
      assertWovenAsScanned(launch, scanned);
    }
  }

  /** An interface with an annotation in one nested jar, what implements it beside the subjects. */
  private NestedJar application(String root) throws IOException {
    Path contract =
        new Sources()
            .release(8)
            .classPath(List.of(Artifacts.annotations()))
            .file("com/acme/contract/Deployer.java", CONTRACT)
            .compileTo(Files.createDirectory(folder.resolve("contract")));
    Path code =
        new Sources()
            .release(8)
            .classPath(List.of(Artifacts.annotations(), contract))
            .file("com/acme/code/ShopDeployer.java", CODE)
            .compileTo(Files.createDirectory(folder.resolve("code")));
    return new NestedJar(
            Map.of(
                "Main-Class", "org.springframework.boot.loader.JarLauncher",
                "Start-Class", "com.acme.subjects.LoadsEach"))
        .unpacked(root + "classes/", Artifacts.subjects())
        .unpacked(root + "classes/", code)
        .jar(root + "lib/", Jars.annotations(folder))
        .jar(
            root + "lib/", Jars.merge(folder.resolve("contract.jar"), Map.of(), List.of(contract)));
  }

  private static void assertWovenAsScanned(JvmLaunch launch, JsonNode scanned) {
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      JsonNode status = jvm.get("/status").json();
      Set<String> failed = new HashSet<>();
      for (String line : jvm.stdout()) {
        if (line.startsWith("failed ")) {
          failed.add(line.substring("failed ".length()));
        }
      }
      assertThat(methods(status)).isNotEmpty().isEqualTo(without(failed, methods(scanned)));
      assertThat(texts(status, "skipped")).isEqualTo(texts(scanned, "skipped"));
      assertThat(texts(status, "notes")).isEqualTo(texts(scanned, "notes"));
    }
  }

  private static JsonNode scan(Jdk jdk, int exitCode, String... arguments) {
    List<String> all = new ArrayList<>(List.of("scan", "--json"));
    all.addAll(List.of(arguments));
    Ending ending = Tool.run(jdk, all.toArray(String[]::new));
    assertThat(ending.stderr()).isEmpty();
    assertThat(ending.exitCode()).as(ending.toString()).isEqualTo(exitCode);
    return Tool.json(ending);
  }

  /** What is measured, with all labels and values. */
  private static Set<String> methods(JsonNode report) {
    return texts(report, "woven");
  }

  private static Set<String> texts(JsonNode report, String member) {
    Set<String> texts = new TreeSet<>();
    report.get(member).forEach(each -> texts.add(each.toString()));
    return texts;
  }

  private static Set<String> without(Set<String> classes, Set<String> methods) {
    Set<String> loaded = new TreeSet<>(methods);
    loaded.removeIf(
        method -> classes.stream().anyMatch(name -> method.contains("\"class\":\"" + name + "\"")));
    return loaded;
  }

  /** A file with the names of the classes below a root, and of those that this test compiles. */
  private String names(Path root) throws IOException {
    List<String> names = new ArrayList<>(List.of("com.acme.code.ShopDeployer"));
    try (Stream<Path> files = Files.walk(root)) {
      files
          .map(file -> root.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF"))
          .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
          .sorted()
          .forEach(names::add);
    }
    return Files.write(folder.resolve("names"), names).toString();
  }
}
