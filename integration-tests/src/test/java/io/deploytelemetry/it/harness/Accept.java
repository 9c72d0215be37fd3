package io.deploytelemetry.it.harness;

/** What real clients send in {@code Accept}. */
public final class Accept {

  /** Prometheus 2.49 and newer 2.x. */
  public static final String PROMETHEUS_2 =
      "application/openmetrics-text;version=1.0.0;q=0.5,"
          + "application/openmetrics-text;version=0.0.1;q=0.4,"
          + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

  /** Prometheus 2.x with the feature flag {@code native-histograms}. */
  public static final String PROMETHEUS_2_NATIVE =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
          + "encoding=delimited;q=0.5,"
          + "application/openmetrics-text;version=1.0.0;q=0.4,"
          + "application/openmetrics-text;version=0.0.1;q=0.3,"
          + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1";

  /** Prometheus 3. */
  public static final String PROMETHEUS_3 =
      "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
          + "application/openmetrics-text;version=0.0.1;q=0.5,"
          + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
          + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

  /** Prometheus 3 that scrapes native histograms. */
  public static final String PROMETHEUS_3_NATIVE =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
          + "encoding=delimited;q=0.6,"
          + "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
          + "application/openmetrics-text;version=0.0.1;q=0.4,"
          + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
          + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1";

  /** A browser. */
  public static final String BROWSER =
      "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

  private Accept() {}
}
