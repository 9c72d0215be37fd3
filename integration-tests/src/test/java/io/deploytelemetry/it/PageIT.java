package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploytelemetry.it.harness.Browser;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser, before a process that really deploys, fails and rolls back. */
class PageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int DESKTOP = 1280;
  private static final int PHONE = 360;

  private static ForkedJvm jvm;

  @TempDir private Path profile;

  @BeforeAll
  static void start() {
    jvm = launch();
  }

  @AfterAll
  static void stop() {
    jvm.close();
  }

  private static ForkedJvm launch() {
    return JvmLaunch.withAgent(Jdk.underTest().get(0)).main("Releases").start().awaitReady();
  }

  @Test
  void showsWhatHasHappenedAndWhatRuns() {
    try (Browser page = open(jvm, DESKTOP, false)) {
      awaitText(page, "#ended-table", "billing");
      assertThat(page.text("#ended-table"))
          .contains("shop deployment", "production", "1.1.0", "failure")
          .contains("shop rollback, manual", "java.lang.IllegalStateException");
      assertThat(page.text("#running"))
          .contains("search", "production")
          .containsPattern("\\d+ m?s");
      assertThat(page.text("#frequency")).isEqualTo("8");
      assertThat(page.text("#failing")).isEqualTo("20 %");
      assertThat(page.text("#failing-about")).contains("2 deployments of 10", "1 rollback");
      assertThat(page.text("#lead-about")).contains("committedAt");
      assertThat(page.text("#success")).contains("80 % (8 of 10)");
      assertThat(page.text("#health")).contains("database").contains("<b>refused</b>");
      awaitText(page, "#woven", "Releases.deploy");
      assertThat(page.text("#woven")).contains("@Rollback", "environment={1}");
    }
  }

  @Test
  void showsHowHealthWasAndHowTheProcessDoesSomeSecondsAfterTheStart() {
    try (Browser page = open(jvm, DESKTOP, false)) {
      await()
          .atMost(PATIENCE)
          .until(() -> page.attribute("#heap", "aria-label").startsWith("Heap in use now"));
      assertThat(page.count("#heap canvas")).isEqualTo(1);
      assertThat(page.attribute("#threads", "aria-label")).contains("Threads now");
      assertThat(page.attribute("#activity", "aria-label")).contains("ended", "1 running");
      await()
          .atMost(PATIENCE)
          .until(() -> page.attribute(".bad .strip", "aria-label").startsWith("database: down"));
      assertThat(page.count(".strip .down")).isPositive();
    }
  }

  @Test
  void oneEnvironmentCanBeChosen() {
    try (Browser page = open(jvm, DESKTOP, false)) {
      awaitText(page, "#ended-table", "billing");
      page.choose("#environment", "staging");
      await().atMost(PATIENCE).until(() -> !page.text("#ended-table").contains("billing"));
      assertThat(page.text("#frequency")).isEqualTo("7");
      assertThat(page.text("#failing")).isEqualTo("0 %");
      assertThat(page.text("#running")).contains("No deployment");
    }
  }

  @ParameterizedTest(name = "{0} px wide, dark: {1}")
  @CsvSource({"1280,false", "1280,true", "360,false", "360,true"})
  void pageIsAccessibleFitsTheScreenAndKeepsToItsServer(int width, boolean isDark) {
    try (Browser page = open(jvm, width, isDark)) {
      awaitText(page, "#woven", "Releases.deploy");
      awaitText(page, "#heap-value", "MiB");
      assertThat(page.axeViolations()).isEmpty();
      assertThat((Long) page.script("return document.documentElement.scrollWidth"))
          .as("px that the page is wide")
          .isLessThanOrEqualTo(width);
      assertThat(page.console()).isEmpty();
      assertThat(page.requests())
          .isNotEmpty()
          .allMatch(url -> url.startsWith(address(jvm)) || url.startsWith("data:"));
    }
  }

  @Test
  void hostileValuesAreTextAndNothingElse() {
    try (Browser page = open(jvm, PHONE, false)) {
      awaitText(page, "#ended-table", "onerror");
      String shown = page.text("#ended-table");
      assertThat(shown)
          .contains("<img src=x onerror=\"document.title='attacked'\">")
          .contains("\"><script>document.title='attacked'</script>")
          .contains("evil\u27e8U+202E\u27e9txt.exe")
          .contains("\ud83d\ude80 rocket")
          .doesNotContain("\u202e", "W".repeat(129));
      assertThat(page.script("return document.title")).isEqualTo("Deployment Telemetry");
      assertThat(page.count("img, main script, a[href^=javascript]")).isZero();
      assertThat(page.console()).isEmpty();
    }
  }

  @Test
  void theTabulatorKeyReachesEverythingThatCanBeUsed() {
    try (Browser page = open(jvm, DESKTOP, false)) {
      awaitText(page, "#woven", "Releases.deploy");
      long usable =
          (Long)
              page.script(
                  "return [...document.querySelectorAll('a[href], button, select, summary')]"
                      + ".filter(e => e.checkVisibility()).length");
      List<String> reached = new ArrayList<>();
      for (String place = page.tab(); !place.equals("body") && reached.size() < 50; ) {
        reached.add(place);
        place = page.tab();
      }
      assertThat(reached)
          .hasSize((int) usable)
          .noneMatch(place -> place.contains("unseen"))
          .anyMatch(place -> place.contains("Skip to deployments"))
          .anyMatch(place -> place.contains("#environment"))
          .anyMatch(place -> place.contains("Woven"))
          .anyMatch(place -> place.contains("Metrics"));
    }
  }

  @Test
  void aNewFailureIsShownAndSaidWithoutReloadingAndASilentApplicationIsTold() {
    ForkedJvm own = launch();
    try (Browser page = open(own, DESKTOP, false)) {
      awaitText(page, "#ended-table", "billing");
      assertThat(page.text("#news")).isEmpty();
      assertThat(page.text("#connection")).contains("Live");
      own.ask("fail");
      awaitText(page, "#ended-table", "late deployment");
      assertThat(page.text("#news")).isEqualTo("Deployment of late to production: failure.");

      own.close();
      awaitText(page, "#connection", "The application does not answer since");
      assertThat(page.text("#ended-table")).contains("late deployment");
    } finally {
      own.close();
    }
  }

  private Browser open(ForkedJvm of, int width, boolean isDark) {
    return Browser.open(address(of) + "/", width, width == PHONE ? 780 : 900, isDark, profile);
  }

  private static String address(ForkedJvm of) {
    return "http://127.0.0.1:" + of.port();
  }

  private static void awaitText(Browser page, String css, String text) {
    await().atMost(PATIENCE).until(() -> page.text(css), shown -> shown.contains(text));
  }
}
