package io.deploytelemetry.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeadBufferTest {

  private final HeadBuffer buffer = new HeadBuffer();

  @Test
  void headsThatComeTogetherAreTakenOneByOne() throws IOException, BadRequestException {
    buffer.fill(in("\r\nA\r\nb: c\r\n\r\nD\n\nE"));

    assertThat(take()).isEqualTo("A\r\nb: c\r\n\r\n");
    assertThat(take()).isEqualTo("D\n\n");
    assertThat(buffer.headLength()).isNegative();
    assertThat(buffer.isEmpty()).isFalse();
  }

  @Test
  void headsMayComeByteByByte() throws IOException, BadRequestException {
    InputStream in = in("A\r\nb: c\r\n\r\n");
    while (buffer.headLength() < 0) {
      buffer.fill(one(in));
    }

    assertThat(take()).isEqualTo("A\r\nb: c\r\n\r\n");
    assertThat(buffer.fill(in)).isFalse();
  }

  @Test
  void lineWithoutEndIsRefusedAtEightKibibytes() {
    assertThat(statusAfter("a".repeat(20_000))).isEqualTo(414);
  }

  @Test
  void headersWithoutEndAreRefusedAtEightKibibytes() {
    assertThat(statusAfter("GET / HTTP/1.1\r\nA: " + "a".repeat(20_000))).isEqualTo(431);
  }

  @Test
  void headOfExactlyEightKibibytesIsRead() throws IOException, BadRequestException {
    InputStream in = in("a".repeat(8_190) + "\n\n");
    while (buffer.headLength() < 0) {
      buffer.fill(in);
    }

    assertThat(take()).hasSize(8_192);
  }

  private int statusAfter(String text) {
    InputStream in = in(text);
    BadRequestException refused =
        catchThrowableOfType(
            BadRequestException.class,
            () -> {
              while (buffer.headLength() < 0) {
                assertThat(buffer.fill(in)).isTrue();
              }
            });
    return refused.answer().status();
  }

  private String take() throws BadRequestException {
    return new String(buffer.take(buffer.headLength()), StandardCharsets.ISO_8859_1);
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static InputStream one(InputStream in) throws IOException {
    return new ByteArrayInputStream(in.readNBytes(1));
  }
}
