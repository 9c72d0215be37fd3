package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.ExitValues;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.ValueReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The probe of an operation: also counts its events, and takes over the states it found. */
final class OperationProbe extends MethodProbe {

  private static final String STATES = "states";
  private static final int MOST_STATES = 100;

  OperationProbe(ProbeSpec spec, ProbeContext context) {
    super(spec, context);
    if (spec.entryPaths().isEmpty()) {
      declareEvents(context.series(spec));
    }
  }

  @Override
  @Nullable Call begin(Series series) {
    if (series.events() == null) {
      declareEvents(series);
    }
    return super.begin(series);
  }

  private void declareEvents(Series series) {
    EventCounts events = series.declareEvents();
    for (String name : spec().exitValues().names()) {
      if (name.startsWith(ExitValues.EVENT)) {
        events.declare(name.substring(ExitValues.EVENT.length()));
      }
    }
  }

  @Override
  void ended(
      Call call,
      Outcome outcome,
      long nanos,
      @Nullable Object told,
      @Nullable Object @Nullable [] values) {
    for (String name : spec().exitValues().names()) {
      if (name.startsWith(ExitValues.EVENT)) {
        call.series()
            .declareEvents()
            .add(name.substring(ExitValues.EVENT.length()), exits().amount(name, values));
      }
    }
    Object states = exits().object(STATES, values);
    if (states instanceof Map) {
      takeOver(call.series().base(), (Map<?, ?>) states);
    } else if (states != null) {
      exits().note(STATES, states.getClass().getName() + " is no map");
    }
  }

  private void takeOver(Base base, Map<?, ?> states) {
    Map<String, Double> byState = new LinkedHashMap<>();
    try {
      for (Map.Entry<?, ?> entry : states.entrySet()) {
        double amount = ValueReader.amount(entry.getValue());
        String state = ValueReader.encodable(ValueReader.text(entry.getKey()));
        if (Double.isNaN(amount)) {
          exits().note(STATES, "the value of '" + state + "' is no number");
        } else {
          boolean isKnown = byState.size() < MOST_STATES || byState.containsKey(state);
          byState.merge(isKnown ? state : ErrorCounts.OTHER, amount, Double::sum);
        }
      }
      base.found(byState);
    } catch (Throwable failure) {
      exits().note(STATES, "reading the map fails: " + failure);
    }
  }
}
