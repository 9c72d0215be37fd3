package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jars;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnMatrix;
import io.deploytelemetry.it.harness.Shop;
import io.deploytelemetry.it.harness.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Spring Boot's developer tools, which run an application again in a new loader. */
class DevToolsIT {

  private static final List<Path> SPRING =
      Artifacts.tools(
          "spring-aop",
          "spring-beans",
          "spring-boot",
          "spring-boot-devtools",
          "spring-context",
          "spring-core",
          "spring-expression",
          "spring-jcl");

  private static final String APPLICATION =
      """
      package com.acme.shop;

      import com.acme.console.Console;
      import org.springframework.boot.Banner;
      import org.springframework.boot.WebApplicationType;
      import org.springframework.boot.builder.SpringApplicationBuilder;
      import org.springframework.context.annotation.Bean;
      import org.springframework.context.annotation.Configuration;

      @Configuration
      public class Application {
        @Bean
        public Deployer deployer() {
          return new Deployer();
        }

        public static void main(String[] args) {
          new SpringApplicationBuilder(Application.class)
              .web(WebApplicationType.NONE)
              .bannerMode(Banner.Mode.OFF)
              .logStartupInfo(false)
              .run(args)
              .getBean(Deployer.class)
              .deploy("1.0");
          Console.started(Application.class.getClassLoader());
        }
      }
      """;

  /** Is in a jar, so that the tools leave it as it is. */
  private static final String CONSOLE =
      """
      package com.acme.console;

      import java.lang.ref.WeakReference;
      import java.util.List;
      import java.util.Scanner;
      import java.util.concurrent.CopyOnWriteArrayList;
      import org.springframework.boot.devtools.restart.Restarter;

      public class Console {
        private static final List<WeakReference<ClassLoader>> LOADERS =
            new CopyOnWriteArrayList<>();

        private static boolean isListening;

        /** Runs again with each restart. */
        public static void main(String[] args) throws Exception {
          if (!isListening) {
            isListening = true;
            new Thread(Console::listen).start();
          }
          Class.forName(args[0], true, Thread.currentThread().getContextClassLoader())
              .getMethod("main", String[].class)
              .invoke(null, (Object) args);
        }

        public static void started(ClassLoader loader) {
          LOADERS.add(new WeakReference<>(loader));
          System.out.println(LOADERS.size() == 1 ? "ready" : "restarted");
        }

        private static void listen() {
          Scanner in = new Scanner(System.in);
          while (in.hasNextLine()) {
            if (in.nextLine().equals("restart")) {
              Restarter.getInstance().restart();
            } else {
              System.out.println("left " + left());
            }
          }
        }

        /** What runs is left, and one that is kept without the agent, too. */
        private static long left() {
          for (int i = 0; i < 100 && count() > 2; i++) {
            System.gc();
            try {
              Thread.sleep(100);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
          return count();
        }

        private static long count() {
          return LOADERS.stream().filter(loader -> loader.get() != null).count();
        }
      }
      """;

  @TempDir private static Path directory;
  private static List<Path> classPath;

  @BeforeAll
  static void compile() throws IOException {
    Path console =
        new Sources()
            .file("com/acme/console/Console.java", CONSOLE)
            .classPath(SPRING)
            .compileTo(directory.resolve("console"));
    classPath = new ArrayList<>(SPRING);
    classPath.add(Jars.merge(directory.resolve("console.jar"), Map.of(), List.of(console)));
    classPath.add(Jars.annotations(directory));
    classPath.add(
        new Sources()
            .file("com/acme/shop/Application.java", APPLICATION)
            .file("com/acme/shop/Deployer.java", Shop.DEPLOYER)
            .classPath(classPath)
            .compileTo(directory.resolve("application")));
  }

  @OnMatrix
  void countsGoOnWhenTheApplicationIsRestartedAndTheAgentKeepsNoLoader(Jdk jdk) {
    String without;
    try (ForkedJvm jvm = start(JvmLaunch.plain(jdk))) {
      without = loadersAfterTenRestarts(jvm);
    }
    try (ForkedJvm jvm = start(JvmLaunch.withAgent(jdk))) {
      assertThat(loadersAfterTenRestarts(jvm)).isEqualTo(without).isEqualTo("left 2");
      assertThat(jvm.metrics().value("deployments_total", "application=shop", "outcome=success"))
          .isEqualTo(11);
      assertThat(jvm.stderr()).filteredOn(line -> line.startsWith("[telemetry] ")).hasSize(1);
    }
  }

  private static ForkedJvm start(JvmLaunch launch) {
    return launch
        .jvm("-XX:SoftRefLRUPolicyMSPerMB=0") // Spring has loaders in its caches
        .classPath(classPath)
        .main("com.acme.console.Console", "com.acme.shop.Application")
        .start()
        .awaitReady();
  }

  private static String loadersAfterTenRestarts(ForkedJvm jvm) {
    for (int i = 0; i < 10; i++) {
      assertThat(jvm.ask("restart")).isEqualTo("restarted");
    }
    return jvm.ask("loaders");
  }
}
