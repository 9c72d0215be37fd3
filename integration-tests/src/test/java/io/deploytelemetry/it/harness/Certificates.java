package io.deploytelemetry.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** An authority of the test's own, and certificates that it signs, made with openssl. */
public final class Certificates {

  private final Path directory;

  /** Makes an authority. */
  public Certificates(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout ca.key -out ca.pem");
  }

  /** The authority's certificate. */
  public Path authority() {
    return directory.resolve("ca.pem");
  }

  /** The certificate of a name. */
  public Path certificate(String name) {
    return directory.resolve(name + ".pem");
  }

  /** The private key of a name, PKCS#8. */
  public Path key(String name) {
    return directory.resolve(name + ".key");
  }

  /** Signs a new certificate for this machine, in place of the one of that name if there is one. */
  public Certificates sign(String name) throws IOException {
    openssl(
        "req -newkey rsa:2048 -nodes -subj /CN=" + name + " -keyout new.key -out " + name + ".csr");
    Files.writeString(
        directory.resolve("extensions"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
    openssl(
        "x509 -req -days 2 -CA ca.pem -CAkey ca.key -CAcreateserial -extfile extensions -in "
            + name
            + ".csr -out new.pem");
    Files.move(directory.resolve("new.key"), key(name), StandardCopyOption.REPLACE_EXISTING);
    Files.move(
        directory.resolve("new.pem"), certificate(name), StandardCopyOption.REPLACE_EXISTING);
    return this;
  }

  private void openssl(String arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(arguments.split(" ")));
    command.add(0, Programs.onPath("openssl", "OpenSSL").toString());
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor()).as(said).isZero();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
