package io.deploytelemetry.it.harness;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A forked JVM: what it writes, what it serves, how it ends. Every wait ends with a failure that
 * shows all that the process wrote.
 */
public final class ForkedJvm implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final Pattern ADDRESS =
      Pattern.compile("\\[telemetry] .*?https?://[^ /]+:(\\d+).*");

  private final Process process;
  private final List<String> command;
  private final Transcript stdout;
  private final Transcript stderr;
  private final BufferedWriter stdin;

  ForkedJvm(Process process, List<String> command) {
    this.process = process;
    this.command = List.copyOf(command);
    this.stdout = Transcript.of(process.getInputStream(), "stdout of " + process.pid());
    this.stderr = Transcript.of(process.getErrorStream(), "stderr of " + process.pid());
    this.stdin = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Loads the agent into the running JVM, as {@code jcmd} and other tools do. */
  public void attachAgent(String options) {
    attach(Artifacts.agent(), options);
  }

  /** Loads somebody's agent into the running JVM. */
  public void attach(Path agent, String options) {
    try {
      VirtualMachine jvm = VirtualMachine.attach(Long.toString(process.pid()));
      try {
        jvm.loadAgent(agent.toString(), options);
      } finally {
        jvm.detach();
      }
    } catch (AgentLoadException e) {
      if (!"0".equals(e.getMessage())) { // so says a JVM of Java 8 that has loaded it
        throw new AssertionError(agent + " cannot be attached to\n" + this, e);
      }
    } catch (AttachNotSupportedException | AgentInitializationException | IOException e) {
      throw new AssertionError(agent + " cannot be attached to\n" + this, e);
    }
  }

  /** The number of the process. */
  public long pid() {
    return process.pid();
  }

  /** The lines on standard output so far. */
  public List<String> stdout() {
    return stdout.lines();
  }

  /** The lines on standard error so far. */
  public List<String> stderr() {
    return stderr.lines();
  }

  /** Waits until the subject says that it has done its work and now waits for a line. */
  public ForkedJvm awaitReady() {
    return awaitStdout("ready"::equals);
  }

  /** Waits for a line on standard output. */
  public ForkedJvm awaitStdout(Predicate<String> line) {
    await(stdout, 0, line, "the awaited line on stdout");
    return this;
  }

  /** Waits for a line on either stream: containers differ in where they log. */
  public ForkedJvm awaitOutput(Predicate<String> line) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (Stream.concat(stdout().stream(), stderr().stream()).noneMatch(line)) {
      if (System.nanoTime() - deadline > 0 || !process.isAlive()) {
        throw failure("the awaited line did not come");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    return this;
  }

  /** Waits for a line on standard error and returns it. */
  public String awaitStderr(Predicate<String> line) {
    return await(stderr, 0, line, "the awaited line on stderr");
  }

  /** Sends a command to the subject. */
  public void send(String line) {
    try {
      stdin.write(line);
      stdin.newLine();
      stdin.flush();
    } catch (IOException e) {
      throw failure("stdin is closed: " + e);
    }
  }

  /** Sends a command to the subject and waits for the line it answers with. */
  public String ask(String command) {
    int before = stdout().size();
    send(command);
    return await(stdout, before, line -> true, "an answer to '" + command + "'");
  }

  /** Sends a command to the subject and does {@code meanwhile} until it has answered. */
  public String ask(String command, Runnable meanwhile) {
    int before = stdout().size();
    send(command);
    while (stdout().size() == before) {
      if (!process.isAlive()) {
        throw failure("the process has ended");
      }
      meanwhile.run();
    }
    return stdout().get(before);
  }

  /** The port in the agent's line on standard error. */
  public int port() {
    String line =
        stderr
            .await(0, text -> ADDRESS.matcher(text).matches(), Duration.ofSeconds(15))
            .orElseThrow(() -> failure("the agent does not serve"));
    return Integer.parseInt(ADDRESS.matcher(line).replaceFirst("$1"));
  }

  /** Asks the agent for a page. */
  public Reply get(String path, String... headers) {
    return Http.get(port(), path, headers);
  }

  /** Scrapes the agent. */
  public Exposition metrics() {
    return Http.metrics(port());
  }

  /** Closes the subject's input, at which it returns from its main method. */
  public ForkedJvm endInput() {
    try {
      stdin.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Asks the JVM to end, as an orchestrator does. */
  public ForkedJvm terminate() {
    process.toHandle().destroy(); // unlike Process.destroy, leaves its input open
    return this;
  }

  /** Waits until the JVM has ended by itself. */
  public Ending awaitEnding() {
    try {
      if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        throw failure("the process did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("interrupted");
    }
    if (!stdout.awaitEnd(TIMEOUT) || !stderr.awaitEnd(TIMEOUT)) {
      throw failure("the process has ended but its output is still open");
    }
    return new Ending(process.exitValue(), stdout(), stderr());
  }

  /** Kills the JVM if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** All that is known of the process, for the message of a failed test. */
  @Override
  public String toString() {
    return String.join(" ", command)
        + "\n--- stdout\n"
        + String.join("\n", stdout())
        + "\n--- stderr\n"
        + String.join("\n", stderr());
  }

  private String await(Transcript stream, int index, Predicate<String> line, String what) {
    return stream.await(index, line, TIMEOUT).orElseThrow(() -> failure(what + " did not come"));
  }

  private AssertionError failure(String what) {
    return new AssertionError(what + "\n--- command\n" + this);
  }
}
