package io.deploytelemetry.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.broken.io.opentelemetry.api.trace.Span;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.Specs;
import org.junit.jupiter.api.Test;

/** With the real API: ExemplarsIT. */
class TracesTest {

  private static final ClassLoader LOADER = TracesTest.class.getClassLoader();

  private final Inventory inventory = new Inventory();
  private final Traces traces = new Traces(inventory);
  private final ProbeSpec spec = Specs.plain(OperationKind.DEPLOYMENT, "deploy", null);

  @Test
  void withoutOpenTelemetryThereIsNothingToAskFor() {
    traces.loading("com/acme/Deployer", LOADER);
    assertThat(traces.arePossible()).isFalse();
    assertThat(traces.current(spec)).isSameAs(Trace.NONE);
  }

  @Test
  void nobodyIsAskedBeforeTheStorageOfContextsIsSetUp() {
    int before = Span.ASKED.get();
    traces.loading("com/acme/broken/io/opentelemetry/api/trace/Span", LOADER);
    assertThat(traces.arePossible()).isFalse();
    traces.loading("com/acme/another/io/opentelemetry/context/LazyStorage", LOADER);
    assertThat(traces.arePossible()).isTrue();
    assertThat(traces.current(spec)).isSameAs(Trace.NONE);
    assertThat(Span.ASKED.get()).isEqualTo(before);
  }

  @Test
  void aCopyThatFailsCostsTheExemplarAndIsToldInStatus() {
    int before = Span.ASKED.get();
    traces.loading("com/acme/broken/io/opentelemetry/api/trace/Span", LOADER);
    traces.loading("com/acme/broken/io/opentelemetry/context/LazyStorage", LOADER);
    assertThat(traces.current(spec)).isSameAs(Trace.NONE);
    assertThat(Span.ASKED.get()).isEqualTo(before + 1);
    assertThat(inventory.notes())
        .containsEntry(
            "com.acme.broken.io.opentelemetry.api.trace.Span",
            "no exemplars from its spans: java.lang.IllegalStateException: no storage");
  }

  @Test
  void aCopyWithOtherMethodsIsToldInStatusAndNotAskedAgain() {
    traces.loading("com/acme/foreign/io/opentelemetry/api/trace/Span", LOADER);
    traces.loading("com/acme/foreign/io/opentelemetry/context/LazyStorage", LOADER);
    assertThat(traces.current(spec)).isSameAs(Trace.NONE);
    assertThat(inventory.notes())
        .hasEntrySatisfying(
            "com.acme.foreign.io.opentelemetry.api.trace.Span",
            reason -> assertThat(reason).contains("NoSuchMethodException"));
  }
}
