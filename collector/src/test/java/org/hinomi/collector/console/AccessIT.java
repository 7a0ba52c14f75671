package org.hinomi.collector.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.collector.access.Passwords;
import org.hinomi.collector.access.Scope;
import org.hinomi.collector.access.TokenBook;
import org.hinomi.collector.access.UserBook;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.audit.AuditRecord;
import org.hinomi.collector.notify.Waiting;
import org.hinomi.collector.search.CollectorStatus;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets in at the console, and what is noted of it. */
class AccessIT {
  private static final Secret LOCAL = new Secret("what run.json says");
  private static final String PASSWORD = "correct horse battery";
  private static final Instant NOW = Instant.parse("2026-11-28T00:00:00Z");

  @TempDir private Path data;
  private final ConcurrentLinkedQueue<AuditRecord> noted = new ConcurrentLinkedQueue<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean full;
  private UserBook users;
  private Console console;
  private String url = "";

  @BeforeEach
  void start() throws Exception {
    users = new UserBook(UserBook.folderIn(data), InstantSource.system());
    HttpService acts =
        rules ->
            rules.post(
                "/{act}",
                (request, response) ->
                    response.send("by " + Requester.values(request).getOrDefault("by", "nobody")));
    console =
        new Console(
            new HostPort("127.0.0.1", 0),
            List.of(),
            TestDoors.of(data, LOCAL, this::note),
            new ConsoleIT.FakeHistory(),
            new AlertReader(data.resolve("state")),
            InstantSource.fixed(NOW),
            new PrometheusRegistry(),
            () -> new CollectorStatus("1", NOW, 1, new TreeMap<>(), Map.of(), List.of()),
            Map.of(
                "/api/v1/archive",
                rules -> rules.get("/{what}", AccessIT::read),
                "/api/v1/review",
                acts,
                "/api/v1/alert",
                acts,
                "/api/v1/keep",
                acts,
                "/api/v1/import",
                rules -> rules.post("/", (request, response) -> response.send()),
                "/api/v1/audit",
                new AuditApi(noted::add)));
    url = "http://" + console.start();
  }

  private void note(AuditRecord record) throws IOException {
    if (full) {
      refused.incrementAndGet();
      throw new IOException("no room");
    }
    noted.add(record);
  }

  /** An answer, or one that breaks off as where the client hangs up. */
  private static void read(ServerRequest request, ServerResponse response) throws IOException {
    if (!request.query().contains("broken")) {
      response.send();
      return;
    }
    OutputStream out = response.outputStream();
    out.write(new byte[10]);
    out.flush();
    throw new IOException("the client is gone");
  }

  @AfterEach
  void stop() {
    console.close();
    client.close();
  }

  private void add(String name, Scope... scopes) throws Exception {
    assertThat(users.add(name, new Passwords().hash(PASSWORD), Set.of(scopes))).isTrue();
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> login(String name, String password) throws Exception {
    return send(
        "POST",
        "/login",
        "name=" + name + "&password=" + password.replace(' ', '+'),
        "Content-Type",
        "application/x-www-form-urlencoded");
  }

  private String cookie(String name) throws Exception {
    String set = login(name, PASSWORD).headers().firstValue("Set-Cookie").orElseThrow();
    return set.replaceFirst(";.*", "");
  }

  private String csrf(String cookie) throws Exception {
    String session = send("GET", "/api/v1/session", "", "Cookie", cookie).body();
    Matcher found = Pattern.compile("\"csrf\":\"([0-9a-f]{64})\"").matcher(session);
    assertThat(found.find()).as(session).isTrue();
    return found.group(1);
  }

  /** The newest, once it is such a one: it is noted when the answer is on its way already. */
  private AuditRecord last(String action, String reason) throws Exception {
    Waiting.until(
        Duration.ofSeconds(10),
        action + " " + reason,
        () ->
            !noted.isEmpty()
                && newest().action().equals(action)
                && newest().reason().equals(reason));
    return newest();
  }

  private AuditRecord newest() {
    return noted.stream().reduce((a, b) -> b).orElseThrow();
  }

  @Test
  void withoutUsersTheTokenOfThisMachineOpensEverythingAndNothingElseDoes() throws Exception {
    assertThat(send("GET", "/login", "").body()).contains("hinomi user add NAME");
    assertThat(login("hanako", PASSWORD).statusCode()).isEqualTo(401);
    assertThat(send("POST", "/api/v1/review/sign?by=taro", "").statusCode()).isEqualTo(401);
    HttpResponse<String> signed =
        send(
            "POST",
            "/api/v1/review/sign?by=taro&review=R-1",
            "",
            "Authorization",
            "Bearer " + LOCAL.reveal());
    assertThat(signed.body()).isEqualTo("by taro");
    AuditRecord sign = last("review.sign", "");
    assertThat(sign.user()).isEqualTo("taro");
    assertThat(sign.proof()).isEqualTo("local");
    assertThat(sign.success()).isTrue();
    assertThat(sign.address()).isEqualTo("127.0.0.1");
    assertThat(sign.details()).containsEntry("review", "R-1").doesNotContainKey("by");
  }

  @Test
  void aSessionActsInItsUsersNameWhoeverTheRequestNames() throws Exception {
    add("hanako", Scope.READ, Scope.REVIEW);
    HttpResponse<String> in = login("hanako", PASSWORD);
    assertThat(in.statusCode()).isEqualTo(303);
    assertThat(in.headers().firstValue("Set-Cookie").orElseThrow())
        .matches("hinomi_session=[0-9a-f]{64}; Path=/; HttpOnly; SameSite=Strict");
    assertThat(last("session.begin", "").user()).isEqualTo("hanako");
    String cookie = cookie("hanako");
    HttpResponse<String> signed =
        send(
            "POST",
            "/api/v1/review/sign?by=taro",
            "",
            "Cookie",
            cookie,
            "X-CSRF-Token",
            csrf(cookie));
    assertThat(signed.body()).isEqualTo("by hanako");
    AuditRecord sign = last("review.sign", "");
    assertThat(sign.user()).isEqualTo("hanako");
    assertThat(sign.proof()).isEqualTo("password");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/v1/review/sign, review, 200",
    "POST, /api/v1/review/sign, read, 403",
    "POST, /api/v1/review/sign, write-rules, 403",
    "POST, /api/v1/alert/ack, review, 200",
    "POST, /api/v1/alert/ack, read, 403",
    "POST, /api/v1/alert/silence, write-rules, 200",
    "POST, /api/v1/alert/silence, review, 403",
    "POST, /api/v1/keep/hold, admin, 200",
    "POST, /api/v1/keep/hold, review, 403",
    "POST, /api/v1/keep/hold, import, 403",
    "POST, /api/v1/unknown, write-rules, 403",
    "POST, /api/v1/audit, admin, 403",
    "GET, /api/v1/search, read, 200",
    "GET, /api/v1/search, review, 403",
    "GET, /api/v1/import, read, 403",
    "GET, /api/v1/archive/export, read, 200",
    "GET, /api/v1/archive/file, read, 403",
    "GET, /api/v1/archive/file, admin, 200",
    "GET, /api/v1/archive/files, read, 403",
    "GET, /metrics, review, 200",
    "GET, /api/v1/session, review, 200",
    "GET, /api/v1/access/held, write-rules, 403",
    "GET, /api/v1/access/held, admin, 200",
  })
  void aTokenMayWhatItsScopesSay(String method, String path, String scope, int status)
      throws Exception {
    add("hanako", Scope.ADMIN);
    String token =
        new TokenBook(UserBook.folderIn(data), InstantSource.system())
            .make("test", "hanako", Scope.parse(scope), Duration.ofHours(1))
            .secret()
            .reveal();
    HttpResponse<String> answer =
        send(
            method,
            method.equals("POST") ? path + "?token=another" : path,
            "",
            "Authorization",
            "Bearer " + token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    if (method.equals("POST") && !path.endsWith("audit")) {
      AuditRecord record =
          last(path.substring(8).replace('/', '.'), status == 200 ? "" : "not allowed");
      assertThat(record.success()).isEqualTo(status == 200);
      assertThat(record.user()).isEqualTo("hanako");
      assertThat(record.details().get("token")).matches("[0-9a-f]{8}");
    }
  }

  @Test
  void whatAUserReadsIsNotedAndWhatACommandOfThisMachineReadsIsNot() throws Exception {
    add("hanako", Scope.READ);
    String cookie = cookie("hanako");
    last("session.begin", "");
    noted.clear();
    send("GET", "/api/v1/search?q=needle", "", "Authorization", "Bearer " + LOCAL.reveal());
    send("GET", "/api/v1/status", "", "Cookie", cookie);
    send("GET", "/api/v1/search?q=needle", "", "Cookie", cookie);
    AuditRecord read = last("read.search", "");
    assertThat(read.user()).isEqualTo("hanako");
    assertThat(read.details()).containsEntry("q", "needle");
    assertThat(noted).hasSize(1);
    send("GET", "/api/v1/archive/export?query=needle", "", "Cookie", cookie);
    assertThat(last("read.archive.export", "").details()).containsEntry("query", "needle");
    send("POST", "/api/v1/sql", "SELECT 1", "Cookie", cookie, "X-CSRF-Token", csrf(cookie));
    assertThat(last("read.sql", "").details()).containsEntry("sql", "SELECT 1");
  }

  @Test
  void whoSaysThatARequestGoesOnIsNotedUnlessItDoes() throws Exception {
    add("hanako", Scope.READ);
    String cookie = cookie("hanako");
    last("session.begin", "");
    noted.clear();
    String follow = "/api/v1/search/follow?q=needle";
    send("GET", follow + "&position=1&wait=0", "", "Cookie", cookie);
    assertThat(last("read.search.follow", "").details()).containsEntry("position", "1");
    send("GET", follow + "&position=2", "", "Cookie", cookie);
    send("GET", "/api/v1/search/follow?q=another&position=1", "", "Cookie", cookie);
    Waiting.until(
        Duration.ofSeconds(10), "another", () -> "another".equals(newest().details().get("q")));
    assertThat(noted).hasSize(2);
  }

  @Test
  void whoHangsUpHasReadAndOneWhoFollowsIsNotedOnce() throws Exception {
    add("hanako", Scope.READ);
    String cookie = cookie("hanako");
    last("session.begin", "");
    noted.clear();
    String path = "/api/v1/archive/export?broken=1&query=";
    for (String next : new String[] {"needle", "needle&position=1", "needle&position=2"}) {
      assertThatThrownBy(() -> send("GET", path + next, "", "Cookie", cookie))
          .isInstanceOf(IOException.class);
    }
    send("GET", "/api/v1/archive/export?query=another", "", "Cookie", cookie);
    Waiting.until(
        Duration.ofSeconds(10),
        "another",
        () -> !noted.isEmpty() && "another".equals(newest().details().get("query")));
    assertThat(noted).hasSize(2).allMatch(AuditRecord::success);
  }

  @Test
  void nobodyHidesAQuestionBehindOtherParameters() throws Exception {
    add("hanako", Scope.READ);
    String cookie = cookie("hanako");
    StringBuilder path = new StringBuilder("/api/v1/archive/export?");
    for (int i = 0; i < 13; i++) {
      path.append('p').append(i).append("=x&");
    }
    assertThat(send("GET", path + "query=needle", "", "Cookie", cookie).statusCode())
        .isEqualTo(200);
    assertThat(last("read.archive.export", "").details()).containsEntry("query", "needle");
    HttpResponse<String> more = send("GET", path + "p=x&query=needle", "", "Cookie", cookie);
    assertThat(more.statusCode()).isEqualTo(400);
    assertThat(more.body()).contains("too many parameters (expected: at most 14)");
  }

  @Test
  void whatCouldNotBeNotedIsNotedTheNextTime() throws Exception {
    add("hanako", Scope.READ);
    String cookie = cookie("hanako");
    last("session.begin", "");
    noted.clear();
    String follow = "/api/v1/search/follow?q=needle&position=";
    full = true;
    send("GET", follow + 1, "", "Cookie", cookie);
    Waiting.until(Duration.ofSeconds(10), "it could not be noted", () -> refused.get() == 1);
    full = false;
    // The answer is on its way before it is known that the note failed.
    Waiting.until(
        Duration.ofSeconds(10),
        "the next look is noted",
        () -> {
          send("GET", follow + 2, "", "Cookie", cookie);
          return !noted.isEmpty();
        });
    assertThat(newest().action()).isEqualTo("read.search.follow");
  }

  @Test
  void anImportOfAUserIsNotedOnceAndACommandNotesItsOwn() throws Exception {
    add("hanako", Scope.IMPORT);
    String cookie = cookie("hanako");
    String csrf = csrf(cookie);
    last("session.begin", "");
    noted.clear();
    send("POST", "/api/v1/import", "batch", "Authorization", "Bearer " + LOCAL.reveal());
    send("POST", "/api/v1/import", "batch", "Cookie", cookie, "X-CSRF-Token", csrf);
    assertThat(last("import", "").user()).isEqualTo("hanako");
    send("POST", "/api/v1/import", "another", "Cookie", cookie, "X-CSRF-Token", csrf);
    send("POST", "/logout", "csrf=" + csrf, "Cookie", cookie);
    last("session.end", "");
    assertThat(noted).hasSize(2);
  }

  @Test
  void whatIsRefusedToAUserIsNotedToo() throws Exception {
    add("hanako", Scope.REVIEW);
    String cookie = cookie("hanako");
    assertThat(send("GET", "/api/v1/search?q=needle", "", "Cookie", cookie).statusCode())
        .isEqualTo(403);
    AuditRecord refused = last("read.search", "not allowed");
    assertThat(refused.success()).isFalse();
    assertThat(refused.details()).containsEntry("q", "needle");
  }

  @Test
  void aPageOfAnotherSiteCannotUseASession() throws Exception {
    add("hanako", Scope.ADMIN);
    String cookie = cookie("hanako");
    String csrf = csrf(cookie);
    String sign = "/api/v1/review/sign";
    assertThat(send("POST", sign, "", "Cookie", cookie).statusCode()).isEqualTo(403);
    assertThat(send("POST", sign, "", "Cookie", cookie, "X-CSRF-Token", "0").statusCode())
        .isEqualTo(403);
    for (String[] site :
        new String[][] {
          {"Origin", "https://evil.example"},
          {"Origin", "null"},
          {"Sec-Fetch-Site", "cross-site"},
          {"Sec-Fetch-Site", "same-site"}
        }) {
      assertThat(
              send("POST", sign, "", "Cookie", cookie, "X-CSRF-Token", csrf, site[0], site[1])
                  .statusCode())
          .as(site[1])
          .isEqualTo(403);
      assertThat(send("POST", "/login", "name=a&password=b", site[0], site[1]).statusCode())
          .as(site[1])
          .isEqualTo(403);
    }
    assertThat(
            send("POST", sign, "", "Cookie", cookie, "X-CSRF-Token", csrf, "Origin", url)
                .statusCode())
        .isEqualTo(200);
    assertThat(send("POST", "/logout", "csrf=0", "Cookie", cookie).statusCode()).isEqualTo(403);
    HttpResponse<String> out = send("POST", "/logout", "csrf=" + csrf, "Cookie", cookie);
    assertThat(out.statusCode()).isEqualTo(303);
    assertThat(out.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
    assertThat(send("GET", "/", "", "Cookie", cookie).statusCode()).isEqualTo(401);
  }

  @Test
  void whoFailsIsToldTheSameWhateverWasWrong() throws Exception {
    add("hanako", Scope.READ);
    String wrong = login("hanako", "wrong password!").body();
    assertThat(wrong).contains("Name or password is wrong").doesNotContain("wrong password!");
    assertThat(last("session.begin", "wrong-password").success()).isFalse();
    assertThat(login("nobody", PASSWORD).body()).isEqualTo(wrong);
    assertThat(last("session.begin", "unknown-user").user()).isEqualTo("nobody");
    for (int i = 1; i < 10; i++) {
      assertThat(login("hanako", "wrong").statusCode()).isEqualTo(401);
    }
    assertThat(last("session.lockout", "").user()).isEqualTo("hanako");
    assertThat(login("hanako", PASSWORD).body()).isEqualTo(wrong);
    assertThat(last("session.begin", "too-many-failures").success()).isFalse();
    assertThat(noted.toString()).doesNotContain(PASSWORD);
    int before = noted.size();
    assertThat(login("hanako", PASSWORD).statusCode()).isEqualTo(401);
    assertThat(login(PASSWORD, PASSWORD).statusCode()).isEqualTo(401);
    last("session.begin", "unknown-user");
    assertThat(noted).as("who goes on though held back is noted once").hasSize(before + 1);
    assertThat(newest().user()).as("a password in the wrong place").isEmpty();
    assertThat(noted.toString()).doesNotContain(PASSWORD);
  }

  @Test
  void whoGoesOnThoughHeldBackIsNotedOnceForEachNetwork() throws Exception {
    add("hanako", Scope.READ);
    for (int i = 0; i < 10; i++) {
      login("hanako", "wrong");
    }
    last("session.lockout", "");
    for (String from : List.of("127.0.0.1", "127.0.0.2", "127.0.1.1", "127.0.1.2")) {
      try (HttpClient there =
          HttpClient.newBuilder().localAddress(InetAddress.ofLiteral(from)).build()) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(url + "/login"))
                .POST(HttpRequest.BodyPublishers.ofString("name=hanako&password=wrong"))
                .build();
        assertThat(there.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
            .isEqualTo(401);
      }
    }
    login("nobody", "wrong");
    last("session.begin", "unknown-user");
    assertThat(noted)
        .filteredOn(record -> record.reason().equals("too-many-failures"))
        .extracting(AuditRecord::address)
        .containsExactly("127.0.0.1", "127.0.1.1");
  }

  @Test
  void aBrowserIsSentToTheLogin() throws Exception {
    add("hanako", Scope.READ);
    HttpResponse<String> home = send("GET", "/", "", "Accept", "text/html");
    assertThat(home.statusCode()).isEqualTo(303);
    assertThat(home.headers().firstValue("Location")).hasValue("/login");
    HttpResponse<String> form = send("GET", "/login", "", "Accept-Language", "ja,en;q=0.5");
    assertThat(form.body()).contains("パスワード").contains("lang=\"ja\"");
    assertThat(form.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(send("GET", "/", "", "Cookie", cookie("hanako")).body())
        .contains("Logged in: hanako. Allowed: read.");
  }

  @Test
  void everyAnswerHasTheHeadersThatBrowsersHeed() throws Exception {
    for (String path : new String[] {"/login", "/health", "/none", "/api/v1/search"}) {
      HttpResponse<String> answer = send("GET", path, "");
      assertThat(answer.headers().map())
          .containsKeys(
              "content-security-policy",
              "x-content-type-options",
              "x-frame-options",
              "referrer-policy",
              "cross-origin-resource-policy");
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    }
  }

  @Test
  void aFormIsBounded() throws Exception {
    add("hanako", Scope.READ);
    assertThat(send("POST", "/login", "name=" + "a".repeat(5_000)).statusCode()).isEqualTo(400);
    assertThat(login("a".repeat(3_000), "b").statusCode()).isEqualTo(401);
    assertThat(last("session.begin", "unknown-user").user().length())
        .isLessThanOrEqualTo(AuditRecord.LONGEST);
  }

  @Test
  void commandsOnThisMachineNoteWhatTheyDid() throws Exception {
    AuditRecord record =
        new AuditRecord(
            NOW, "logs", "user.add", "root", "local", "", true, "", Map.of("target", "hanako"));
    HttpResponse<String> answer =
        send(
            "POST",
            "/api/v1/audit",
            new String(record.bytes(), java.nio.charset.StandardCharsets.UTF_8),
            "Authorization",
            "Bearer " + LOCAL.reveal());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(noted).containsExactly(record);
  }
}
