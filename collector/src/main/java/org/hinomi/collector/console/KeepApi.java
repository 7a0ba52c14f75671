package org.hinomi.collector.console;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.Map;
import org.hinomi.collector.keep.KeepRequests;
import org.hinomi.collector.keep.KeepRequests.Action;
import org.hinomi.collector.search.QueryException;

/**
 * {@code POST /api/v1/keep/hold?query=&by=&reason=}, {@code /api/v1/keep/release?id=&by=&reason=}
 * and {@code /api/v1/keep/move?from=&to=&since=&until=&by=&reason=}. The answer is a sentence or
 * two; of {@code /api/v1/keep/snapshot}, a file in the folder {@code history}.
 */
public final class KeepApi implements HttpService {
  private final KeepRequests requests;

  public KeepApi(KeepRequests requests) {
    this.requests = requests;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .post("/hold", (request, response) -> act(Action.HOLD, request, response))
        .post("/release", (request, response) -> act(Action.RELEASE, request, response))
        .post("/move", (request, response) -> act(Action.MOVE, request, response))
        .post("/snapshot", (request, response) -> act(Action.SNAPSHOT, request, response));
  }

  private void act(Action action, ServerRequest request, ServerResponse response)
      throws QueryException, IOException, InterruptedException {
    Map<String, String> values = Requester.values(request);
    String done = requests.answer(action, values, Api.reader(request));
    response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8").send(done + "\n");
  }
}
