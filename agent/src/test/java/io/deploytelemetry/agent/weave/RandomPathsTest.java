package io.deploytelemetry.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random paths through random types, in the woven class beside reflection. What fails says its
 * seed; {@code -Dpaths.seed} begins there, and {@code -Dpaths.families} says how many families of
 * types to try, each with a hundred paths or more.
 */
class RandomPathsTest {

  private final Map<String, Integer> seen = new TreeMap<>();

  @Test
  void everyPathLeadsWhereReflectionSaysThatItDoes() throws Exception {
    long first = Long.getLong("paths.seed", 1);
    int families = Integer.getInteger("paths.families", 80);
    for (long seed = first; seed < first + families; seed++) {
      try {
        new RandomPaths(seed).check(seen);
      } catch (JavaSources.DoesNotCompileException contradiction) {
        seen.merge("family that does not compile", 1, Integer::sum);
      } catch (Exception | LinkageError | AssertionError failure) {
        throw new AssertionError("-Dpaths.seed=" + seed + " " + failure, failure);
      }
    }

    if (families > 50) {
      assertThat(seen)
          .as("all ways in which a path can end are tried")
          .containsKeys("read", "null", "failed", "unresolved", "not of its type")
          .containsKeys("deep read", "deep null", "deep failed");
      assertThat(seen.getOrDefault("family that does not compile", 0)).isLessThan(families / 20);
      assertThat(seen.get("read") + seen.get("deep read")).isGreaterThan(5_000);
    }
  }
}
