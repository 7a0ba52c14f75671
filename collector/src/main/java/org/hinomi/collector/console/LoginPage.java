package org.hinomi.collector.console;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.access.Gatekeeper.Login;
import org.hinomi.collector.access.Network;
import org.hinomi.collector.access.Passwords.BusyException;
import org.hinomi.collector.access.Principal;
import org.hinomi.collector.access.Principal.Proof;
import org.hinomi.collector.access.Scope;
import org.hinomi.collector.access.Sessions.Session;
import org.hinomi.collector.access.User;
import org.hinomi.collector.audit.Who;
import org.hinomi.collector.notify.text.Html;
import org.hinomi.core.text.Messages;
import tools.jackson.databind.ObjectMapper;

/**
 * {@code GET /login}: the form; {@code POST /login} with {@code name} and {@code password}: a
 * session, which the browser keeps in a cookie; {@code POST /logout}; {@code GET /}: who is logged
 * in; {@code GET /api/v1/session}: the same for programs in the browser, with the token that their
 * requests must show; {@code GET /api/v1/access/held}: who is held back after failures, a line
 * each, a name and until when.
 */
final class LoginPage implements HttpService {
  static final String PATH = "/login";
  static final String LOGOUT = "/logout";
  static final String HOME = "/";
  static final String SESSION = "/api/v1/session";
  static final String HELD = "/api/v1/access/held";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Doors doors;
  private final Gate gate;

  private final NotedReadings heldBack = new NotedReadings(System::nanoTime);

  LoginPage(Doors doors, Gate gate) {
    this.doors = doors;
    this.gate = gate;
  }

  /** The name of the cookie. Browsers take {@code __Host-} over TLS alone, from this host alone. */
  static String cookie(boolean secure) {
    return secure ? "__Host-hinomi" : "hinomi_session";
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get(PATH, this::ask)
        .post(PATH, this::login)
        .post(LOGOUT, this::logout)
        .get(SESSION, this::session)
        .get(HELD, this::held)
        .get(HOME, this::home);
  }

  private static Messages words(ServerRequest request) {
    return Messages.of(LoginPage.class, Page.language(request));
  }

  private void ask(ServerRequest request, ServerResponse response) throws IOException {
    Messages words = words(request);
    if (!doors.gatekeeper().hasUsers()) {
      Page.send(response, Status.OK_200, words, Page.paragraph(words.get("login.no-users")));
      return;
    }
    form(response, Status.OK_200, words, "");
  }

  private static void form(ServerResponse response, Status status, Messages words, String problem) {
    Page.send(
        response,
        status,
        words,
        problem
            // Relative: this page may stand below another path, behind a web server.
            + "<form method=\"post\" action=\"login?lang="
            + words.language().locale().getLanguage()
            + "\"><p><label>"
            + Html.escape(words.get("login.name"))
            + "<br><input name=\"name\" autocomplete=\"username\" required maxlength=\"64\""
            + " autofocus></label></p><p><label>"
            + Html.escape(words.get("login.password"))
            + "<br><input name=\"password\" type=\"password\" autocomplete=\"current-password\""
            + " required maxlength=\"256\"></label></p><p><button type=\"submit\">"
            + Html.escape(words.get("login.button"))
            + "</button></p></form>");
  }

  private void login(ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    Messages words = words(request);
    Map<String, String> fields = FormBody.fields(FormBody.text(request));
    String name = fields.getOrDefault("name", "");
    String address = Requester.address(request);
    // What can be no name may be a password in the wrong place.
    String asked = name.strip().toLowerCase(Locale.ROOT);
    Who who = new Who(User.isName(asked) ? asked : "", "", address);
    Login login;
    try {
      login = doors.gatekeeper().login(name, fields.getOrDefault("password", ""), address);
    } catch (BusyException e) {
      form(
          response, Status.SERVICE_UNAVAILABLE_503, words, Page.paragraph(words.get("login.busy")));
      return;
    }
    switch (login) {
      case Login.Done done -> {
        try {
          response.header(HeaderNames.SET_COOKIE, setCookie(done.session().reveal(), ""));
          response.status(Status.SEE_OTHER_303).header(HeaderNames.LOCATION, "./").send();
        } finally {
          doors
              .audit()
              .done(
                  "session.begin",
                  new Who(done.user().name(), Proof.PASSWORD.word(), address),
                  Map.of());
        }
      }
      case Login.Refused refused -> {
        try {
          form(
              response, Status.UNAUTHORIZED_401, words, Page.paragraph(words.get("login.refused")));
        } finally {
          // Also of who does not wait for the answer.
          note(refused, who);
        }
      }
    }
  }

  /**
   * Who goes on though held back is noted once an hour, of each network: else anybody could fill
   * the history, or one who does would hide the others.
   */
  private void note(Login.Refused refused, Who who) {
    boolean held = refused.reason().equals(Login.HELD);
    String network = Network.around(who.address());
    if (held && !heldBack.begins(network)) {
      return;
    }
    if (!doors.audit().failed("session.begin", who, refused.reason(), Map.of()) && held) {
      heldBack.forget(network);
    }
    if (refused.lockedOut()) {
      doors.audit().done("session.lockout", who, Map.of("target", who.user()));
    }
  }

  private String setCookie(String value, String more) {
    return cookie(doors.secure())
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Strict"
        + (doors.secure() ? "; Secure" : "")
        + more;
  }

  private void logout(ServerRequest request, ServerResponse response) throws IOException {
    Optional<Session> session = Requester.session(request);
    String shown = FormBody.fields(FormBody.text(request)).getOrDefault("csrf", "");
    if (session.isEmpty() || !Gate.same(shown, session.get().csrf().reveal())) {
      Console.error(
          response, Status.FORBIDDEN_403, "csrf: missing or wrong (expected: that of the form)");
      return;
    }
    doors.gatekeeper().logout(gate.cookie(request));
    doors.audit().done("session.end", Requester.who(request), Map.of());
    response.header(HeaderNames.SET_COOKIE, setCookie("", "; Max-Age=0"));
    response.status(Status.SEE_OTHER_303).header(HeaderNames.LOCATION, "login").send();
  }

  private void home(ServerRequest request, ServerResponse response) {
    Messages words = words(request);
    Optional<Session> session = Requester.session(request);
    Principal who = Requester.principal(request).orElseThrow();
    Page.send(
        response,
        Status.OK_200,
        words,
        Page.paragraph(words.get("home.who", who.by(who.proof().word()), Scope.words(who.scopes())))
            + session.map(mine -> logoutForm(mine, words)).orElse(""));
  }

  private static String logoutForm(Session session, Messages words) {
    return "<form method=\"post\" action=\"logout\"><input type=\"hidden\" name=\"csrf\" value=\""
        + Html.escape(session.csrf().reveal())
        + "\"><p><button type=\"submit\">"
        + Html.escape(words.get("home.logout"))
        + "</button></p></form>";
  }

  private void held(ServerRequest request, ServerResponse response) throws IOException {
    StringBuilder lines = new StringBuilder();
    doors
        .gatekeeper()
        .held()
        .forEach((name, until) -> lines.append(name).append(' ').append(until).append('\n'));
    response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8").send(lines.toString());
  }

  private void session(ServerRequest request, ServerResponse response) {
    Principal who = Requester.principal(request).orElseThrow();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("user", who.name());
    body.put("proof", who.proof().word());
    body.put("scopes", who.scopes().stream().sorted().map(Scope::word).toList());
    Requester.session(request).ifPresent(mine -> body.put("csrf", mine.csrf().reveal()));
    response
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .send(JSON.writeValueAsBytes(body));
  }
}
