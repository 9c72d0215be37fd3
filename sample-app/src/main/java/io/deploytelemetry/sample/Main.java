package io.deploytelemetry.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The command line: options in, exit code out. 0: the duration is over; 1: the deployer could not
 * go on; 2: it was asked for something it cannot do.
 */
public final class Main {

  /** A deployment of three nodes that do not answer takes 15 seconds to fail. */
  private static final int SECONDS_TO_FINISH = 20;

  private Main() {}

  public static void main(String[] args) {
    int code = run(args, System.in, System.out, System.err);
    if (code != 0) {
      System.exit(code);
    }
  }

  static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
    if (Arrays.asList(args).contains("--help")) {
      out.print(Options.HELP);
      return 0;
    }
    CountDownLatch finished = new CountDownLatch(1);
    try {
      Options options = Options.parse(args);
      Lifetime lifetime = new Lifetime(options.duration());
      endOnSignal(lifetime, finished);
      new Deployer(options, lifetime, in, new Console(out)).run();
      return 0;
    } catch (UsageException e) {
      err.println("deployer: " + e.getMessage() + " All options: --help");
      return 2;
    } catch (IOException | SQLException | InterruptedException e) {
      err.println("deployer: cannot go on: " + e);
      return 1;
    } finally {
      finished.countDown();
    }
  }

  /**
   * Lets the main thread finish what it is at. It is never interrupted: an interrupt in the midst
   * of a write closes the file under the database.
   */
  private static void endOnSignal(Lifetime lifetime, CountDownLatch finished) {
    Runnable end =
        () -> {
          lifetime.end();
          try {
            finished.await(SECONDS_TO_FINISH, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    Runtime.getRuntime().addShutdownHook(new Thread(end, "end"));
  }
}
