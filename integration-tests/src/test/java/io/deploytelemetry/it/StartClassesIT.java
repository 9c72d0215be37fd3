package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A start reads one pack of the jar, and loads nothing that it does not need. */
class StartClassesIT {

  private static final Path LIST = Path.of("../agent/src/assembly/start.classes");

  /** What the JVM says of a class of the agent that it loads. */
  private static final Pattern OWN =
      Pattern.compile(
          "((?:io\\.deploytelemetry\\.agent|io\\.prometheus|net\\.bytebuddy)\\.[\\w.$]+"
              + "|java\\.lang\\.Telemetry\\w+)[ \\]]");

  @OnEachJdk
  void whatIsLoadedBeforeTheMainClassIsInTheFirstPack(Jdk jdk) throws IOException {
    List<String> lines = linesOf(jdk);
    int main = 0;
    while (!lines.get(main).contains("com.acme.subjects.OneDeployment")) {
      main++;
    }

    assertThat(Files.readAllLines(LIST))
        .isSorted()
        .doesNotHaveDuplicates()
        .containsAll(ownClasses(lines.subList(0, main)));
  }

  @OnEachJdk
  void theFirstPackHoldsLittleThatThisStartDoesNotNeed(Jdk jdk) throws IOException {
    List<String> needless = new ArrayList<>(Files.readAllLines(LIST));
    needless.removeAll(ownClasses(linesOf(jdk)));

    assertThat(needless).hasSizeLessThan(10);
  }

  @OnEachJdk
  void whoServesEverybodyLoadsNoSecurityProvider(Jdk jdk) {
    assertThat(linesOf(jdk))
        .anyMatch(line -> line.contains("io.deploytelemetry.agent.http.Router"))
        .noneMatch(line -> line.contains("sun.security.provider.Sun "));
  }

  /** What a JVM says until the agent serves. */
  private static List<String> linesOf(Jdk jdk) {
    try (ForkedJvm jvm =
        JvmLaunch.withAgent(jdk).jvm("-verbose:class").main("OneDeployment").start()) {
      assertThat(jvm.awaitReady().get("/health/live").status()).isEqualTo(200);
      return jvm.stdout();
    }
  }

  private static List<String> ownClasses(List<String> lines) {
    List<String> classes = new ArrayList<>();
    for (String line : lines) {
      Matcher own = OWN.matcher(line);
      if (own.find() && !line.contains("$$Lambda") && !isOutside(own.group(1))) {
        classes.add(own.group(1).replace('.', '/').replaceFirst("(\\$[0-9]+)+$", ""));
      }
    }
    return classes;
  }

  /** These two packages are not in a pack; see Assemble. */
  private static boolean isOutside(String name) {
    return name.startsWith("io.deploytelemetry.agent.premain.")
        || name.startsWith("io.deploytelemetry.agent.loader.");
  }
}
