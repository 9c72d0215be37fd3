package io.deploytelemetry.it.harness;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/** The sample application's own database, to be opened when the application has closed it. */
public final class SampleHistory implements AutoCloseable {

  private final H2Database database;

  /** Opens the history in a directory that was given to the application as {@code --state}. */
  public SampleHistory(Path state) throws SQLException {
    database = new H2Database(state.resolve("history"));
  }

  /** The number of attempts that meet a condition. */
  public double count(String condition) throws SQLException {
    return number("SELECT COUNT(*) FROM attempts WHERE " + condition);
  }

  /** The nodes of all attempts that meet a condition. */
  public double nodes(String condition) throws SQLException {
    return number("SELECT COALESCE(SUM(nodes), 0) FROM attempts WHERE " + condition);
  }

  /** The only number that a query answers with. */
  public double number(String sql) throws SQLException {
    return database.number(sql);
  }

  /** The only text that a query answers with. */
  public String text(String sql) throws SQLException {
    return database.text(sql);
  }

  /** The attempts that meet a condition, counted by the values of a column. */
  public Map<String, Double> counts(String column, String condition) throws SQLException {
    String sql = "SELECT %1$s, COUNT(*) FROM attempts WHERE %2$s GROUP BY %1$s";
    return database.numbers(sql.formatted(column, condition));
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
