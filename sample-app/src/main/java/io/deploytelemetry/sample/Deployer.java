package io.deploytelemetry.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.SQLException;

/** Opens everything, repeats the reconciler's turns for its lifetime, and closes everything. */
final class Deployer {

  private final Options options;
  private final Lifetime lifetime;
  private final InputStream in;
  private final Console console;

  Deployer(Options options, Lifetime lifetime, InputStream in, Console console) {
    this.options = options;
    this.lifetime = lifetime;
    this.in = in;
    this.console = console;
  }

  void run() throws UsageException, IOException, SQLException, InterruptedException {
    GitSystem.install();
    try (StateDirectory state = StateDirectory.open(options.state());
        EnvironmentLock lock = new EnvironmentLock(state.lock())) {
      long start = System.nanoTime();
      if (lock.acquire(lifetime, console)) {
        deployUntilOver(state, System.nanoTime() - start);
      }
    }
  }

  private void deployUntilOver(StateDirectory state, long waited)
      throws UsageException, IOException, SQLException, InterruptedException {
    try (Fleet fleet = new Fleet(state.nodes(), options.nodes(), options.nodePort())) {
      try (DemoRepository demo = options.repo() == null ? new DemoRepository(state.demo()) : null;
          GitSource source =
              new GitSource(
                  setting("DEPLOY_APPLICATION", "website"),
                  demo == null ? options.repo() : demo.url(),
                  options.branch(),
                  state.mirror());
          History history = new History(state.history())) {
        history.addWait("lock", waited);
        fleet.nodes().forEach(node -> console.say("%s serves %s", node.name(), node.url()));
        console.say("deploying what is in %s", source);
        if (demo != null) {
          demo.commitEvery(options.interval().multipliedBy(3).dividedBy(2), console);
        }
        Reconciler reconciler =
            new Reconciler(source, fleet, setting("DEPLOY_ENV", "demo"), history, console);
        do {
          reconciler.turn();
        } while (!lifetime.isOverAfter(options.interval()));
        console.print(history.summary());
      }
      // The database is closed by now: others can read it while the nodes still serve.
      if (options.hold()) {
        console.say("holding until standard input ends");
        endWithStandardInput();
        lifetime.awaitEnd();
      }
    }
  }

  private static String setting(String variable, String otherwise) {
    String value = System.getenv(variable);
    return value == null || value.isEmpty() ? otherwise : value;
  }

  private void endWithStandardInput() {
    Thread reader =
        new Thread(
            () -> {
              try {
                in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                console.say("standard input cannot be read: %s", e);
              }
              lifetime.end();
            },
            "standard-input");
    reader.setDaemon(true);
    reader.start();
  }
}
