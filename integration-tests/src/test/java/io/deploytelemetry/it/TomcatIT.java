package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class TomcatIT {

  private static final List<Path> TOMCAT =
      Artifacts.tools("tomcat-embed-core", "tomcat-annotations-api");

  private static final String APPLICATION =
      """
      package com.acme.web;

      import io.deploytelemetry.annotations.Deployment;
      import io.deploytelemetry.annotations.HealthCheck;
      import javax.servlet.ServletContextEvent;
      import javax.servlet.ServletContextListener;

      public class Application implements ServletContextListener {

        @HealthCheck(value = "static", every = "100ms")
        static boolean works() {
          return true;
        }

        @HealthCheck(value = "instance", every = "100ms")
        boolean answers() {
          return true;
        }

        @Deployment(application = "web")
        void goLive() {}

        @Override
        public void contextInitialized(ServletContextEvent event) {
          goLive();
          event.getServletContext().setAttribute("application", this);
        }

        @Override
        public void contextDestroyed(ServletContextEvent event) {}
      }
      """;

  private static final String MAIN =
      """
      package com.acme.tomcat;

      import java.io.File;
      import java.lang.ref.WeakReference;
      import java.util.ArrayList;
      import java.util.List;
      import org.apache.catalina.core.StandardContext;
      import org.apache.catalina.startup.Tomcat;

      public class Main {
        public static void main(String[] args) throws Exception {
          Tomcat tomcat = new Tomcat();
          tomcat.setBaseDir(args[0]);
          tomcat.setPort(0);
          StandardContext context = (StandardContext) tomcat.addWebapp("", args[1]);
          context.setClearReferencesRmiTargets(false);
          tomcat.start();
          List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
          for (int i = 0; i < 50; i++) {
            loaders.add(new WeakReference<>(context.getLoader().getClassLoader()));
            Thread.sleep(200);
            context.reload();
          }
          Thread.sleep(500);
          for (int i = 0; i < 50 && left(loaders) > 0; i++) {
            System.gc();
            Thread.sleep(100);
          }
          System.out.println("loaders left " + left(loaders));
          System.out.println("ready");
          System.in.read();
        }

        private static long left(List<WeakReference<ClassLoader>> loaders) {
          return loaders.stream().filter(loader -> loader.get() != null).count();
        }
      }
      """;

  @TempDir private static Path directory;
  private static Path server;
  private static Path web;

  @BeforeAll
  static void compile() throws IOException {
    server =
        new Sources()
            .file("com/acme/tomcat/Main.java", MAIN)
            .classPath(TOMCAT)
            .compileTo(directory.resolve("server"));
    Path application =
        new Sources()
            .file("com/acme/web/Application.java", APPLICATION)
            .classPath(TOMCAT)
            .compileTo(directory.resolve("application"));
    web = Files.createDirectories(directory.resolve("web/WEB-INF")).getParent();
    Files.move(application, web.resolve("WEB-INF/classes"));
    Files.writeString(
        web.resolve("WEB-INF/web.xml"),
        "<web-app metadata-complete='true'><listener><listener-class>com.acme.web.Application"
            + "</listener-class></listener></web-app>");
  }

  @OnEachJdk
  void countsAndChecksOfAWebApplicationThatIsRedeployedGoOnAndLeaveNoLoader(Jdk jdk)
      throws IOException {
    List<Path> classPath = new ArrayList<>(TOMCAT);
    classPath.add(server);
    classPath.add(Artifacts.annotations());
    Path base = Files.createTempDirectory(directory, "base");
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk)
            .classPath(classPath)
            .main("com.acme.tomcat.Main", base.toString(), web.toString());
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      assertThat(jvm.stdout()).contains("loaders left 0");
      for (String check : List.of("static", "instance")) {
        assertThat(jvm.metrics().value("health_checks_total", "check=" + check, "outcome=success"))
            .as(check)
            .isGreaterThan(50);
        assertThat(
                jvm.get("/health/ready").json().path("checks").path(check).path("status").asText())
            .as(check)
            .isEqualTo("UP");
      }
      assertThat(jvm.metrics().value("deployments_total", "application=web", "outcome=success"))
          .isEqualTo(51);
      assertThat(jvm.metrics().value("telemetry_agent_advice_errors_total")).isZero();
    }
  }
}
