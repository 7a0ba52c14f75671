package org.hinomi.collector.console;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hinomi.collector.alert.Act;
import org.hinomi.collector.alert.AlertActions;
import org.hinomi.collector.alert.AlertException;
import org.hinomi.collector.alert.Matcher;
import org.hinomi.collector.alert.Silence;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.text.FoundText;
import org.hinomi.collector.search.AlertReport;
import org.hinomi.collector.search.TimeText;
import org.hinomi.collector.search.WrongQuestion;
import org.hinomi.core.text.Messages;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/v1/alert/ack?id=&by=&until=&note=}, {@code /unack?id=&by=&note=}, {@code
 * /close?id=&by=&note=}, {@code /silence?match=&from=&until=&by=&note=} (several {@code match} in
 * lines of one), {@code /unsilence?id=&by=}. The answer is a sentence. {@code until} and {@code
 * from} are times; {@code until} may be a length such as {@code 2h}.
 */
public final class AlertApi implements HttpService {
  private static final Set<String> KNOWN =
      Set.of("id", "by", "until", "from", "note", "match", "lang", "zone", "format");

  /** A length of time, where a moment may stand too. */
  private static final String LENGTH = "\\d+(ms|[smhdw]).*";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private final AlertActions actions;
  private final InstantSource clock;

  public AlertApi(AlertActions actions, InstantSource clock) {
    this.actions = actions;
    this.clock = clock;
  }

  private interface Deed {
    String done(Asked asked) throws IOException, AlertException;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .post("/ack", (request, response) -> act(this::acknowledge, request, response))
        .post("/unack", (request, response) -> act(this::unacknowledge, request, response))
        .post("/close", (request, response) -> act(this::close, request, response))
        .post("/silence", (request, response) -> act(this::silence, request, response))
        .post("/unsilence", (request, response) -> act(this::unsilence, request, response));
  }

  private static void act(Deed deed, ServerRequest request, ServerResponse response)
      throws IOException {
    for (String name : request.query().names()) {
      if (!KNOWN.contains(name)) {
        throw new IllegalArgumentException("unknown parameter: " + name);
      }
    }
    Asked asked =
        new Asked(request, Messages.of(AlertReport.class, Api.reader(request)), zone(request));
    try {
      String done = deed.done(asked);
      response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8").send(done + "\n");
    } catch (AlertException e) {
      throw new WrongQuestion(
          "alert." + e.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'), e.value());
    }
  }

  private static ZoneId zone(ServerRequest request) {
    return Api.zone(request.query().contains("zone") ? request.query().get("zone") : null);
  }

  /** What a request says. */
  private record Asked(ServerRequest request, Messages texts, ZoneId zone) {
    String value(String name) {
      return request.query().contains(name) ? request.query().get(name) : "";
    }

    String by() {
      return Requester.by(request, value("by"));
    }

    private String title(Transition step) {
      return new FoundText(texts.language(), zone).title(step.rule(), step.title());
    }

    String done(String key, Transition step) {
      return texts.get("act." + key, step.life().substring(0, 8), title(step), step.host());
    }
  }

  private @Nullable Instant time(Asked asked, String name, Instant from) {
    String text = asked.value(name);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return text.matches(LENGTH)
          ? from.plus(TimeText.duration(text))
          : TimeText.parse(text, clock.instant(), asked.zone());
    } catch (WrongQuestion e) {
      throw new WrongQuestion("in", name, e);
    }
  }

  private String acknowledge(Asked asked) throws IOException, AlertException {
    Instant until = time(asked, "until", clock.instant());
    Act act = new Act(asked.by(), until, asked.value("note"));
    Transition step = actions.acknowledge(asked.value("id"), act);
    return asked.done("acknowledged", step);
  }

  private String unacknowledge(Asked asked) throws IOException, AlertException {
    return asked.done(
        "unacknowledged",
        actions.unacknowledge(asked.value("id"), asked.by(), asked.value("note")));
  }

  private String close(Asked asked) throws IOException, AlertException {
    return asked.done("closed", actions.close(asked.value("id"), asked.by(), asked.value("note")));
  }

  private String silence(Asked asked) throws IOException, AlertException {
    Instant given = time(asked, "from", clock.instant());
    Instant from = given == null ? clock.instant() : given;
    Instant until = time(asked, "until", from);
    if (until == null) {
      throw new WrongQuestion("alert.unsaid", "until");
    }
    List<Matcher> matchers =
        Arrays.stream(asked.value("match").split("\n"))
            .map(
                text ->
                    Matcher.of(text).orElseThrow(() -> new WrongQuestion("alert.matcher", text)))
            .toList();
    Silence silence = actions.silence(matchers, from, until, asked.by(), asked.value("note"));
    return asked
        .texts()
        .get("act.silenced", silence.id(), TIME.format(silence.until().atZone(asked.zone())));
  }

  private String unsilence(Asked asked) throws IOException, AlertException {
    Silence silence = actions.endSilence(asked.value("id"), asked.by());
    return asked.texts().get("act.unsilenced", silence.id());
  }
}
