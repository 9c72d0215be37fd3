package io.prometheus.metrics.config;

import java.util.Map;

/**
 * Stands in for client_java's class of this name in the agent's jar: the settings that it would
 * find, in system properties, the environment and a file, are the application's, for the
 * application's own client_java. The agent's copy has its defaults.
 */
public final class PrometheusPropertiesLoader {

  private PrometheusPropertiesLoader() {}

  public static PrometheusProperties load() {
    return PrometheusProperties.builder().build();
  }

  public static PrometheusProperties load(Map<Object, Object> externalProperties) {
    return load();
  }
}
