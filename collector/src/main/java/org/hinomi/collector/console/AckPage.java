package org.hinomi.collector.console;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hinomi.collector.audit.AuditLog;
import org.hinomi.collector.audit.Who;
import org.hinomi.collector.notify.ack.Acknowledgements;
import org.hinomi.collector.notify.ack.Acknowledgements.Result;
import org.hinomi.collector.notify.ack.Acknowledgements.Standing;
import org.hinomi.collector.notify.ack.Acknowledgements.Taken;
import org.hinomi.collector.notify.ack.Tokens;
import org.hinomi.collector.notify.text.Html;
import org.hinomi.core.text.Messages;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code GET /ack?t=TOKEN}: a page with a button; it changes nothing, since mail scanners follow
 * links. {@code POST /ack}: acknowledges, by the button's form ({@code t}, {@code by}), or by a
 * program's JSON ({@code {"token": …, "by": …}}), or by a button in a chat ({@code payload}: JSON
 * with the token as the value of the first of {@code actions}, and {@code user}). Only who has the
 * signed token of a message can do so, and nothing else with it.
 */
public final class AckPage implements HttpService {
  public static final String PATH = "/ack";
  private static final int LONGEST_NAME = 100;

  /** How the audit trail says that somebody had the link of a message. */
  private static final String LINK = "link";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm XXX", Locale.ROOT);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Acknowledgements acknowledgements;
  private final Function<String, ZoneId> zones;
  private final AuditLog audit;

  /**
   * @param zones in which somebody reads times, by their id; "" for anybody
   * @param audit notes who acknowledged
   */
  public AckPage(
      Acknowledgements acknowledgements, Function<String, ZoneId> zones, AuditLog audit) {
    this.acknowledgements = acknowledgements;
    this.zones = zones;
    this.audit = audit;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/", this::ask).post("/", this::take);
  }

  private void ask(ServerRequest request, ServerResponse response) throws IOException {
    Messages words = Messages.of(AckPage.class, Api.reader(request));
    String token = request.query().contains("t") ? request.query().get("t") : "";
    Optional<Tokens.Grant> grant = acknowledgements.look(token);
    if (grant.isEmpty()) {
      Page.send(response, Status.FORBIDDEN_403, words, Page.paragraph(words.get("ack.refused")));
      return;
    }
    Optional<Standing> standing = acknowledgements.standing(grant.get());
    if (standing.isEmpty()) {
      Page.send(response, Status.OK_200, words, Page.paragraph(words.get("ack.over")));
      return;
    }
    String who =
        grant.get().person().isEmpty()
            ? "<p><label>"
                + Html.escape(words.get("ack.name"))
                + " <input name=\"by\" required maxlength=\""
                + LONGEST_NAME
                + "\"></label></p>"
            : Page.paragraph(words.get("ack.as", grant.get().person()));
    Page.send(
        response,
        Status.OK_200,
        words,
        taken(words, standing.get(), zones.apply(grant.get().person()))
            + Page.paragraph(words.get("ack.ask"))
            // Relative: this page may stand below another path, behind a web server.
            + "<form method=\"post\" action=\"?lang="
            + words.language().locale().getLanguage()
            + "\"><input type=\"hidden\" name=\"t\" value=\""
            + Html.escape(token)
            + "\">"
            + who
            + "<p><button type=\"submit\">"
            + Html.escape(words.get("ack.button"))
            + "</button></p></form>");
  }

  /** Who sees to it already: nobody need get up for it. */
  private static String taken(Messages words, Standing standing, ZoneId zone) {
    StringBuilder text = new StringBuilder();
    Map<String, List<Instant>> by =
        standing.taken().stream()
            .collect(
                Collectors.groupingBy(
                    Taken::by,
                    TreeMap::new,
                    Collectors.mapping(Taken::since, Collectors.toList())));
    by.forEach(
        (name, since) ->
            text.append(
                Page.paragraph(
                    words.get(
                        "ack.taken",
                        name,
                        Integer.toString(since.size()),
                        Integer.toString(standing.open()),
                        TIME.format(Collections.min(since).atZone(zone))))));
    return text.isEmpty()
        ? ""
        : text.append(Page.paragraph(words.get("ack.taken-over"))).toString();
  }

  private void take(ServerRequest request, ServerResponse response) throws IOException {
    String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
    String body = FormBody.text(request);
    if (type.startsWith("application/json")) {
      byProgram(body, request, response);
      return;
    }
    Map<String, String> form = FormBody.fields(body);
    if (form.containsKey("payload")) {
      byChat(form.getOrDefault("payload", ""), request, response);
      return;
    }
    Messages words = Messages.of(AckPage.class, Api.reader(request));
    Result result = acknowledge(form.getOrDefault("t", ""), form.getOrDefault("by", ""), request);
    Page.send(
        response,
        result == Result.REFUSED ? Status.FORBIDDEN_403 : Status.OK_200,
        words,
        Page.paragraph(
            words.get(
                switch (result) {
                  case DONE, UNCHANGED -> "ack.done";
                  case OVER -> "ack.over";
                  case REFUSED -> "ack.refused";
                })));
  }

  private void byProgram(String body, ServerRequest request, ServerResponse response)
      throws IOException {
    JsonNode json = json(body);
    answer(
        acknowledge(json.path("token").asString(""), json.path("by").asString(""), request),
        response);
  }

  /** A message's button, as Slack posts it: who pressed it is known to the chat. */
  private void byChat(String payload, ServerRequest request, ServerResponse response)
      throws IOException {
    JsonNode json = json(payload);
    JsonNode user = json.path("user");
    answer(
        acknowledge(
            json.path("actions").path(0).path("value").asString(""),
            user.path("username").asString(user.path("name").asString("")),
            request),
        response);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "body: " + e.getOriginalMessage() + " (expected: JSON)", e);
    }
  }

  private static void answer(Result result, ServerResponse response) {
    response
        .status(result == Result.REFUSED ? Status.FORBIDDEN_403 : Status.OK_200)
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .send(
            JSON.writeValueAsBytes(
                Map.of(
                    "result",
                    switch (result) {
                      case DONE, UNCHANGED -> "acknowledged";
                      case OVER -> "over";
                      case REFUSED -> "refused";
                    })));
  }

  private Result acknowledge(String token, String by, ServerRequest request) throws IOException {
    String given = by.strip().replaceAll("\\p{Cntrl}", "?");
    String name = given.length() > LONGEST_NAME ? given.substring(0, LONGEST_NAME) : given;
    Result result = acknowledgements.acknowledge(token, name);
    // Who is refused writes nothing: anybody can send anything here. Nor who changes nothing: a
    // button can be pressed as often as one likes.
    if (result == Result.DONE) {
      acknowledgements.look(token).ifPresent(grant -> note(grant, name, request));
    }
    return result;
  }

  private void note(Tokens.Grant grant, String name, ServerRequest request) {
    audit.done(
        "alert.ack",
        new Who(grant.person().isEmpty() ? name : grant.person(), LINK, Requester.address(request)),
        Map.of("group", grant.thread()));
  }
}
