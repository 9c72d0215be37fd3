package io.deploytelemetry.it.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The agent's jar as a program. */
public final class Tool {

  private Tool() {}

  /** Runs a command without input. */
  public static Ending run(Jdk jdk, String... arguments) {
    return JvmLaunch.plain(jdk).jar(Artifacts.agent(), arguments).run();
  }

  /** What a command has answered in JSON. */
  public static JsonNode json(Ending ending) {
    try {
      return new ObjectMapper().readTree(String.join("\n", ending.stdout()));
    } catch (JsonProcessingException malformed) {
      throw new AssertionError(ending.toString(), malformed);
    }
  }
}
