package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class SpringIT {

  private static final List<Path> SPRING =
      Artifacts.tools(
          "spring-aop",
          "spring-beans",
          "spring-context",
          "spring-core",
          "spring-expression",
          "spring-jcl");

  private static final String MAIN =
      """
      package com.acme.spring;

      import io.deploytelemetry.annotations.HealthCheck;
      import java.util.Scanner;
      import java.util.concurrent.atomic.AtomicInteger;
      import org.aopalliance.intercept.MethodInterceptor;
      import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
      import org.springframework.aop.support.DefaultPointcutAdvisor;
      import org.springframework.context.annotation.AnnotationConfigApplicationContext;
      import org.springframework.context.support.GenericApplicationContext;

      public class Main {

        static final AtomicInteger RUNS = new AtomicInteger();

        public static class Database {
          @HealthCheck(value = "database", every = "200ms")
          public boolean answers() {
            RUNS.incrementAndGet();
            return true;
          }
        }

        public static void main(String[] args) {
          GenericApplicationContext context = new AnnotationConfigApplicationContext();
          DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
          creator.setProxyTargetClass(true);
          context.registerBean(DefaultAdvisorAutoProxyCreator.class, () -> creator);
          MethodInterceptor interceptor = invocation -> invocation.proceed();
          context.registerBean(
              DefaultPointcutAdvisor.class, () -> new DefaultPointcutAdvisor(interceptor));
          context.registerBean(Database.class);
          context.refresh();
          Database proxy = context.getBean(Database.class);
          System.out.println(proxy.getClass() == Database.class ? "no proxy" : "ready");
          Scanner in = new Scanner(System.in);
          while (in.hasNextLine()) {
            if (in.nextLine().equals("call")) {
              proxy.answers();
            }
            System.out.println(RUNS.get());
          }
        }
      }
      """;

  @TempDir private static Path directory;
  private static List<Path> classPath;

  @BeforeAll
  static void compile() throws IOException {
    Path classes =
        new Sources()
            .file("com/acme/spring/Main.java", MAIN)
            .classPath(SPRING)
            .compileTo(directory);
    classPath = new ArrayList<>(SPRING);
    classPath.add(classes);
    classPath.add(Artifacts.annotations());
  }

  @OnEachJdk
  void aCheckOfABeanBehindAProxyRunsOnceAPeriod(Jdk jdk) {
    try (ForkedJvm jvm =
        JvmLaunch.withAgent(jdk).classPath(classPath).main("com.acme.spring.Main").start()) {
      jvm.awaitReady();
      assertRunsOnce(jvm);
    }
  }

  @OnEachJdk
  void aProxyThatIsCalledAfterAnAttachIsNotRunBesideItsBean(Jdk jdk) {
    try (ForkedJvm jvm =
        JvmLaunch.plain(jdk).classPath(classPath).main("com.acme.spring.Main").start()) {
      jvm.awaitReady();
      jvm.attachAgent("port=0");
      jvm.port();
      jvm.ask("call");
      await().atMost(Duration.ofSeconds(10)).until(() -> counted(jvm) > 2);
      assertRunsOnce(jvm);
    }
  }

  /** Every call, that of the agent or of the application, runs the method of the bean once. */
  private static void assertRunsOnce(ForkedJvm jvm) {
    await().atMost(Duration.ofSeconds(10)).until(() -> counted(jvm) > 1);
    double countedBefore = counted(jvm);
    int runsBefore = Integer.parseInt(jvm.ask("runs"));
    await().atMost(Duration.ofSeconds(20)).until(() -> counted(jvm) >= countedBefore + 10);
    int runs = Integer.parseInt(jvm.ask("runs")) - runsBefore;
    double counted = counted(jvm) - countedBefore;
    assertThat((double) runs).isBetween(counted - 2, counted + 2);
    assertThat(
            jvm.get("/health/ready")
                .json()
                .path("checks")
                .path("database")
                .path("instances")
                .size())
        .isZero();
  }

  private static double counted(ForkedJvm jvm) {
    return jvm.metrics().value("health_checks_total", "check=database", "outcome=success");
  }
}
