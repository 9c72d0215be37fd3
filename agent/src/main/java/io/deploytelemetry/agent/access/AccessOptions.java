package io.deploytelemetry.agent.access;

import io.deploytelemetry.agent.files.BrokenFileException;
import org.jspecify.annotations.Nullable;

/** What callers may show to come in; each {@code ""} for nothing. Immutable. */
public final class AccessOptions {

  private final String usersFile;
  private final String users;
  private final String tokenFile;
  private final String token;
  private final boolean hasClientCa;
  private final boolean isCertificateNeeded;

  /**
   * A file goes before what is inline.
   *
   * @param hasClientCa whether clients are asked for certificates
   * @param isCertificateNeeded whether there are no connections without: then a certificate does
   *     not stand in for a password
   */
  public AccessOptions(
      String usersFile,
      String users,
      String tokenFile,
      String token,
      boolean hasClientCa,
      boolean isCertificateNeeded) {
    this.usersFile = usersFile;
    this.users = users;
    this.tokenFile = tokenFile;
    this.token = token;
    this.hasClientCa = hasClientCa;
    this.isCertificateNeeded = isCertificateNeeded;
  }

  /** Whether callers may show the same. */
  boolean areSame(AccessOptions other) {
    return usersFile.equals(other.usersFile)
        && users.equals(other.users)
        && tokenFile.equals(other.tokenFile)
        && token.equals(other.token)
        && hasClientCa == other.hasClientCa
        && isCertificateNeeded == other.isCertificateNeeded;
  }

  /** What is wrong with the users that are inline; {@code null} if nothing is. */
  public @Nullable String problem() {
    try {
      if (!users.isEmpty()) {
        Users.ofOption(users);
      }
      return null;
    } catch (BrokenFileException malformed) {
      return malformed.getMessage();
    }
  }

  String usersFile() {
    return usersFile;
  }

  String users() {
    return users;
  }

  String tokenFile() {
    return tokenFile;
  }

  String token() {
    return token;
  }

  boolean hasUsers() {
    return !usersFile.isEmpty() || !users.isEmpty();
  }

  boolean hasToken() {
    return !tokenFile.isEmpty() || !token.isEmpty();
  }

  boolean isOn() {
    return hasUsers() || hasToken() || hasClientCa;
  }

  boolean isCertificateEnough() {
    return !isCertificateNeeded || !(hasUsers() || hasToken());
  }
}
