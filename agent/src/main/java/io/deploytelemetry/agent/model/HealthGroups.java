package io.deploytelemetry.agent.model;

import java.util.Map;

/** What health tells the metrics, so that the metrics need not know health. */
public interface HealthGroups {

  /** Whether each group that has a check is up. */
  Map<String, Boolean> upByGroup();
}
