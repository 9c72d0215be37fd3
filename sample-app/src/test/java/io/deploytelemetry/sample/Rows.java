package io.deploytelemetry.sample;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reads a history as others do: with the documented URL, once it is closed. */
final class Rows {

  private Rows() {}

  /** Returns the first column of the answer. */
  static List<String> of(Path state, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:file:" + state.resolve("history"), "sa", "");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> column = new ArrayList<>();
      while (rows.next()) {
        column.add(rows.getString(1));
      }
      return column;
    }
  }

  static long count(Path state, String condition) throws SQLException {
    return Long.parseLong(of(state, "SELECT COUNT(*) FROM attempts WHERE " + condition).get(0));
  }
}
