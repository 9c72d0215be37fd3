package io.deploytelemetry.sample;

import io.deploytelemetry.annotations.HealthCheck;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Everything that was ever done in the environment, in an embedded database. What it knows decides
 * what is deployed next, so nothing goes on without it.
 *
 * <p>One table, {@code attempts}. A row is written before the work begins, with outcome {@code
 * running}, and completed when it ends; {@code run} numbers the processes. A poll of the repository
 * is the health check {@code repository}. Once it is closed, others read it at {@code
 * jdbc:h2:file:DIR/history}, user {@code sa}, no password. One thread only.
 */
final class History implements AutoCloseable {

  /** H2 would close the database in a shutdown hook of its own, while the summary is read. */
  private static final String SETTINGS = ";DB_CLOSE_ON_EXIT=FALSE";

  private final Connection connection;
  private final long run;

  /** Opens the database {@code FILE.mv.db}, made where it is not there yet. */
  History(Path file) throws SQLException {
    connection = DriverManager.getConnection("jdbc:h2:file:" + file + SETTINGS, "sa", "");
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS attempts (
            id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            run BIGINT NOT NULL,
            kind VARCHAR(14) NOT NULL,
            subject VARCHAR(40) NOT NULL,
            started_at TIMESTAMP(3) WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
            seconds DOUBLE PRECISION,
            outcome VARCHAR(12) DEFAULT 'running' NOT NULL,
            error VARCHAR(1000),
            reason VARCHAR(1000),
            nodes INTEGER)\
          """);
      statement.execute("CREATE INDEX IF NOT EXISTS by_subject ON attempts (kind, subject, id)");
      try (ResultSet last = statement.executeQuery("SELECT COALESCE(MAX(run), 0) FROM attempts")) {
        last.next();
        run = last.getLong(1) + 1;
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Returns whether the database answers. */
  @HealthCheck(
      value = "database",
      application = "${DEPLOY_APPLICATION:website}",
      environment = "${DEPLOY_ENV:demo}",
      provider = "local")
  boolean ping() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet one = statement.executeQuery("SELECT 1")) {
      return one.next();
    }
  }

  /**
   * Does the work and writes down how it ended. Only an {@code Error} of this thread comes out of
   * it.
   *
   * @param subject the commit, the name of the health check, or what was waited for
   * @throws SQLException if it cannot be written down
   */
  <T> Attempt<T> record(Attempt.Kind kind, String subject, Callable<Attempt<T>> work)
      throws SQLException {
    long id = begin(kind, subject);
    long start = System.nanoTime();
    Attempt<T> attempt;
    try {
      attempt = work.call();
    } catch (Exception e) {
      attempt = Attempt.threw(e);
    } catch (Error e) {
      end(id, System.nanoTime() - start, Attempt.threw(e));
      throw e;
    }
    end(id, System.nanoTime() - start, attempt);
    return attempt;
  }

  /** Writes down what was waited for before this was open. */
  void addWait(String reason, long nanos) throws SQLException {
    end(begin(Attempt.Kind.WAIT, reason), nanos, Attempt.succeeded(null));
  }

  /** Returns whether this commit was rejected, or failed, when it was to be deployed last. */
  boolean failed(Release release) throws SQLException {
    return first(
            """
            SELECT outcome FROM attempts
            WHERE kind IN ('approval', 'deployment') AND subject = ? AND outcome <> 'running'
            ORDER BY id DESC LIMIT 1\
            """,
            release.commit())
        .filter(outcome -> !outcome.equals(word(Attempt.Outcome.SUCCESS)))
        .isPresent();
  }

  /** Returns the commit that the nodes shall run: what was deployed, or rolled back to, last. */
  Optional<String> live() throws SQLException {
    return first(
        """
        SELECT subject FROM attempts
        WHERE kind IN ('deployment', 'rollback') AND outcome = ?
        ORDER BY id DESC LIMIT 1\
        """,
        word(Attempt.Outcome.SUCCESS));
  }

  /** Returns this run's figures, on one line for people and for programs. */
  String summary() throws SQLException {
    return first(
            """
            SELECT 'summary'
              || ' deployments=' || COUNT(*) FILTER (WHERE kind = 'deployment')
              || ' failed=' || COUNT(*) FILTER (WHERE kind = 'deployment' AND bad)
              || ' rollbacks=' || COUNT(*) FILTER (WHERE kind = 'rollback')
              || ' failed_rollbacks=' || COUNT(*) FILTER (WHERE kind = 'rollback' AND bad)
              || ' health_checks=' || COUNT(*) FILTER (WHERE kind = 'health_check')
              || ' failed_health_checks=' || COUNT(*) FILTER (WHERE kind = 'health_check' AND bad)
            FROM (SELECT kind, outcome <> 'success' AS bad FROM attempts WHERE run = ?)\
            """,
            run)
        .orElseThrow();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private long begin(Attempt.Kind kind, String subject) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO attempts (run, kind, subject) VALUES (?, ?, ?)",
            Statement.RETURN_GENERATED_KEYS)) {
      insert.setLong(1, run);
      insert.setString(2, word(kind));
      insert.setString(3, subject);
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        keys.next();
        return keys.getLong(1);
      }
    }
  }

  private void end(long id, long nanos, Attempt<?> attempt) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE attempts SET seconds = ?, outcome = ?, error = ?, reason = LEFT(?, 1000),"
                + " nodes = ? WHERE id = ?")) {
      update.setDouble(1, nanos * 1e-9);
      update.setString(2, word(attempt.outcome()));
      update.setString(3, attempt.error());
      update.setString(4, attempt.reason());
      update.setObject(5, attempt.nodes());
      update.setLong(6, id);
      update.executeUpdate();
    }
  }

  private Optional<String> first(String sql, Object argument) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setObject(1, argument);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
