package io.deploytelemetry.agent.access;

import io.deploytelemetry.agent.files.BrokenFileException;
import io.deploytelemetry.agent.files.FromFiles;
import io.deploytelemetry.agent.log.Log;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in: whoever knows a user's password or the token, as far as there are any. Without a
 * user or token that can be read nobody does.
 *
 * <p>Threads: those of the connections.
 */
public final class Access {

  private static final String NOBODY = "nobody is authenticated so until that is right";

  private final Secrets secrets = new Secrets();
  private final Passwords passwords = new Passwords(secrets);
  private final AccessOptions options;
  private final @Nullable Users inlineUsers;
  private final byte @Nullable [] inlineToken;
  private final @Nullable FromFiles<Users> users;
  private final @Nullable FromFiles<byte[]> token;

  /** Says what can be seen to be wrong. */
  public Access(AccessOptions options, FromFiles.Reloads reloads) {
    this.options = options;
    this.inlineUsers = inlineUsers(options.users());
    this.inlineToken = options.token().isEmpty() ? null : secrets.digest(options.token());
    this.users =
        options.usersFile().isEmpty()
            ? null
            : new FromFiles<>(new UsersRecipe(options.usersFile()), NOBODY, reloads);
    this.token =
        options.tokenFile().isEmpty()
            ? null
            : new FromFiles<>(new TokenRecipe(options.tokenFile(), secrets), NOBODY, reloads);
    if (users != null) {
      users.check();
    }
    if (token != null) {
      token.check();
    }
  }

  private static @Nullable Users inlineUsers(String text) {
    try {
      return text.isEmpty() ? null : Users.ofOption(text);
    } catch (BrokenFileException malformed) {
      Log.error(malformed.getMessage() + "; " + NOBODY);
      return null;
    }
  }

  /** Whether these options ask for what is asked for already. */
  public boolean isFor(AccessOptions asked) {
    return options.areSame(asked);
  }

  /** Whether callers must show who they are. */
  public boolean isOn() {
    return options.isOn();
  }

  /** What to ask callers for, as the value of {@code WWW-Authenticate}. */
  public String challenge() {
    List<String> schemes = new ArrayList<>();
    if (options.hasUsers()) {
      schemes.add("Basic realm=\"telemetry\", charset=\"UTF-8\"");
    }
    if (options.hasToken()) {
      schemes.add("Bearer realm=\"telemetry\"");
    }
    return String.join(", ", schemes);
  }

  /**
   * Judges a caller.
   *
   * @param isCertified whether the connection has shown a client certificate
   * @param authorization the header of that name
   */
  public Verdict judge(boolean isCertified, @Nullable String authorization) {
    if (isCertified && options.isCertificateEnough()) {
      return Verdict.GRANTED;
    }
    int space = authorization == null ? -1 : authorization.indexOf(' ');
    if (authorization == null || space < 0) {
      return Verdict.REFUSED;
    }
    String scheme = authorization.substring(0, space);
    String credentials = authorization.substring(space + 1).trim();
    if (scheme.equalsIgnoreCase("Bearer")) {
      return isToken(secrets.digest(credentials)) ? Verdict.GRANTED : Verdict.REFUSED;
    }
    Users current = users == null ? inlineUsers : users.get();
    return scheme.equalsIgnoreCase("Basic") && current != null
        ? passwords.judge(current, credentials)
        : Verdict.REFUSED;
  }

  private boolean isToken(byte[] digest) {
    byte[] current = token == null ? inlineToken : token.get();
    return current != null && secrets.isSame(current, digest);
  }
}
