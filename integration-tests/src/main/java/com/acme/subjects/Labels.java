package com.acme.subjects;

import io.deploytelemetry.annotations.Deployment;
import io.deploytelemetry.annotations.HealthCheck;
import io.deploytelemetry.annotations.Rollback;

/** Where the values of labels come from: the method, its class, a placeholder, an option. */
public final class Labels {

  private Labels() {}

  public static void main(String[] args) {
    Defaults.inherits();
    Defaults.overrides();
    Defaults.rollBack();
    Bare.deploy();
    Bare.rollBack();
    Bare.ping();
    Placeholders.property();
    Placeholders.environment();
    Placeholders.otherwise();
    Placeholders.mixed();
    Placeholders.missing();
    Placeholders.escaped();
    Stage.pause();
  }

  /** A class that gives defaults to its deployments, and measures nothing itself. */
  @Deployment(
      application = "from-class",
      environment = "staging",
      provider = "kubernetes",
      strategy = "rolling")
  static final class Defaults {

    private Defaults() {}

    @Deployment
    static void inherits() {
      plain();
    }

    @Deployment(application = "from-method", strategy = "canary")
    static void overrides() {}

    @Rollback
    static void rollBack() {}

    static void plain() {}
  }

  /** A class without defaults. */
  static final class Bare {

    private Bare() {}

    @Deployment
    static void deploy() {}

    @Rollback
    static void rollBack() {}

    @HealthCheck
    static boolean ping() {
      return true;
    }
  }

  /** Values that are read when the class is woven. */
  static final class Placeholders {

    private Placeholders() {}

    @Deployment(application = "${acme.application}", strategy = "property")
    static void property() {}

    @Deployment(application = "${ACME_APPLICATION}", strategy = "environment")
    static void environment() {}

    @Deployment(application = "${acme.nowhere:fallback}", strategy = "default")
    static void otherwise() {}

    @Deployment(application = "team-${acme.application}/${acme.nowhere:x}", strategy = "mixed")
    static void mixed() {}

    @Deployment(application = "${acme.nowhere}", strategy = "missing")
    static void missing() {}

    @Deployment(application = "\\$\\{acme.application}", strategy = "escaped")
    static void escaped() {}
  }
}
