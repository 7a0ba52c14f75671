package org.hinomi.collector.console;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.function.Supplier;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.audit.AuditRecord;
import org.hinomi.collector.record.History;
import org.hinomi.collector.search.AlertDetail;
import org.hinomi.collector.search.AlertReport;
import org.hinomi.collector.search.CollectorStatus;
import org.hinomi.collector.search.CountSearches;
import org.hinomi.collector.search.FollowSearches;
import org.hinomi.collector.search.Format;
import org.hinomi.collector.search.QueryException;
import org.hinomi.collector.search.Question;
import org.hinomi.collector.search.Searches;
import org.hinomi.collector.search.SilenceReport;
import org.hinomi.collector.search.SourceStates;
import org.hinomi.collector.search.SqlSearches;
import org.hinomi.collector.search.StatusReport;
import org.hinomi.collector.search.TimelineSearches;
import org.hinomi.core.text.Language;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/search?q=&from=&to=&limit=&format=&zone=&after=}, {@code
 * /api/v1/search/follow?position=&wait=}, {@code /api/v1/search/count}, {@code POST /api/v1/sql},
 * {@code /api/v1/search/top?top=}, {@code /api/v1/search/histogram?step=&by=}, {@code
 * /api/v1/metrics?host=&metric=&step=…}, {@code /api/v1/timeline?at=&within=&host=&user=&address=},
 * {@code /api/v1/alerts?history=&id=&silences=} and {@code /api/v1/status}. Answers are streamed;
 * an answer that breaks off ends the connection without the last chunk, so that nobody takes it for
 * whole.
 */
final class Api implements HttpService {
  private static final Set<String> COMMON = Set.of("from", "to", "limit", "format", "zone", "lang");

  /** Names the cursor of the next page, where the limit cut an answer. */
  static final HeaderName NEXT = HeaderNames.create("Hinomi-Next");

  /** Names the position from which the next look goes on. */
  static final HeaderName POSITION = HeaderNames.create("Hinomi-Position");

  /**
   * Bytes of an answer with a limit that are held back, for its end says whether there is a next
   * page and the head must name it. A longer answer has no such header.
   */
  private static final int HELD_FOR_NEXT = 4 << 20;

  private final History history;
  private final Searches searches;
  private final CountSearches counts;
  private final FollowSearches follows;
  private final TimelineSearches timelines;
  private final SqlSearches sql;
  private final InstantSource clock;
  private final AlertReader alerts;
  private final Supplier<CollectorStatus> status;

  Api(History history, AlertReader alerts, InstantSource clock, Supplier<CollectorStatus> status) {
    this.history = history;
    this.searches = new Searches(history, clock);
    this.counts = new CountSearches(history, clock);
    this.follows = new FollowSearches(history, clock);
    this.timelines = new TimelineSearches(history, clock);
    this.sql = new SqlSearches(history);
    this.clock = clock;
    this.alerts = alerts;
    this.status = status;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/search", this::search)
        .get("/search/count", this::count)
        .get("/search/follow", this::follow)
        .get("/search/top", this::top)
        .get("/search/histogram", this::histogram)
        .get("/timeline", this::timeline)
        .post("/sql", this::sql)
        .get("/metrics", this::metrics)
        .get("/alerts", this::alerts)
        .get("/status", this::status);
  }

  private void search(ServerRequest request, ServerResponse response)
      throws QueryException, IOException {
    known(request, Set.of("q", "after"));
    Question question = question(request);
    Searches.Page page = searches.events(query(request), parameter(request, "after"), question);
    response.header(HeaderNames.CONTENT_TYPE, question.format().mediaType());
    LateStream out = new LateStream(response, page.limit() == 0 ? 0 : HELD_FOR_NEXT);
    try (Hangup hangup = Hangup.watch()) {
      page.writeTo(out);
    }
    if (!out.begun()) {
      page.next().ifPresent(next -> response.header(NEXT, next));
    }
    out.close();
  }

  private void follow(ServerRequest request, ServerResponse response)
      throws QueryException, IOException {
    known(request, Set.of("q", "position", "wait"));
    Question question = question(request);
    Integer wait = number("wait", parameter(request, "wait"), "seconds");
    Long position = position(parameter(request, "position"));
    try (Hangup hangup = Hangup.watch()) {
      FollowSearches.Look look =
          follows.look(
              query(request), position, Duration.ofSeconds(wait == null ? 0 : wait), question);
      response.header(HeaderNames.CONTENT_TYPE, question.format().mediaType());
      response.header(POSITION, Long.toString(look.next()));
      OutputStream out = new LateStream(response, 0);
      look.writeTo(out);
      out.close();
    }
  }

  private static @Nullable Long position(@Nullable String text) {
    try {
      return text == null ? null : Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "position: " + text + " (expected: what the header Hinomi-Position said)", e);
    }
  }

  private void count(ServerRequest request, ServerResponse response)
      throws QueryException, IOException {
    known(request, Set.of("q"));
    Question question = question(request);
    stream(response, question.format(), counts.count(query(request), question));
  }

  private void top(ServerRequest request, ServerResponse response)
      throws QueryException, IOException {
    known(request, Set.of("q", "top"));
    Question question = question(request);
    String fields = needed(request, "top", "names of fields, such as host.name,5");
    stream(response, question.format(), counts.top(query(request), fields, question));
  }

  private void histogram(ServerRequest request, ServerResponse response)
      throws QueryException, IOException {
    known(request, Set.of("q", "step", "by"));
    Question question = question(request);
    String step = needed(request, "step", "a length of time such as 5m");
    stream(
        response,
        question.format(),
        counts.histogram(query(request), step, parameter(request, "by"), question));
  }

  private void timeline(ServerRequest request, ServerResponse response)
      throws QueryException, IOException {
    known(request, Set.of("q", "at", "within", "host", "user", "address"));
    Question question = question(request);
    TimelineSearches.Around around =
        new TimelineSearches.Around(
            needed(request, "at", "a moment such as 2026-10-05T14:00+09:00"),
            parameter(request, "within"),
            parameter(request, "host"),
            parameter(request, "user"),
            parameter(request, "address"),
            query(request));
    stream(response, question.format(), timelines.around(around, question));
  }

  private void sql(ServerRequest request, ServerResponse response) throws IOException {
    known(request, Set.of());
    Question question = question(request);
    String asked = request.content().as(String.class);
    Requester.tells(request, "sql", AuditRecord.cutSql(asked));
    stream(response, question.format(), sql.ask(asked, question));
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
        new StatusReport(
            history.status(),
            status.get(),
            SourceStates.read(history, clock.instant()),
            clock.instant(),
            question));
  }

  private void alerts(ServerRequest request, ServerResponse response) throws IOException {
    known(request, Set.of("history", "id", "silences"));
    Question question = question(request);
    String id = parameter(request, "id");
    String silences = parameter(request, "silences");
    if (id != null) {
      stream(response, question.format(), new AlertDetail(alerts, id, question));
      return;
    }
    if (silences != null) {
      boolean all = silences.equals("all");
      stream(
          response,
          question.format(),
          new SilenceReport(alerts.silences(clock.instant(), all), clock.instant(), question));
      return;
    }
    Integer steps = number("history", parameter(request, "history"), "a number of steps");
    stream(
        response, question.format(), new AlertReport(alerts, steps == null ? 0 : steps, question));
  }

  private static void stream(ServerResponse response, Format format, Searches.Answer answer)
      throws IOException {
    response.header(HeaderNames.CONTENT_TYPE, format.mediaType());
    OutputStream out = new LateStream(response, 0);
    try (Hangup hangup = Hangup.watch()) {
      answer.writeTo(out);
    }
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

  /** The language that a request asks for; English where it asks for none that we have. */
  static Language reader(ServerRequest request) {
    String lang = parameter(request, "lang");
    return lang == null ? Language.EN : Language.of(lang).orElse(Language.EN);
  }

  private static Language language(@Nullable String text) {
    return text == null
        ? Language.EN
        : Language.of(text)
            .orElseThrow(
                () -> new IllegalArgumentException("lang: " + text + " (expected: en, ja)"));
  }

  /** The zone that a request names; UTC where it names none. */
  static ZoneId zone(@Nullable String text) {
    try {
      return text == null ? ZoneOffset.UTC : ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "zone: " + text + " (expected: a zone such as Asia/Tokyo or +09:00)", e);
    }
  }

  private static String query(ServerRequest request) {
    String query = parameter(request, "q");
    return query == null ? "" : query;
  }

  private static String needed(ServerRequest request, String name, String expected) {
    String value = parameter(request, name);
    if (value == null) {
      throw new IllegalArgumentException(name + ": missing (expected: " + expected + ")");
    }
    return value;
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
}
