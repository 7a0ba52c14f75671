package org.hinomi.collector.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
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
import org.hinomi.collector.access.UserBook;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.audit.AuditRecord;
import org.hinomi.collector.notify.Waiting;
import org.hinomi.collector.search.CollectorStatus;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A console that asks who somebody is, and what it has noted so far. */
abstract class AccessFixture {
  static final Secret LOCAL = new Secret("what run.json says");
  static final String PASSWORD = "correct horse battery";
  static final Instant NOW = Instant.parse("2026-11-28T00:00:00Z");

  @TempDir Path data;
  final ConcurrentLinkedQueue<AuditRecord> noted = new ConcurrentLinkedQueue<>();
  private final HttpClient client = HttpClient.newHttpClient();
  final AtomicInteger refused = new AtomicInteger();
  volatile boolean full;
  private UserBook users;
  private Console console;
  String url = "";

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
                rules -> rules.get("/{what}", AccessFixture::read),
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

  void add(String name, Scope... scopes) throws Exception {
    assertThat(users.add(name, new Passwords().hash(PASSWORD), Set.of(scopes))).isTrue();
  }

  HttpResponse<String> send(String method, String path, String body, String... headers)
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

  HttpResponse<String> login(String name, String password) throws Exception {
    return send(
        "POST",
        "/login",
        "name=" + name + "&password=" + password.replace(' ', '+'),
        "Content-Type",
        "application/x-www-form-urlencoded");
  }

  String cookie(String name) throws Exception {
    String set = login(name, PASSWORD).headers().firstValue("Set-Cookie").orElseThrow();
    return set.replaceFirst(";.*", "");
  }

  String csrf(String cookie) throws Exception {
    String session = send("GET", "/api/v1/session", "", "Cookie", cookie).body();
    Matcher found = Pattern.compile("\"csrf\":\"([0-9a-f]{64})\"").matcher(session);
    assertThat(found.find()).as(session).isTrue();
    return found.group(1);
  }

  /** The newest, once it is such a one: it is noted when the answer is on its way already. */
  AuditRecord last(String action, String reason) throws Exception {
    Waiting.until(
        Duration.ofSeconds(10),
        action + " " + reason,
        () ->
            !noted.isEmpty()
                && newest().action().equals(action)
                && newest().reason().equals(reason));
    return newest();
  }

  AuditRecord newest() {
    return noted.stream().reduce((a, b) -> b).orElseThrow();
  }
}
