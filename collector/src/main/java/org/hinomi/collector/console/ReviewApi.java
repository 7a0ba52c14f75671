package org.hinomi.collector.console;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.ReviewRun;
import org.hinomi.collector.review.report.ProgressLines;
import org.hinomi.collector.review.report.ReviewRequests;
import org.hinomi.collector.review.report.ReviewRequests.Action;
import org.hinomi.core.text.Language;

/**
 * {@code POST /api/v1/review/start?period=&by=&progress=} with the policy as the body, {@code
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
    if (action == Action.START && "true".equals(values.get("progress"))) {
      start(values, body, Api.reader(request), response);
      return;
    }
    response.header(HeaderNames.CONTENT_TYPE, ReviewRequests.mediaType(action, values));
    OutputStream out = new LateStream(response, 0);
    requests.answer(action, values, body, Api.reader(request), (check, number, of) -> {}, out);
    out.close();
  }

  /** Says how it goes on while it does: it may take minutes. See {@link ProgressLines}. */
  private void start(
      Map<String, String> values, String body, Language language, ServerResponse response)
      throws IOException, InterruptedException {
    response.header(HeaderNames.CONTENT_TYPE, "application/x-ndjson; charset=utf-8");
    LateStream out = new LateStream(response, 0);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    ReviewRun.Progress progress =
        new ReviewRun.Progress() {
          @Override
          public void at(Check check, int number, int of) {
            say(number, of, ProgressLines.title(check, language));
          }

          @Override
          public void reading(int done, int of) {
            say(done, of, ProgressLines.reading(language));
          }

          private void say(int done, int of, String text) {
            try {
              write(out, new ProgressLines.Step(done, of, text));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    try {
      requests.answer(Action.START, values, body, language, progress, answer);
      write(out, new ProgressLines.Answer(answer.toString(StandardCharsets.UTF_8)));
    } catch (UncheckedIOException nobodyReads) {
      throw new IOException(nobodyReads);
    } catch (IOException | IllegalArgumentException e) {
      // Where nothing has been sent yet it is an error like any other.
      if (!out.begun()) {
        throw e;
      }
      write(out, new ProgressLines.Failure(String.valueOf(e.getMessage())));
    }
    out.close();
  }

  private static void write(OutputStream out, ProgressLines.Line line) throws IOException {
    out.write(ProgressLines.write(line).getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
