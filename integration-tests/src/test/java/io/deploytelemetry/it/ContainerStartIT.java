package io.deploytelemetry.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Container;
import io.deploytelemetry.it.harness.Folders;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.QuarkusShop;
import io.deploytelemetry.it.harness.Shop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole containers with annotated code in them: it is measured, and they write what they write
 * without the agent. Needs {@code -Pdownloads}, which unpacks their distributions.
 */
class ContainerStartIT {

  @TempDir private Path directory;

  @OnEachJdk
  void wildFly(Jdk jdk) throws IOException {
    assumeSecurityManager(jdk);
    Path home = Artifacts.container("wildfly-");
    Path war = Shop.war(directory, "javax", Artifacts.tools("tomcat-embed-core").get(0));
    Container.assertMeasuredAndUndisturbed(
        directory,
        (folder, options) -> {
          Path base = Folders.copy(home.resolve("standalone"), folder.resolve("standalone"));
          Files.copy(war, base.resolve("deployments/shop.war"));
          int port = Http.freePort();
          List<String> command =
              List.of(
                  home.resolve("bin/standalone.sh").toString(),
                  "-Djboss.server.base.dir=" + base,
                  "-Djboss.http.port=" + port,
                  "-Djboss.https.port=0",
                  "-Djboss.management.http.port=" + Http.freePort(),
                  "-Djboss.management.https.port=" + Http.freePort());
          JvmLaunch launch =
              JvmLaunch.plain(jdk)
                  .env("JAVA_HOME", jdk.home().toString())
                  .env("LAUNCH_JBOSS_IN_BACKGROUND", "1") // so that the script hands signals on
                  .env("JAVA_OPTS", options);
          Path log = base.resolve("log/server.log");
          return new Container(folder, launch, command, "WFLYSRV0025", port, "/shop/deploy", log);
        });
  }

  @OnEachJdk
  void tomcat(Jdk jdk) throws IOException {
    Path home = Artifacts.container("apache-tomcat-");
    Path script = Folders.executable(home.resolve("bin")).resolve("catalina.sh");
    Path war = Shop.war(directory, "javax", Artifacts.tools("tomcat-embed-core").get(0));
    Container.assertMeasuredAndUndisturbed(
        directory,
        (folder, options) -> {
          int port = Http.freePort();
          Path configuration = Folders.copy(home.resolve("conf"), folder.resolve("conf"));
          Path server = configuration.resolve("server.xml");
          Files.writeString(
              server,
              Files.readString(server)
                  .replace("port=\"8005\"", "port=\"-1\"")
                  .replace("port=\"8080\"", "port=\"" + port + "\""));
          Files.createDirectory(folder.resolve("temp"));
          Files.copy(war, Files.createDirectory(folder.resolve("webapps")).resolve("shop.war"));
          JvmLaunch launch =
              JvmLaunch.plain(jdk)
                  .env("JAVA_HOME", jdk.home().toString())
                  .env("CATALINA_BASE", folder.toString())
                  .env("CATALINA_OPTS", options);
          List<String> command = List.of(script.toString(), "run");
          Path log = folder.resolve("logs/none");
          return new Container(
              folder, launch, command, "Server startup in", port, "/shop/deploy", log);
        });
  }

  @OnEachJdk
  void karaf(Jdk jdk) throws IOException {
    jdk.assumeAtLeast(11, "what Karaf 4.4 is written in");
    assumeSecurityManager(jdk);
    Path home = Artifacts.container("apache-karaf-minimal-");
    Path bundle = Shop.bundle(directory, Artifacts.tools("org.apache.felix.framework").get(0));
    Container.assertMeasuredAndUndisturbed(
        directory,
        (folder, options) -> {
          int port = Http.freePort();
          Path base = Folders.copy(home, folder.resolve("karaf"));
          Files.copy(bundle, base.resolve("deploy/shop.jar"));
          Path logging = base.resolve("etc/org.ops4j.pax.logging.cfg");
          Files.writeString( // what it says of its progress differs from one start to the next
              logging, Files.readString(logging).replace("level = INFO", "level = WARN"));
          JvmLaunch launch =
              JvmLaunch.plain(jdk)
                  .env("JAVA_HOME", jdk.home().toString())
                  .env("KARAF_EXEC", "exec") // so that it is the JVM that is told to end
                  .env("EXTRA_JAVA_OPTS", options + " -Dshop.port=" + port);
          Path script = Folders.executable(base.resolve("bin")).resolve("karaf");
          List<String> command = List.of(script.toString(), "server");
          Path log = base.resolve("data/log/karaf.log");
          return new Container(folder, launch, command, "", port, "/deploy", log);
        });
  }

  @OnEachJdk
  void payaraMicro(Jdk jdk) throws IOException {
    jdk.assumeAtLeast(11, "what Payara 6 is written in");
    assumeTrue(jdk.version() < 24, "Payara 6 is for 11, 17 and 21");
    Path war = Shop.war(directory, "jakarta", Artifacts.tools("jakarta.servlet-api").get(0));
    Container.assertMeasuredAndUndisturbed(
        directory,
        (folder, options) -> {
          int port = Http.freePort();
          List<String> command = new ArrayList<>(List.of("java"));
          command.addAll(List.of(options.split(" ")));
          command.addAll(List.of("-jar", Artifacts.tools("payara-micro").get(0).toString()));
          command.addAll(List.of("--rootDir", folder.resolve("root").toString()));
          command.addAll(List.of("--noCluster", "--port", Integer.toString(port)));
          command.addAll(List.of("--deploy", war.toString()));
          Path log = folder.resolve("none");
          return new Container(
              folder, JvmLaunch.plain(jdk), command, "ready in", port, "/shop/deploy", log);
        });
  }

  @OnEachJdk
  void quarkus(Jdk jdk) throws IOException, InterruptedException {
    jdk.assumeAtLeast(17, "what Quarkus 3 is written in");
    Path built = QuarkusShop.build(Files.createDirectory(directory.resolve("quarkus")));
    Container.assertMeasuredAndUndisturbed(
        directory,
        (folder, options) -> {
          int port = Http.freePort();
          List<String> command = new ArrayList<>(List.of("java"));
          command.addAll(List.of(options.split(" ")));
          command.add("-Dquarkus.http.port=" + port);
          command.addAll(List.of("-jar", built.resolve("quarkus-run.jar").toString()));
          Path log = folder.resolve("none");
          return new Container(
              folder, JvmLaunch.plain(jdk), command, "Installed features", port, "/deploy", log);
        });
  }

  /** The scripts of WildFly 26 and Karaf 4.4 ask for one, with which 24 and newer do not start. */
  private static void assumeSecurityManager(Jdk jdk) {
    assumeTrue(jdk.version() < 24, "24 has no security manager any more");
  }
}
