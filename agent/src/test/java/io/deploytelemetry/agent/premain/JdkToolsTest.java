package io.deploytelemetry.agent.premain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdkToolsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdk.keytool/sun.security.tools.keytool.Main -list",
        "sun.security.tools.keytool.Main -list",
        "jdk.jcmd/sun.tools.jps.Jps",
        "sun.tools.jps.Jps -l",
        "jdk.compiler/com.sun.tools.javac.Main A.java",
        "com.sun.tools.javac.Main A.java",
        "com.sun.corba.se.impl.activation.ORBD -ORBInitialPort 1050",
        "com.sun.java.util.jar.pack.Driver --repack a.jar"
      })
  void toolsOfTheJdkAreTools(String command) {
    assertThat(JdkTools.isTool(command)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "com.acme.Main keytool",
        "app.jar",
        "com.acme/com.acme.Main",
        "com.sun.enterprise.glassfish.bootstrap.ASMain",
        "jdk.compiler/com.sun.tools.javac.launcher.Main App.java",
        "org.codehaus.plexus.classworlds.launcher.Launcher verify"
      })
  void applicationsAreNot(String command) {
    assertThat(JdkTools.isTool(command)).isFalse();
  }
}
