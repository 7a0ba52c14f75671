package org.hinomi.collector.console;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.hinomi.collector.review.report.ReviewRequests;
import org.hinomi.collector.review.report.ReviewRequests.Action;

/**
 * {@code POST /api/v1/review/start?period=&by=} with the policy as the body, {@code
 * /api/v1/review/finding?id=&state=&owner=&due=&comment=&by=}, {@code
 * /api/v1/review/step?review=&number=&done=&note=&by=}, {@code /api/v1/review/sign?review=&by=};
 * {@code GET /api/v1/review/list}, {@code /api/v1/review/status}, {@code
 * /api/v1/review/findings?review=&state=&format=}, {@code
 * /api/v1/review/show?review=&format=&table=} and {@code /api/v1/review/init?zone=}. See
 * docs/review.md.
 */
public final class ReviewApi implements HttpService {
  private final ReviewRequests requests;

  public ReviewApi(ReviewRequests requests) {
    this.requests = requests;
  }

  @Override
  public void routing(HttpRules rules) {
    for (Action action : Action.values()) {
      if (action.changes()) {
        rules.post("/" + action.word(), (request, response) -> act(action, request, response));
      } else {
        rules.get("/" + action.word(), (request, response) -> act(action, request, response));
      }
    }
  }

  private void act(Action action, ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    Map<String, String> values = Requester.values(request);
    boolean sent = action == Action.START && request.content().hasEntity();
    String body = sent ? request.content().as(String.class) : "";
    response.header(HeaderNames.CONTENT_TYPE, ReviewRequests.mediaType(action, values));
    OutputStream out = new LateStream(response, 0);
    requests.answer(action, values, body, Api.reader(request), (check, number, of) -> {}, out);
    out.close();
  }
}
