package org.hinomi.collector.console;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.function.Supplier;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.record.History;
import org.hinomi.collector.search.AlertReport;
import org.hinomi.collector.search.CollectorStatus;
import org.hinomi.collector.search.Format;
import org.hinomi.collector.search.QueryException;
import org.hinomi.collector.search.Question;
import org.hinomi.collector.search.Searches;
import org.hinomi.collector.search.StatusReport;
import org.hinomi.core.text.Language;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/search?q=&from=&to=&limit=&format=&zone=}, {@code
 * /api/v1/metrics?host=&metric= &step=…}, {@code /api/v1/alerts?history=} and {@code
 * /api/v1/status}. Answers are streamed; an answer that breaks off ends the connection without the
 * last chunk, so that nobody takes it for whole.
 */
final class Api implements HttpService {
  private static final Set<String> COMMON = Set.of("from", "to", "limit", "format", "zone", "lang");

  private final History history;
  private final Searches searches;
  private final InstantSource clock;
  private final AlertReader alerts;
  private final Supplier<CollectorStatus> status;

  Api(History history, AlertReader alerts, InstantSource clock, Supplier<CollectorStatus> status) {
    this.history = history;
    this.searches = new Searches(history, clock);
    this.clock = clock;
    this.alerts = alerts;
    this.status = status;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/search", this::search)
        .get("/metrics", this::metrics)
        .get("/alerts", this::alerts)
        .get("/status", this::status);
  }

  private void search(ServerRequest request, ServerResponse response)
      throws QueryException, IOException {
    known(request, Set.of("q"));
    Question question = question(request);
    String query = parameter(request, "q");
    Searches.Answer answer = searches.events(query == null ? "" : query, question);
    stream(response, question.format(), answer);
  }

  private void metrics(ServerRequest request, ServerResponse response) throws IOException {
    known(request, Set.of("host", "metric", "step"));
    Question question = question(request);
    Searches.Answer answer =
        searches.metrics(
            parameter(request, "host"),
            parameter(request, "metric"),
            parameter(request, "step"),
            question);
    stream(response, question.format(), answer);
  }

  private void status(ServerRequest request, ServerResponse response) throws IOException {
    known(request, Set.of());
    Question question = question(request);
    stream(
        response,
        question.format(),
        new StatusReport(history.status(), status.get(), clock.instant(), question));
  }

  private void alerts(ServerRequest request, ServerResponse response) throws IOException {
    known(request, Set.of("history"));
    Question question = question(request);
    Integer steps = number("history", parameter(request, "history"), "a number of steps");
    stream(
        response, question.format(), new AlertReport(alerts, steps == null ? 0 : steps, question));
  }

  private static void stream(ServerResponse response, Format format, Searches.Answer answer)
      throws IOException {
    response.header(HeaderNames.CONTENT_TYPE, format.mediaType());
    OutputStream out = new LateStream(response);
    answer.writeTo(out);
    // Closed only after success: closing writes the last chunk.
    out.close();
  }

  private static Question question(ServerRequest request) {
    String format = parameter(request, "format");
    return new Question(
        parameter(request, "from"),
        parameter(request, "to"),
        number("limit", parameter(request, "limit"), "a number, 0 for all"),
        format == null ? Format.JSON : Format.of(format),
        zone(parameter(request, "zone")),
        language(parameter(request, "lang")));
  }

  private static @Nullable Integer number(String name, @Nullable String text, String expected) {
    try {
      return text == null ? null : Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + ": " + text + " (expected: " + expected + ")", e);
    }
  }

  private static Language language(@Nullable String text) {
    return text == null
        ? Language.EN
        : Language.of(text)
            .orElseThrow(
                () -> new IllegalArgumentException("lang: " + text + " (expected: en, ja)"));
  }

  private static ZoneId zone(@Nullable String text) {
    try {
      return text == null ? ZoneOffset.UTC : ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "zone: " + text + " (expected: a zone such as Asia/Tokyo or +09:00)", e);
    }
  }

  private static @Nullable String parameter(ServerRequest request, String name) {
    return request.query().contains(name) ? request.query().get(name) : null;
  }

  /** A parameter nobody reads would change the answer without a word: refuse it. */
  private static void known(ServerRequest request, Set<String> own) {
    for (String name : request.query().names()) {
      if (!COMMON.contains(name) && !own.contains(name)) {
        throw new IllegalArgumentException("unknown parameter: " + name);
      }
    }
  }

  /** Sends the head of the answer with its first bytes: until then it can still become an error. */
  private static final class LateStream extends OutputStream {
    private final ServerResponse response;
    private @Nullable OutputStream out;

    LateStream(ServerResponse response) {
      this.response = response;
    }

    private OutputStream out() {
      OutputStream now = out;
      if (now == null) {
        now = response.outputStream();
        out = now;
      }
      return now;
    }

    @Override
    public void write(int b) throws IOException {
      out().write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out().write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      if (out != null) {
        out.flush();
      }
    }

    @Override
    public void close() throws IOException {
      out().close();
    }
  }
}
