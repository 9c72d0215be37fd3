package io.deploytelemetry.agent.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextMetricsTest {

  @Test
  void countersAreAddedAndWhatOnlyOneRunHasStays() {
    assertThat(
            continued(
                """
                # HELP deployments_total Deployments that ended, by outcome.
                # TYPE deployments_total counter
                deployments_total{application="shop",outcome="failure"} 1.0
                deployments_total{application="shop",outcome="success"} 2.0
                # TYPE rollbacks_total counter
                rollbacks_total{application="x y} 1",outcome="success"} 7.0
                """,
                """
                # HELP deployments_total Deployments that ended, by outcome.
                # TYPE deployments_total counter
                deployments_total{application="shop",outcome="success"} 1.0
                deployments_total{application="site",outcome="success"} 1.0
                """))
        .isEqualTo(
            """
            # HELP deployments_total Deployments that ended, by outcome.
            # TYPE deployments_total counter
            deployments_total{application="shop",outcome="success"} 3.0
            deployments_total{application="site",outcome="success"} 1.0
            deployments_total{application="shop",outcome="failure"} 1.0
            # TYPE rollbacks_total counter
            rollbacks_total{application="x y} 1",outcome="success"} 7.0
            """);
  }

  @Test
  void histogramsAreAddedAndBeginAnewWhereTheirBoundsHaveChanged() {
    String earlier =
        """
        # TYPE d_seconds histogram
        d_seconds_bucket{a="1",le="1.0"} 1
        d_seconds_bucket{a="1",le="+Inf"} 2
        d_seconds_count{a="1"} 2
        d_seconds_sum{a="1"} 7.5
        d_seconds_bucket{a="2",le="9.0"} 1
        d_seconds_bucket{a="2",le="+Inf"} 1
        d_seconds_count{a="2"} 1
        d_seconds_sum{a="2"} 3.0
        """;
    String now =
        """
        # TYPE d_seconds histogram
        d_seconds_bucket{a="1",le="1.0"} 1
        d_seconds_bucket{a="1",le="+Inf"} 1
        d_seconds_count{a="1"} 1
        d_seconds_sum{a="1"} 0.5
        d_seconds_bucket{a="2",le="1.0"} 1
        d_seconds_bucket{a="2",le="+Inf"} 1
        d_seconds_count{a="2"} 1
        d_seconds_sum{a="2"} 0.5
        """;

    assertThat(continued(earlier, now))
        .isEqualTo(
            """
            # TYPE d_seconds histogram
            d_seconds_bucket{a="1",le="1.0"} 2.0
            d_seconds_bucket{a="1",le="+Inf"} 3.0
            d_seconds_count{a="1"} 3.0
            d_seconds_sum{a="1"} 8.0
            d_seconds_bucket{a="2",le="1.0"} 1
            d_seconds_bucket{a="2",le="+Inf"} 1
            d_seconds_count{a="2"} 1
            d_seconds_sum{a="2"} 0.5
            """);
  }

  @Test
  void newerGaugesStandAndWhatWasUnderWayIsForgotten() {
    String earlier =
        """
        # TYPE deployments_in_progress gauge
        deployments_in_progress{application="gone"} 1.0
        # TYPE deployment_last_duration_seconds gauge
        deployment_last_duration_seconds{application="shop"} 5.0
        deployment_last_duration_seconds{application="site"} 6.0
        # TYPE deployment_info gauge
        deployment_info{application="shop",version="1"} 1
        deployment_info{application="site",version="7"} 1
        # TYPE deployment_last_outcome gauge
        deployment_last_outcome{application="shop",outcome="failure"} 1.0
        deployment_last_outcome{application="shop",outcome="success"} 0.0
        deployment_last_outcome{application="site",outcome="failure"} 1.0
        deployment_last_outcome{application="site",outcome="success"} 0.0
        """;
    String now =
        """
        # TYPE deployments_in_progress gauge
        deployments_in_progress{application="shop"} 0.0
        # TYPE deployment_last_duration_seconds gauge
        deployment_last_duration_seconds{application="shop"} 1.0
        # TYPE deployment_info gauge
        deployment_info{application="shop",version="2"} 1
        # TYPE deployment_last_outcome gauge
        deployment_last_outcome{application="shop",outcome="failure"} 0.0
        deployment_last_outcome{application="shop",outcome="success"} 1.0
        deployment_last_outcome{application="site",outcome="failure"} 0.0
        deployment_last_outcome{application="site",outcome="success"} 0.0
        """;

    assertThat(continued(earlier, now))
        .isEqualTo(
            """
            # TYPE deployments_in_progress gauge
            deployments_in_progress{application="shop"} 0.0
            # TYPE deployment_last_duration_seconds gauge
            deployment_last_duration_seconds{application="shop"} 1.0
            deployment_last_duration_seconds{application="site"} 6.0
            # TYPE deployment_info gauge
            deployment_info{application="shop",version="2"} 1
            deployment_info{application="site",version="7"} 1
            # TYPE deployment_last_outcome gauge
            deployment_last_outcome{application="shop",outcome="failure"} 0.0
            deployment_last_outcome{application="shop",outcome="success"} 1.0
            deployment_last_outcome{application="site",outcome="failure"} 1.0
            deployment_last_outcome{application="site",outcome="success"} 0.0
            """);
  }

  @Test
  void whatWasOfAnotherTypeBeginsAnew() {
    String now = "# TYPE deployments gauge\ndeployments{application=\"shop\"} 1.0\n";

    assertThat(
            continued(
                """
                # TYPE deployments histogram
                deployments_bucket{application="shop",le="+Inf"} 2
                deployments_count{application="shop"} 2
                deployments_sum{application="shop"} 7.5
                """,
                now))
        .isEqualTo(now);
  }

  @Test
  void whatIsNoMetricsIsRefused() {
    for (String text : new String[] {"hello", "# TYPE a counter\na b\n", "a 1\n"}) {
      assertThatThrownBy(() -> TextMetrics.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching("line [12] is no sample");
    }
    assertThat(TextMetrics.parse("").toString()).isEmpty();
  }

  private static String continued(String earlier, String now) {
    TextMetrics metrics = TextMetrics.parse(now);
    metrics.continueFrom(TextMetrics.parse(earlier));
    return metrics.toString();
  }
}
