package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnMatrix;
import io.deploytelemetry.it.harness.Shop;
import io.deploytelemetry.it.harness.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A bundle in OSGi, which sees of the JDK what it imports, and of the agent nothing. */
class FelixIT {

  private static final List<Path> FELIX = Artifacts.tools("org.apache.felix.framework");

  private static final String MAIN =
      """
      package com.acme.felix;

      import java.lang.ref.WeakReference;
      import java.util.ArrayList;
      import java.util.Collections;
      import java.util.HashMap;
      import java.util.List;
      import java.util.Map;
      import java.util.Scanner;
      import org.apache.felix.framework.FrameworkFactory;
      import org.osgi.framework.Bundle;
      import org.osgi.framework.launch.Framework;
      import org.osgi.framework.wiring.BundleWiring;
      import org.osgi.framework.wiring.FrameworkWiring;

      public class Main {
        private static final List<WeakReference<ClassLoader>> LOADERS = new ArrayList<>();

        public static void main(String[] args) throws Exception {
          Map<String, String> settings = new HashMap<>();
          settings.put("org.osgi.framework.storage", args[0]);
          settings.put("org.osgi.framework.system.packages.extra", "com.sun.net.httpserver");
          settings.put("shop.port", args[2]);
          Framework framework = new FrameworkFactory().newFramework(settings);
          framework.start();
          Bundle bundle = framework.getBundleContext().installBundle(args[1]);
          bundle.start();
          System.out.println("ready");
          Scanner in = new Scanner(System.in);
          while (in.hasNextLine()) {
            if (in.nextLine().equals("update")) {
              remember(bundle);
              bundle.update();
              System.out.println("updated");
            } else {
              remember(bundle);
              bundle.uninstall();
              framework.adapt(FrameworkWiring.class).refreshBundles(Collections.singleton(bundle));
              bundle = null;
              for (int i = 0; i < 100 && left() > 0; i++) {
                System.gc();
                Thread.sleep(100);
              }
              System.out.println("left " + left());
            }
          }
          framework.stop();
        }

        private static void remember(Bundle bundle) {
          LOADERS.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
        }

        private static long left() {
          return LOADERS.stream().filter(loader -> loader.get() != null).count();
        }
      }
      """;

  @TempDir private static Path directory;
  private static Path bundle;
  private static List<Path> classPath;

  @BeforeAll
  static void compile() throws IOException {
    bundle = Shop.bundle(directory, FELIX.get(0));
    classPath = new ArrayList<>(FELIX);
    classPath.add(
        new Sources()
            .file("com/acme/felix/Main.java", MAIN)
            .classPath(FELIX)
            .compileTo(directory.resolve("host")));
  }

  @OnMatrix
  void everyCallOfABundleIsCountedOverItsUpdatesAndItsUninstallationLeavesNoLoader(Jdk jdk)
      throws IOException {
    int port = Http.freePort();
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk)
            .classPath(classPath)
            .main(
                "com.acme.felix.Main",
                Files.createTempDirectory(directory, "storage").toString(),
                bundle.toUri().toString(),
                Integer.toString(port));
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      int rounds = 5;
      for (int round = 1; round <= rounds; round++) {
        Shop.deploy(port, "/deploy");
        Shop.assertCounted(jvm, round);
        assertThat(jvm.ask(round < rounds ? "update" : "uninstall"))
            .isEqualTo(round < rounds ? "updated" : "left 0");
      }
      assertThat(jvm.metrics().value("deployments_started_total", "application=shop"))
          .isEqualTo(rounds * 20);
      assertThat(jvm.stderr()).filteredOn(line -> line.startsWith("[telemetry] ")).hasSize(1);
    }
  }
}
