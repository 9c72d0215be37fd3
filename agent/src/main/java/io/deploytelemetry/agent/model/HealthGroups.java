package io.deploytelemetry.agent.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What health tells the metrics, so that the metrics need not know health. */
public interface HealthGroups {

  /** Whether each group that has a check is up. */
  Map<String, Boolean> upByGroup();

  /**
   * Whether the check with these label values is up; {@code null} if it has not run, or not lately.
   */
  @Nullable Boolean isUp(List<String> labels);

  /** How often the agent runs that check, in seconds; 0 if it does not. */
  double periodSeconds(List<String> labels);

  /** How many rounds of checks wait for a thread. */
  int waiting();

  /** How many runs of checks did not begin, by why not; every reason is there. */
  Map<String, Long> dropped();
}
