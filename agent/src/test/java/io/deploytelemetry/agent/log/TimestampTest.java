package io.deploytelemetry.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimestampTest {

  private static final long END_OF_9999 = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
  private static final DateTimeFormatter ORACLE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  @Test
  void momentsAreWrittenAsJavaTimeWritesThem() {
    Random random = new Random(42);
    for (int i = 0; i < 200_000; i++) {
      assertSame((long) (random.nextDouble() * END_OF_9999));
    }
    assertSame(0);
    assertSame(END_OF_9999);
  }

  @Test
  void everyDayOfEightHundredYearsIsRight() {
    for (int year = 1970; year < 2770; year++) {
      for (int day = 1; day <= Year.of(year).length(); day++) {
        assertSame(
            LocalDate.ofYearDay(year, day).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli());
      }
    }
  }

  private static void assertSame(long epochMillis) {
    StringBuilder written = new StringBuilder();
    Timestamp.append(written, epochMillis);
    assertThat(written.toString()).isEqualTo(ORACLE.format(Instant.ofEpochMilli(epochMillis)));
  }
}
