package io.deploytelemetry.it.harness;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** A database in a file, to be opened when the JVM under test has closed it. */
public final class H2Database implements AutoCloseable {

  private final Connection connection;

  /** Opens a database at the place that its {@link #url} has. */
  public H2Database(Path file) throws SQLException {
    connection = DriverManager.getConnection(url(file), "sa", "");
  }

  /** The JDBC URL of a database in a file, whose name it is without {@code .mv.db}. */
  public static String url(Path file) {
    return "jdbc:h2:file:" + file;
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

  /** The numbers that a query answers with in its second column, by the texts in its first. */
  public Map<String, Double> numbers(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      Map<String, Double> numbers = new HashMap<>();
      while (rows.next()) {
        numbers.put(rows.getString(1), rows.getDouble(2));
      }
      return numbers;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
