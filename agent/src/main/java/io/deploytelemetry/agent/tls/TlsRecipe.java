package io.deploytelemetry.agent.tls;

import io.deploytelemetry.agent.files.BrokenFileException;
import io.deploytelemetry.agent.files.Recipe;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** How the context of TLS is made of its files. */
final class TlsRecipe implements Recipe<SSLContext> {

  private final TlsOptions options;

  TlsRecipe(TlsOptions options) {
    this.options = options;
  }

  @Override
  public List<String> files() {
    return options.files();
  }

  @Override
  public void check(Map<String, byte[]> contents) throws BrokenFileException {
    String problem = options.problem();
    if (problem != null) {
      throw new BrokenFileException(problem);
    }
    new TlsMaterial(options, contents).check();
  }

  @Override
  public SSLContext make(Map<String, byte[]> contents) throws BrokenFileException {
    check(contents);
    return new TlsMaterial(options, contents).context();
  }
}
