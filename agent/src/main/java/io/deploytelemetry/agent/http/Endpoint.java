package io.deploytelemetry.agent.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** What answers the requests for one path; their method is GET or HEAD. */
interface Endpoint {
  void answer(HttpExchange exchange) throws IOException;
}
