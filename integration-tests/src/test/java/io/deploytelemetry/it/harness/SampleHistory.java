package io.deploytelemetry.it.harness;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** The sample application's own database, to be opened when the application has closed it. */
public final class SampleHistory implements AutoCloseable {

  private final Connection connection;

  /** Opens the history in a directory that was given to the application as {@code --state}. */
  public SampleHistory(Path state) throws SQLException {
    connection = DriverManager.getConnection("jdbc:h2:file:" + state.resolve("history"), "sa", "");
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
    return Double.parseDouble(text(sql));
  }

  /** The only text that a query answers with. */
  public String text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** The attempts that meet a condition, counted by the values of a column. */
  public Map<String, Double> counts(String column, String condition) throws SQLException {
    String sql = "SELECT %1$s, COUNT(*) FROM attempts WHERE %2$s GROUP BY %1$s";
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql.formatted(column, condition))) {
      Map<String, Double> counts = new HashMap<>();
      while (rows.next()) {
        counts.put(rows.getString(1), rows.getDouble(2));
      }
      return counts;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
