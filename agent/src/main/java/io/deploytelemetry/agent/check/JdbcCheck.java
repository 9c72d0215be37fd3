package io.deploytelemetry.agent.check;

import io.deploytelemetry.agent.config.DeclaredCheck;
import io.deploytelemetry.agent.health.OwnCheck;
import java.lang.instrument.Instrumentation;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Whether a database can be connected to: {@code jdbc: jdbc:postgresql://db/app}. The driver is the
 * application's own, which it has loaded, and is asked itself: the driver manager would not let the
 * agent see it.
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
    this.timeoutSeconds =
        (int) Math.max(1, Math.min(3_600, declared.schedule().timeoutMillis() / 1_000));
    this.instrumentation = instrumentation;
  }

  @Override
  public void run() throws Exception {
    Class<?> driverClass = driverClass();
    Thread.currentThread().setContextClassLoader(driverClass.getClassLoader()); // for its plugins
    Driver driver = (Driver) driverClass.getDeclaredConstructor().newInstance();
    Properties properties = new Properties();
    if (!user.isEmpty()) {
      properties.setProperty("user", user);
      properties.setProperty("password", password);
    }
    try (Connection connection = driver.connect(url, properties)) {
      if (connection == null) {
        throw new OwnCheck.FailedException(driverName + " does not take the URL of the check");
      }
      if (!connection.isValid(timeoutSeconds)) {
        throw new OwnCheck.FailedException("the connection is not valid");
      }
    } catch (SQLException failure) {
      throw new OwnCheck.FailedException(withoutSecrets(String.valueOf(failure)));
    }
  }

  /** Drivers like to quote the URL, in which there may be a password. */
  private String withoutSecrets(String text) {
    String clean = text.replace(url, "the URL of the check");
    return password.isEmpty() ? clean : clean.replace(password, "…");
  }

  /**
   * The driver as the application has loaded it: to load it would be to initialise it, and with it
   * what the application has not set up yet. Not kept: its loader may be that of a web application.
   */
  private Class<?> driverClass() throws OwnCheck.FailedException {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (type.getName().equals(driverName)) {
        return type;
      }
    }
    throw new OwnCheck.FailedException("the application has not loaded " + driverName);
  }
}
