package io.deploytelemetry.it.harness;

import java.util.List;

/** How a process ended and all that it wrote: what must be the same with and without the agent. */
public record Ending(int exitCode, List<String> stdout, List<String> stderr) {}
