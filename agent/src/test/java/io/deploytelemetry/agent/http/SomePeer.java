package io.deploytelemetry.agent.http;

import java.net.InetAddress;

/** Somebody on this machine. */
final class SomePeer implements Peer {

  @Override
  public InetAddress address() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public boolean isCertified() {
    return false;
  }

  @Override
  public void cut(String reason) {
    throw new AssertionError(reason);
  }
}
