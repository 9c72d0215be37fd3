package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnMatrix;
import io.deploytelemetry.it.harness.Shop;
import io.deploytelemetry.it.harness.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A war in Jetty, which an application has embedded. */
class JettyIT {

  private static final List<Path> JETTY =
      Artifacts.tools(
          "jetty-http",
          "jetty-io",
          "jetty-security",
          "jetty-server",
          "jetty-servlet",
          "jetty-util",
          "jetty-util-ajax",
          "jetty-webapp",
          "jetty-xml",
          "tomcat-embed-core"); // for the interfaces of servlets

  private static final String MAIN =
      """
      package com.acme.jetty;

      import java.net.InetSocketAddress;
      import java.util.Scanner;
      import org.eclipse.jetty.server.Server;
      import org.eclipse.jetty.server.ServerConnector;
      import org.eclipse.jetty.webapp.WebAppContext;

      public class Main {
        public static void main(String[] args) throws Exception {
          Server server = new Server(new InetSocketAddress("127.0.0.1", 0));
          WebAppContext context = new WebAppContext(args[0], "/shop");
          server.setHandler(context);
          server.start();
          System.out.println(((ServerConnector) server.getConnectors()[0]).getLocalPort());
          System.out.println("ready");
          Scanner in = new Scanner(System.in);
          while (in.hasNextLine()) {
            in.nextLine();
            context.stop();
            context.start();
            System.out.println("again");
          }
          server.stop();
        }
      }
      """;

  @TempDir private static Path directory;
  private static Path war;
  private static List<Path> classPath;

  @BeforeAll
  static void compile() throws IOException {
    war = Shop.war(directory, "javax", Artifacts.tools("tomcat-embed-core").get(0));
    classPath = new ArrayList<>(JETTY);
    classPath.add(
        new Sources()
            .file("com/acme/jetty/Main.java", MAIN)
            .classPath(JETTY)
            .compileTo(directory.resolve("server")));
  }

  @OnMatrix
  void everyCallOfAWarIsCountedAlsoWhenItIsDeployedAgain(Jdk jdk) {
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk)
            .jvm("-Dorg.eclipse.jetty.util.log.announce=false", "-Dorg.eclipse.jetty.LEVEL=WARN")
            .classPath(classPath)
            .main("com.acme.jetty.Main", war.toString());
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      int port = Integer.parseInt(jvm.stdout().get(0));
      Shop.deploy(port, "/shop/deploy");
      Shop.assertCounted(jvm, 1);
      assertThat(jvm.ask("deploy again")).isEqualTo("again");
      Shop.deploy(port, "/shop/deploy");
      Shop.assertCounted(jvm, 2);
      assertThat(jvm.stderr()).hasSize(1);
    }
  }
}
