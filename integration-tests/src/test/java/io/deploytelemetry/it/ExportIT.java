package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Catalogue;
import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Programs;
import io.deploytelemetry.it.harness.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

class ExportIT {

  private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\(([^)#:]*)(?:#[^)]*)?\\)");

  @TempDir private Path folder;

  @OnEachJdk
  void whatIsExportedIsWhatIsInTheRepository(Jdk jdk) throws IOException {
    Ending dashboards = Tool.run(jdk, "export", "dashboards", folder.toString());
    Ending alerts = Tool.run(jdk, "export", "alerts", folder.toString());

    assertThat(dashboards.exitCode()).isZero();
    assertThat(alerts.exitCode()).isZero();
    assertThat(dashboards.stdout()).hasSize(5);
    for (String file : dashboards.stdout()) {
      assertThat(Path.of(file)).hasSameBinaryContentAs(inRepository("dashboards", file));
    }
    for (String file : alerts.stdout()) {
      if (file.endsWith(".md")) {
        String place = file.endsWith("runbook.md") ? "docs" : "alerts";
        assertIsTheSameWithLinksThatLeadSomewhere(Path.of(file), inRepository(place, file));
      } else {
        assertThat(Path.of(file)).hasSameBinaryContentAs(inRepository("alerts", file));
      }
    }
  }

  private void assertIsTheSameWithLinksThatLeadSomewhere(Path exported, Path original)
      throws IOException {
    String text = Files.readString(exported);
    assertThat(LINK.matcher(text).replaceAll("$1"))
        .isEqualTo(LINK.matcher(Files.readString(original)).replaceAll("$1"));
    assertThat(LINK.matcher(text).results().map(link -> link.group(2)))
        .isNotEmpty()
        .allMatch(file -> file.isEmpty() || Files.exists(folder.resolve(file)));
  }

  @OnEachJdk
  void withANamespaceAllMetricsOfTheDomainAreNamedSo(Jdk jdk) throws Exception {
    Tool.run(jdk, "export", "dashboards", folder.toString(), "--namespace", "acme");
    Tool.run(
        jdk,
        "export",
        "alerts",
        folder.toString(),
        "--namespace=acme",
        "--runbook=https://wiki/runbook");

    for (String file : List.of("deployments.json", "health.json", "alert-rules.yml")) {
      String before =
          Files.readString(inRepository(file.endsWith(".json") ? "dashboards" : "alerts", file));
      String after = Files.readString(folder.resolve(file));
      long renamed = 0;
      for (String name : Catalogue.read().own()) {
        Pattern word = Pattern.compile("\\b" + name + "(_bucket|_count|_sum)?\\b");
        boolean isOfAgent = name.startsWith("telemetry_agent_");
        long named = word.matcher(before).results().count();
        assertThat(word.matcher(after).results().count())
            .as(name + " in " + file)
            .isEqualTo(isOfAgent ? named : 0);
        renamed += isOfAgent ? 0 : named;
      }
      assertThat(renamed).as("names in " + file).isPositive();
      assertThat(Pattern.compile("\\bacme_").matcher(after).results().count()).isEqualTo(renamed);
    }
    assertThat(Files.readString(folder.resolve("alert-rules.yml")))
        .contains("runbook_url: https://wiki/runbook#deploymentfailed")
        .doesNotContain("runbook_url: https://example.com");
    Programs.outputOf(
        folder,
        Programs.onPath("promtool", "Prometheus").toString(),
        "check",
        "rules",
        "recording-rules.yml",
        "alert-rules.yml");
  }

  @OnEachJdk
  void whatSomebodyHasChangedIsNotOverwritten(Jdk jdk) throws IOException {
    Tool.run(jdk, "export", "alerts", folder.toString());
    Path changed = Files.writeString(folder.resolve("alert-rules.yml"), "groups: []\n");
    Files.delete(folder.resolve("recording-rules.yml"));

    Ending refused = Tool.run(jdk, "export", "alerts", folder.toString());
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.stderr())
        .singleElement()
        .asString()
        .contains("alert-rules.yml", "--replace");
    assertThat(refused.stdout()).isEmpty();
    assertThat(changed).hasContent("groups: []");
    assertThat(folder.resolve("recording-rules.yml")).doesNotExist();

    assertThat(Tool.run(jdk, "export", "alerts", folder.toString(), "--replace").exitCode())
        .isZero();
    assertThat(changed).hasSameBinaryContentAs(inRepository("alerts", "alert-rules.yml"));
  }

  @OnEachJdk
  void whatCannotBeExportedIsNamed(Jdk jdk) {
    Ending wrong = Tool.run(jdk, "export", "metrics", folder.toString());
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.stderr()).singleElement().asString().contains("'metrics'", "dashboards");
    Ending name = Tool.run(jdk, "export", "alerts", folder.toString(), "--namespace", "9-a");
    assertThat(name.exitCode()).isEqualTo(2);
    assertThat(name.stderr()).singleElement().asString().contains("'9-a'");
  }

  private Path inRepository(String place, String file) {
    Path within = Path.of(file);
    Path relative = within.isAbsolute() ? folder.relativize(within) : within;
    return Artifacts.ofRepository(place).resolve(relative);
  }
}
