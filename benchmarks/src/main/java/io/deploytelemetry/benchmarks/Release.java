package io.deploytelemetry.benchmarks;

/** What is deployed: the argument from which labels are read. */
final class Release {

  private final String application = "shop";
  private final String strategy = "rolling";
  private final Target target = new Target();

  String application() {
    return application;
  }

  String strategy() {
    return strategy;
  }

  Target target() {
    return target;
  }

  /** Where to. */
  static final class Target {

    private final String environment = "production";

    String environment() {
      return environment;
    }
  }
}
