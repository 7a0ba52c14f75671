package org.hinomi.collector.console;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hinomi.collector.access.Principal;
import org.hinomi.collector.access.Principal.Proof;
import org.hinomi.collector.access.Scope;
import org.hinomi.collector.access.Sessions.Session;
import org.hinomi.collector.audit.AuditRecord;
import org.jspecify.annotations.Nullable;

/**
 * What every request passes: the name that it calls this server, who it is from and whether they
 * may. What changes something is noted when it is done, with how it went.
 */
final class Gate {
  static final HeaderName CSRF = HeaderNames.create("X-CSRF-Token");
  private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
  private static final String BEARER = "bearer ";

  /** Open to whoever runs on this machine, and to nobody else. */
  private static final Set<String> LOCAL_PAGES = Set.of("/metrics", "/health");

  /** Open to whoever is known, with any scope. */
  private static final Set<String> OWN_PAGES =
      Set.of(LoginPage.HOME, LoginPage.LOGOUT, LoginPage.SESSION);

  /** The token is that which was shown, not one that the request names. */
  private static final Set<String> NOT_NOTED = Set.of("lang", "zone", "by", "token");

  /** What makes a request the next one of a reading. */
  private static final Set<String> GOES_ON = Set.of("position", "after", "wait");

  /**
   * No request of ours has as many. What is beyond would not be noted, and could be the question.
   */
  private static final int MOST_PARAMETERS = AuditRecord.MOST_DETAILS - 2;

  private final Access access;
  private final Doors doors;
  private final NotedReadings readings = new NotedReadings(System::nanoTime);

  Gate(Access access, Doors doors) {
    this.access = access;
    this.doors = doors;
  }

  /** Why a request goes no further. */
  private record Refusal(Status status, String message) {}

  void pass(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    secure(response);
    Requester.begins(request);
    String path = request.path().path();
    String method = request.prologue().method().text().toUpperCase(Locale.ROOT);
    try {
      Refusal refused = refused(request, path, method);
      if (refused == null) {
        proceed(chain, request, response, noted(request, method, path));
      } else if (refused.status().equals(Status.UNAUTHORIZED_401) && wantsPage(request, method)) {
        response.status(Status.SEE_OTHER_303).header(HeaderNames.LOCATION, LoginPage.PATH).send();
      } else {
        if (refused.status().equals(Status.UNAUTHORIZED_401)) {
          response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        Console.error(response, refused.status(), refused.message());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("who may come in cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * As what it is noted; empty: not. Commands on this machine read files as they like: only who has
   * shown to be a user is held to what they read. An import of theirs they note themselves, whole.
   */
  private static String noted(ServerRequest request, String method, String path) {
    String action = Permissions.action(method, path);
    boolean user =
        Requester.principal(request).map(who -> who.proof() != Proof.LOCAL).orElse(false);
    if (!user) {
      return action.equals(Permissions.IMPORT) ? "" : action;
    }
    return action.isEmpty() ? Permissions.reading(path) : action;
  }

  private void noteDone(ServerRequest request, String action) {
    String reading = reading(request, action);
    boolean next =
        action.equals(Permissions.IMPORT)
            || (action.startsWith(Permissions.READ)
                && GOES_ON.stream().anyMatch(request.query()::contains));
    if (!next) {
      readings.add(reading);
    } else if (!readings.begins(reading)) {
      return;
    }
    if (!doors.audit().done(action, Requester.who(request), details(request))) {
      readings.forget(reading);
    }
  }

  /** The same for each request of a reading. */
  private static String reading(ServerRequest request, String action) {
    Map<String, String> details = details(request);
    details.keySet().removeAll(GOES_ON);
    return action + Requester.who(request) + details;
  }

  /** What a browser is told of every answer; pages say more of themselves. */
  private void secure(ServerResponse response) {
    response
        .header("X-Content-Type-Options", "nosniff")
        .header("Cache-Control", "no-store")
        .header("Referrer-Policy", "no-referrer")
        .header("X-Frame-Options", "DENY")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header(
            "Content-Security-Policy",
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
    if (doors.secure()) {
      response.header("Strict-Transport-Security", "max-age=31536000");
    }
  }

  private @Nullable Refusal refused(ServerRequest request, String path, String method)
      throws IOException {
    if (!access.knowsHost(request.headers().first(HeaderNames.HOST).orElse(null))) {
      return new Refusal(
          Status.create(421, "Misdirected Request"),
          "Host header does not name this server (expected: localhost or a name in console.names)");
    }
    if (request.query().names().size() > MOST_PARAMETERS) {
      return new Refusal(
          Status.BAD_REQUEST_400,
          "too many parameters (expected: at most " + MOST_PARAMETERS + ")");
    }
    // Its links carry their own proof.
    if (path.equals(AckPage.PATH)) {
      return null;
    }
    boolean here = Access.isLoopback(request.remotePeer().address());
    if (!here && !doors.gatekeeper().hasUsers()) {
      return new Refusal(
          Status.FORBIDDEN_403,
          "answered on this machine alone as long as there are no users (hinomi user add)");
    }
    if (here && LOCAL_PAGES.contains(path)) {
      return null;
    }
    if (path.equals(LoginPage.PATH)) {
      return Permissions.safe(method) || sameSite(request) ? null : foreign();
    }
    return notAllowed(request, path, method);
  }

  private @Nullable Refusal notAllowed(ServerRequest request, String path, String method)
      throws IOException {
    Optional<Principal> known = byToken(request);
    Optional<Session> session = Optional.empty();
    if (known.isEmpty()) {
      session = session(request);
      known = session.isEmpty() ? Optional.empty() : doors.gatekeeper().by(session.get());
    }
    if (known.isEmpty()) {
      return new Refusal(
          Status.UNAUTHORIZED_401, "token missing or wrong (expected: Bearer token)");
    }
    Requester.is(request, known.get());
    session.ifPresent(mine -> Requester.has(request, mine));
    boolean own = OWN_PAGES.contains(path);
    Scope wanted = Permissions.of(method, path);
    if (!own && !known.get().may(wanted)) {
      note(request, noted(request, method, path), "not allowed");
      return new Refusal(
          Status.FORBIDDEN_403, "not allowed (expected: the scope " + wanted.word() + ")");
    }
    if (session.isPresent() && !Permissions.safe(method)) {
      // The page's own form shows its token in the body.
      boolean shown = own || showsToken(request, session.get());
      if (!shown || !sameSite(request)) {
        note(request, Permissions.action(method, path), "not from a page of this server");
        return foreign();
      }
    }
    return null;
  }

  private static Refusal foreign() {
    return new Refusal(
        Status.FORBIDDEN_403,
        "not from a page of this server (expected: the header X-CSRF-Token of this session)");
  }

  private Optional<Principal> byToken(ServerRequest request) throws IOException {
    String header = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
    return header.toLowerCase(Locale.ROOT).startsWith(BEARER)
        ? doors.gatekeeper().byToken(header.substring(BEARER.length()).strip())
        : Optional.empty();
  }

  private Optional<Session> session(ServerRequest request) throws IOException {
    String cookie = cookie(request);
    return cookie.isEmpty() ? Optional.empty() : doors.gatekeeper().session(cookie);
  }

  /** What the browser holds of its session; empty where it has none. */
  String cookie(ServerRequest request) {
    return request.headers().cookies().first(LoginPage.cookie(doors.secure())).orElse("");
  }

  private static boolean showsToken(ServerRequest request, Session session) {
    return same(request.headers().first(CSRF).orElse(""), session.csrf().reveal());
  }

  static boolean same(String given, String expected) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
  }

  /** Browsers say which page a request comes from; what is no browser has no cookies to misuse. */
  private static boolean sameSite(ServerRequest request) {
    String site = request.headers().first(FETCH_SITE).orElse("same-origin");
    String origin = request.headers().first(HeaderNames.ORIGIN).orElse("");
    String host = request.headers().first(HeaderNames.HOST).orElse("");
    return (site.equals("same-origin") || site.equals("none"))
        && (origin.isEmpty() || origin.replaceFirst("^https?://", "").equalsIgnoreCase(host));
  }

  private static boolean wantsPage(ServerRequest request, String method) {
    return method.equals("GET")
        && request.headers().first(HeaderNames.ACCEPT).orElse("").contains("text/html");
  }

  private void proceed(
      FilterChain chain, RoutingRequest request, RoutingResponse response, String action) {
    boolean done = false;
    ReadAhead connection = WatchedHttp.RECEIVED.get();
    try {
      if (Requester.principal(request).isPresent()) {
        connection.answering();
      }
      chain.proceed();
      done = response.status().code() < 400;
    } finally {
      connection.answered();
      // Who hangs up has read what came until then: to end a reading is no failure of it.
      boolean read = action.startsWith(Permissions.READ) && response.status().code() < 400;
      if (read || (done && !action.isEmpty())) {
        noteDone(request, action);
      } else {
        note(request, action, "status " + response.status().code());
      }
    }
  }

  private void note(ServerRequest request, String action, String reason) {
    if (!action.isEmpty()) {
      doors.audit().failed(action, Requester.who(request), reason, details(request));
    }
  }

  private static Map<String, String> details(ServerRequest request) {
    Map<String, String> details = new LinkedHashMap<>();
    Requester.principal(request)
        .filter(who -> !who.detail().isEmpty())
        .ifPresent(who -> details.put("token", who.detail()));
    details.putAll(Requester.told(request));
    for (String name : request.query().names()) {
      if (!NOT_NOTED.contains(name)) {
        details.put(name, request.query().get(name));
      }
    }
    return details;
  }
}
