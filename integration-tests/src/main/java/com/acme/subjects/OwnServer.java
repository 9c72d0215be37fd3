package com.acme.subjects;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** An application with the JDK's HTTP server, for which it sets a limit of its own. */
public final class OwnServer {

  private OwnServer() {}

  /** With the argument {@code late}: once the agent serves already. */
  public static void main(String[] args) throws IOException {
    if (args.length > 0) {
      Stage.pause();
    }
    System.setProperty("sun.net.httpserver.maxReqHeaders", "20");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "the application's own".getBytes("UTF-8");
          exchange.sendResponseHeaders(200, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
    Stage.say("port " + server.getAddress().getPort());
    Stage.pause();
    server.stop(0);
  }
}
