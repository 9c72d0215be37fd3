package io.deploytelemetry.agent.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deploytelemetry.agent.files.BrokenFileException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void keysAreReadAndKnowTheirCertificate(String algorithm)
      throws GeneralSecurityException, BrokenFileException {
    KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    KeyPair other = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    byte[] file = pem("PRIVATE KEY", pair.getPrivate().getEncoded());

    assertThat(PemKey.read("key.pem", file)).isEqualTo(pair.getPrivate());
    assertThat(PemKey.isPair(pair.getPrivate(), pair.getPublic())).isTrue();
    assertThat(PemKey.isPair(pair.getPrivate(), other.getPublic())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
  void keysInOtherFormatsAreRefusedWithTheCommandThatConvertsThem(String type) {
    assertThatThrownBy(() -> PemKey.read("/etc/key.pem", pem(type, new byte[20])))
        .hasMessageContaining(type)
        .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt -in /etc/key.pem");
  }

  @Test
  void blocksAreFoundAmongWhatIsForPeople() throws BrokenFileException {
    String file =
        "subject=CN = x\r\n"
            + new String(pem("CERTIFICATE", new byte[] {1}), StandardCharsets.US_ASCII)
            + "\nissuer\n"
            + new String(pem("CERTIFICATE", new byte[] {2}), StandardCharsets.US_ASCII);

    assertThat(PemBlock.parse("f", file.getBytes(StandardCharsets.US_ASCII)))
        .extracting(PemBlock::bytes)
        .containsExactly(new byte[] {1}, new byte[] {2});
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "-----BEGIN CERTIFICATE-----\nAAAA\n",
        "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"
      })
  void whatIsNoPemIsNamed(String text) {
    assertThatThrownBy(() -> PemBlock.parse("some.pem", text.getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOf(BrokenFileException.class)
        .hasMessageContaining("some.pem");
  }

  private static byte[] pem(String type, byte[] bytes) {
    return ("-----BEGIN "
            + type
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
            + "\n-----END "
            + type
            + "-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
