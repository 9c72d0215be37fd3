package io.deploytelemetry.agent.http;

import io.deploytelemetry.agent.access.AccessOptions;
import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.tls.TlsOptions;

/** What the settings say of encryption and of who may come in. */
final class Security {

  private Security() {}

  static TlsOptions tls(Settings settings) {
    return new TlsOptions(
        settings.get(Option.TLS_CERTIFICATE),
        settings.get(Option.TLS_KEY),
        settings.get(Option.TLS_KEYSTORE),
        settings.get(Option.TLS_KEYSTORE_PASSWORD),
        settings.get(Option.TLS_CLIENT_CA),
        settings.is(Option.TLS_CLIENT_AUTH, "need"));
  }

  static AccessOptions access(Settings settings) {
    return new AccessOptions(
        settings.get(Option.AUTH_USERS_FILE),
        settings.get(Option.AUTH_USERS),
        settings.get(Option.AUTH_TOKEN_FILE),
        settings.get(Option.AUTH_TOKEN),
        !settings.get(Option.TLS_CLIENT_CA).isEmpty(),
        settings.is(Option.TLS_CLIENT_AUTH, "need"));
  }
}
