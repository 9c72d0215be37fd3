package io.deploytelemetry.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainClassTest {

  @TempDir Path folder;

  @Test
  void mainClassIsTheFirstWordOfTheCommand() {
    assertThat(MainClass.internalName("com.acme.Main a b", "classes")).isEqualTo("com/acme/Main");
    assertThat(MainClass.internalName("com/acme/Main a b", "")).isEqualTo("com/acme/Main");
  }

  @Test
  void mainClassOfAJarStandsInItsManifestWhateverFollowsOnTheClassPath() throws IOException {
    String jar = jar("the app.jar").toString();

    assertThat(MainClass.internalName(jar + " run", jar)).isEqualTo("com/acme/App");
    assertThat(MainClass.internalName(jar, jar + File.pathSeparator + "telemetry.jar"))
        .isEqualTo("com/acme/App");
  }

  @Test
  void launchersOfAnotherKindTellNothing() {
    assertThat(MainClass.internalName("", "")).isNull();
    assertThat(
            MainClass.internalName("jdk.compiler/com.sun.tools.javac.launcher.Main App.java", ""))
        .isNull();
  }

  private Path jar(String name) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "com.acme.App");
    Path jar = folder.resolve(name);
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }
}
