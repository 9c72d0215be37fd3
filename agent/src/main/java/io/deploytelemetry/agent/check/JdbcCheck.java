package io.deploytelemetry.agent.check;

import io.deploytelemetry.agent.config.DeclaredCheck;
import io.deploytelemetry.agent.health.OwnCheck;
import java.lang.instrument.Instrumentation;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Whether a database can be connected to: {@code jdbc: jdbc:postgresql://db/app}. The driver is the
 * application's own, which it has loaded or can load, and is asked itself: the driver manager would
 * not let the agent see it.
 */
final class JdbcCheck implements OwnCheck.Work {

  private final String url;
  private final String driverName;
  private final String user;
  private final String password;
  private final int timeoutSeconds;
  private final Instrumentation instrumentation;

  JdbcCheck(DeclaredCheck declared, Instrumentation instrumentation) {
    this.url = declared.target();
    this.driverName = declared.text("driver", "");
    this.user = declared.text("user", "");
    this.password = declared.text("password", "");
    this.timeoutSeconds = (int) Math.max(1, declared.schedule().timeoutMillis() / 1_000);
    this.instrumentation = instrumentation;
  }

  @Override
  public void run() throws Exception {
    Driver driver = (Driver) driverClass().getDeclaredConstructor().newInstance();
    Properties properties = new Properties();
    if (!user.isEmpty()) {
      properties.setProperty("user", user);
      properties.setProperty("password", password);
    }
    try (Connection connection = connect(driver, properties)) {
      if (connection == null) {
        throw new OwnCheck.FailedException(driverName + " does not take the URL of the check");
      }
      if (!connection.isValid(timeoutSeconds)) {
        throw new OwnCheck.FailedException("the connection is not valid");
      }
    }
  }

  private @Nullable Connection connect(Driver driver, Properties properties) throws SQLException {
    return driver.connect(url, properties);
  }

  /** Not kept: its loader may be that of a web application. */
  private Class<?> driverClass() throws ClassNotFoundException {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (type.getName().equals(driverName)) {
        return type;
      }
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      ClassLoader loader = thread.getName().equals("main") ? thread.getContextClassLoader() : null;
      if (loader != null) {
        return Class.forName(driverName, true, loader);
      }
    }
    return Class.forName(driverName, true, ClassLoader.getSystemClassLoader());
  }
}
