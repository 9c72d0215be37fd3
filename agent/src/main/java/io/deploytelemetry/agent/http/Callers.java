package io.deploytelemetry.agent.http;

import io.deploytelemetry.agent.config.Option;
import org.jspecify.annotations.Nullable;

/**
 * Tells local callers from others: the peer is this machine, and the request names the host by an
 * address or as {@code localhost}. A page in a browser on this machine that has bound a name of its
 * own to 127.0.0.1 passes the first test, and fails the second.
 */
final class Callers {

  private Callers() {}

  static boolean isLocal(Request request) {
    return request.peer().address().isLoopbackAddress() && isLiteralOrLocalhost(request.host());
  }

  /**
   * Whether the value of a {@code Host} header, with or without a port, is no name but localhost.
   */
  static boolean isLiteralOrLocalhost(@Nullable String header) {
    if (header == null || header.isEmpty()) {
      return false;
    }
    if (header.charAt(0) == '[') {
      int close = header.indexOf(']');
      return close > 1 && isPort(header.substring(close + 1)) && isIpv6(header.substring(1, close));
    }
    int colon = header.indexOf(':');
    String host = colon < 0 ? header : header.substring(0, colon);
    return isPort(colon < 0 ? "" : header.substring(colon))
        && (host.equalsIgnoreCase("localhost") || isIpv4(host));
  }

  private static boolean isPort(String text) {
    return text.isEmpty() || text.matches(":[0-9]{1,5}");
  }

  private static boolean isIpv4(String text) {
    return text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  }

  private static boolean isIpv6(String text) {
    return text.indexOf(':') >= 0 && text.matches("[0-9A-Fa-f:.]+(%[0-9A-Za-z._-]+)?");
  }

  /** What callers are told who are neither local nor authenticated; {@code access} opens a path. */
  static Answer refusal(String path, Option access) {
    return Answer.text(
        403,
        path
            + " is for callers on this machine that name it by an address or localhost."
            + " The option "
            + access.key()
            + "=always opens it for everybody, and auth.users.file,"
            + " auth.token.file or tls.client.ca for those who show who they are.");
  }
}
