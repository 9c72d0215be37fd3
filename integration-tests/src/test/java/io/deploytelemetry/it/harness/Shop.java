package io.deploytelemetry.it.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An application with annotated code for containers. Each call of its page {@code deploy} is a
 * deployment of the version that is asked for, which fails where that begins with {@code bad}.
 */
public final class Shop {

  /** The method and the check that are measured. */
  public static final String DEPLOYER =
      """
      package com.acme.shop;

      import io.deploytelemetry.annotations.Deployment;
      import io.deploytelemetry.annotations.HealthCheck;

      public class Deployer {
        @Deployment(application = "shop", version = "{0}")
        public boolean deploy(String version) {
          return !version.startsWith("bad");
        }

        @HealthCheck(value = "shop", every = "200ms", ttl = "60s")
        boolean works() {
          return true;
        }
      }
      """;

  private static final String SERVLET =
      """
      package com.acme.shop;

      import java.io.IOException;
      import javax.servlet.http.HttpServlet;
      import javax.servlet.http.HttpServletRequest;
      import javax.servlet.http.HttpServletResponse;

      public class Page extends HttpServlet {
        private static final long serialVersionUID = 1;
        private final transient Deployer deployer = new Deployer();

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
          response.setContentType("text/plain");
          response.getWriter().print(deployer.deploy(request.getParameter("version")));
        }
      }
      """;

  /** What a bundle has instead of a servlet: it serves at the port {@code shop.port}. */
  private static final String ACTIVATOR =
      """
      package com.acme.shop;

      import com.sun.net.httpserver.HttpServer;
      import java.net.InetAddress;
      import java.net.InetSocketAddress;
      import org.osgi.framework.BundleActivator;
      import org.osgi.framework.BundleContext;

      public class Activator implements BundleActivator {
        private final Deployer deployer = new Deployer();
        private HttpServer server;

        @Override
        public void start(BundleContext context) throws Exception {
          int port = Integer.parseInt(context.getProperty("shop.port"));
          server =
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
          server.createContext(
              "/deploy",
              exchange -> {
                String query = exchange.getRequestURI().getQuery();
                String version = query == null ? "" : query.substring("version=".length());
                byte[] body = Boolean.toString(deployer.deploy(version)).getBytes("UTF-8");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
              });
          server.start();
        }

        @Override
        public void stop(BundleContext context) {
          server.stop(0);
        }
      }
      """;

  private static final String WEB_XML =
      """
      <web-app metadata-complete="true">
        <servlet>
          <servlet-name>page</servlet-name>
          <servlet-class>com.acme.shop.Page</servlet-class>
        </servlet>
        <servlet-mapping>
          <servlet-name>page</servlet-name>
          <url-pattern>/deploy</url-pattern>
        </servlet-mapping>
      </web-app>
      """;

  private static final int FAILED = 5;
  private static final int SUCCEEDED = 15;

  private Shop() {}

  /** Makes {@code shop.war} for servlets of {@code javax} or {@code jakarta}. */
  public static Path war(Path folder, String namespace, Path servlets) throws IOException {
    Path classes =
        new Sources()
            .file("com/acme/shop/Deployer.java", DEPLOYER)
            .file("com/acme/shop/Page.java", SERVLET.replace("javax.", namespace + "."))
            .classPath(List.of(servlets))
            .compileTo(folder);
    Path descriptor = Files.createDirectories(folder.resolve("descriptor"));
    Files.writeString(descriptor.resolve("web.xml"), WEB_XML);
    return new NestedJar(Map.of())
        .unpacked("WEB-INF/", descriptor)
        .unpacked("WEB-INF/classes/", classes)
        .jar("WEB-INF/lib/", Jars.annotations(folder))
        .write(folder.resolve("shop.war"));
  }

  /** Makes {@code shop.jar}, a bundle for OSGi. */
  public static Path bundle(Path folder, Path osgi) throws IOException {
    Path classes =
        new Sources()
            .file("com/acme/shop/Deployer.java", DEPLOYER)
            .file("com/acme/shop/Activator.java", ACTIVATOR)
            .classPath(List.of(osgi))
            .options("-XDignore.symbol.file")
            .compileTo(folder);
    Map<String, String> headers =
        Map.of(
            "Bundle-ManifestVersion", "2",
            "Bundle-SymbolicName", "com.acme.shop",
            "Bundle-Version", "1.0.0",
            "Bundle-Activator", "com.acme.shop.Activator",
            "Import-Package", "org.osgi.framework,com.sun.net.httpserver;resolution:=optional");
    return Jars.merge(folder.resolve("shop.jar"), headers, List.of(classes));
  }

  /** Waits for the page and calls it, which is 15 deployments that succeed and 5 that do not. */
  public static void deploy(int port, String page) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Http.statusOrCut(port, "/nothing-is-here") > 0);
    for (int i = 0; i < SUCCEEDED + FAILED; i++) {
      String version = (i % 4 == 0 ? "bad-" : "good-") + i;
      Reply reply = Http.get(port, page + "?version=" + version);
      assertThat(reply.text()).isEqualTo(i % 4 == 0 ? "false" : "true");
      assertThat(reply.status()).isEqualTo(200);
    }
  }

  /** Asserts that all calls were counted that so many rounds of {@link #deploy} made. */
  public static void assertCounted(ForkedJvm jvm, int rounds) {
    Exposition metrics = jvm.metrics();
    assertThat(metrics.value("deployments_started_total", "application=shop"))
        .isEqualTo(rounds * (SUCCEEDED + FAILED));
    assertThat(metrics.value("deployments_total", "application=shop", "outcome=success"))
        .isEqualTo(rounds * SUCCEEDED);
    assertThat(metrics.value("deployments_total", "application=shop", "outcome=failure"))
        .isEqualTo(rounds * FAILED);
    assertThat(metrics.value("deployment_info", "application=shop", "version=good-19"))
        .isEqualTo(1);
    assertThat(metrics.value("telemetry_agent_advice_errors_total")).isZero();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> jvm.metrics().value("health_checks_total", "check=shop", "outcome=success") > 1);
    assertThat(jvm.get("/health/ready").status()).isEqualTo(200);
    assertThat(jvm.get("/status").json().path("notes")).isEmpty();
  }
}
