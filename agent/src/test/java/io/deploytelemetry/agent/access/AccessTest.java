package io.deploytelemetry.agent.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {

  private static final String RIGHT = "Basic " + Hashes.pair("eve", "öpen:sesame");

  @Test
  void usersComeInWithTheirPassword() {
    Access access = users(Hashes.line("eve", "öpen:sesame", 1_000));

    assertThat(access.isOn()).isTrue();
    assertThat(access.judge(false, RIGHT)).isEqualTo(Verdict.GRANTED);
    assertThat(access.judge(false, RIGHT.replace("Basic", "basic"))).isEqualTo(Verdict.GRANTED);
    assertThat(access.judge(false, null)).isEqualTo(Verdict.REFUSED);
    assertThat(access.judge(false, "Basic")).isEqualTo(Verdict.REFUSED);
    assertThat(access.judge(false, "Basic !")).isEqualTo(Verdict.REFUSED);
    assertThat(access.judge(false, "Bearer x")).isEqualTo(Verdict.REFUSED);
    assertThat(access.challenge()).startsWith("Basic realm=");
  }

  @Test
  void wrongPasswordsAndUnknownUsersDoNot() {
    String line = Hashes.line("eve", "öpen:sesame", 1_000);

    assertThat(users(line).judge(false, "Basic " + Hashes.pair("eve", "open")))
        .isEqualTo(Verdict.REFUSED);
    assertThat(users(line).judge(false, "Basic " + Hashes.pair("eva", "öpen:sesame")))
        .isEqualTo(Verdict.REFUSED);
    assertThat(users(line).judge(false, "Basic " + Hashes.pair("eve", "")))
        .isEqualTo(Verdict.REFUSED);
  }

  @Test
  void whoeverGuessesCostsLittleAndLocksNobodyOut() {
    Access access = users(Hashes.line("eve", "öpen:sesame", 100_000));
    assertThat(access.judge(false, RIGHT)).isEqualTo(Verdict.GRANTED);

    int compared = 0;
    for (int i = 0; i < 500; i++) {
      Verdict guess = access.judge(false, "Basic " + Hashes.pair("eve", "guess " + i));
      compared += guess == Verdict.REFUSED ? 1 : 0;
      assertThat(access.judge(false, RIGHT)).isEqualTo(Verdict.GRANTED);
    }

    assertThat(compared).isBetween(1, 5);
  }

  @Test
  void tokensAreComparedWhole() {
    Access access = new Access(new AccessOptions("", "", "", "t0ken", false, true), ok -> {});

    assertThat(access.judge(false, "Bearer t0ken")).isEqualTo(Verdict.GRANTED);
    assertThat(access.judge(false, "Bearer t0ke")).isEqualTo(Verdict.REFUSED);
    assertThat(access.judge(false, "Bearer t0ken2")).isEqualTo(Verdict.REFUSED);
    assertThat(access.challenge()).isEqualTo("Bearer realm=\"telemetry\"");
  }

  @Test
  void certificateIsEnoughUnlessEveryConnectionHasOne() {
    String line = Hashes.line("eve", "x", 1_000);
    Access wanted = new Access(new AccessOptions("", line, "", "", true, false), ok -> {});
    Access needed = new Access(new AccessOptions("", line, "", "", true, true), ok -> {});
    Access alone = new Access(new AccessOptions("", "", "", "", true, true), ok -> {});

    assertThat(wanted.judge(true, null)).isEqualTo(Verdict.GRANTED);
    assertThat(wanted.judge(false, null)).isEqualTo(Verdict.REFUSED);
    assertThat(needed.judge(true, null)).isEqualTo(Verdict.REFUSED);
    assertThat(alone.judge(true, null)).isEqualTo(Verdict.GRANTED);
  }

  @Test
  void fileThatIsWrongLetsNobodyIn(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("users"), "eve:secret\n");
    Access access =
        new Access(new AccessOptions(file.toString(), "", "", "", false, true), ok -> {});

    assertThat(access.isOn()).isTrue();
    assertThat(access.judge(false, "Basic " + Hashes.pair("eve", "secret")))
        .isEqualTo(Verdict.REFUSED);
  }

  private static Access users(String line) {
    return new Access(new AccessOptions("", line, "", "", false, true), ok -> {});
  }
}
