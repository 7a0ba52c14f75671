package org.hinomi.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/**
 * Services of Debian write their logs, the agent watches, the logs rotate in between: every line is
 * an event, in order, and those that are expected have their fields.
 */
@Timeout(300)
class ServicesIT {
  private static Servant home;
  private static Collector collector;
  private static Program agent;

  /** Logs by the name of their source: folder and file. */
  private static final Map<String, String> LOGS =
      Map.of(
          "apache-access", "apache/access.log",
          "apache-error", "apache/error.log",
          "squid", "squid/access.log",
          "ssh", "ssh/auth.log",
          "samba", "samba/audit.log",
          "postfix", "postfix/mail.log");

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(Program.installed("setpriv"), "setpriv is missing: apt-get install util-linux");
    home = Servant.create();
    Path data = Files.createDirectory(home.folder().resolve("data"));
    collector = Collector.start(data);
    StringBuilder settings = new StringBuilder();
    settings.append("state: ").append(home.folder().resolve("agent")).append('\n');
    settings.append("collector: ").append(collector.address("relp")).append("\nwatch:\n");
    LOGS.forEach(
        (name, file) ->
            settings
                .append("  - {name: ")
                .append(name)
                .append(", file: ")
                .append(home.folder().resolve(file))
                .append("}\n"));
    Path config = Files.writeString(home.folder().resolve("agent.yaml"), settings);
    agent = Program.hinomi(home.folder(), "agent", "--config", config.toString());
    agent.awaitLine(line -> line.startsWith("ready"));
  }

  @AfterAll
  static void stop() throws Exception {
    if (home != null) {
      agent.close();
      collector.close();
      home.delete();
    }
  }

  private static void needs(String program, String packages) {
    assumeTrue(Program.installed(program), program + " is missing: apt-get install " + packages);
  }

  @Test
  void apache() throws Exception {
    needs("apache2", "apache2");
    needs("htpasswd", "apache2-utils");
    Servant place = home.at("apache");
    int port = Servant.freePort();
    try (Program apache = Services.apache(place, port)) {
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 50; i++) {
          assertThat(get(null, port, "/?n=" + i, null)).isEqualTo(200);
        }
        assertThat(get(null, port, "/none", null)).isEqualTo(404);
        assertThat(get(null, port, "/private/", "dGFybzp3cm9uZw==")).isEqualTo(401);
        if (round == 0) {
          seen("apache-access");
          seen("apache-error");
          place.rename("access.log");
          place.rename("error.log");
          place.signal("USR1");
          place.awaitNew("access.log");
        }
      }
      assertThat(apache.alive()).isTrue();
    }
    List<JsonNode> requests = complete("apache-access", place, "access.log");
    assertThat(requests).hasSize(104).allMatch(e -> is(e, "event.action", "http-request"));
    assertThat(requests).filteredOn(e -> is(e, "url.original", "/private/")).hasSize(2);
    assertThat(requests)
        .filteredOn(e -> is(e, "url.original", "/private/"))
        .allMatch(
            e ->
                has(
                    e,
                    Map.of(
                        "user.name", "taro",
                        "source.ip", "127.0.0.1",
                        "event.outcome", "failure",
                        "review.kind", "security_event",
                        "http.response.status_code", "401",
                        "user_agent.original", "Services/1 (test)")));
    List<JsonNode> errors = complete("apache-error", place, "error.log");
    assertThat(errors)
        .filteredOn(e -> is(e, "event.action", "logon-failed"))
        .hasSize(2)
        .allMatch(
            e ->
                has(
                    e,
                    Map.of(
                        "user.name", "taro",
                        "source.ip", "127.0.0.1",
                        "url.original", "/private/",
                        "event.outcome", "failure")));
  }

  @Test
  void squid() throws Exception {
    needs("squid", "squid");
    needs("apache2", "apache2");
    Servant web = home.at("web");
    Servant place = home.at("squid");
    int webPort = Servant.freePort();
    int port = Servant.freePort();
    try (Program apache = Services.apache(web, webPort);
        Program squid = Services.squid(place, port)) {
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 50; i++) {
          assertThat(get(port, webPort, "/?n=" + i, null)).isEqualTo(200);
        }
        assertThat(get(port, webPort, "/forbidden", null)).isEqualTo(403);
        if (round == 0) {
          seen("squid");
          place.rename("access.log");
          place.signal("USR1");
          place.awaitNew("access.log");
        }
      }
      assertThat(apache.alive() && squid.alive()).isTrue();
    }
    List<JsonNode> requests = complete("squid", place, "access.log");
    assertThat(requests)
        .filteredOn(e -> is(e, "url.original", "http://127.0.0.1:" + webPort + "/forbidden"))
        .hasSize(2)
        .allMatch(
            e ->
                has(
                    e,
                    Map.of(
                        "proxy.result", "TCP_DENIED",
                        "source.ip", "127.0.0.1",
                        "http.request.method", "GET",
                        "http.response.status_code", "403",
                        "event.outcome", "failure",
                        "review.kind", "security_event")));
    assertThat(requests)
        .filteredOn(e -> is(e, "event.outcome", "success"))
        .hasSize(100)
        .allMatch(e -> has(e, Map.of("destination.ip", "127.0.0.1", "proxy.result", "TCP_MISS")));
  }

  @Test
  void sshd() throws Exception {
    needs("sshd", "openssh-server");
    needs("ssh", "openssh-client");
    needs("rsyslogd", "rsyslog");
    Servant place = home.at("ssh");
    int port = Servant.freePort();
    try (Program rsyslogd = Services.rsyslogd(place, "auth.log");
        Program sshd = Services.sshd(place, port)) {
      for (int round = 0; round < 2; round++) {
        Services.ssh(place, port, place.user(), true);
        Services.ssh(place, port, "stranger", true);
        Services.ssh(place, port, place.user(), false);
        if (round == 0) {
          Program.await("3 log-ons", () -> ends(place, 3));
          seen("ssh");
          place.rename("auth.log");
          place.signal("HUP");
        }
      }
      Program.await("6 log-ons", () -> ends(place, 6));
      assertThat(rsyslogd.alive() && sshd.alive()).isTrue();
    }
    List<JsonNode> events = complete("ssh", place, "auth.log");
    Map<String, String> origin = Map.of("source.ip", "127.0.0.1", "network.protocol", "ssh");
    assertThat(events)
        .filteredOn(e -> is(e, "event.action", "logged-in"))
        .hasSize(2)
        .allMatch(
            e ->
                has(e, origin)
                    && has(
                        e,
                        Map.of(
                            "user.name", place.user(),
                            "event.outcome", "success",
                            "auth.method", "publickey",
                            "ssh.key.type", "ED25519",
                            "process.name", "sshd")));
    assertThat(events)
        .filteredOn(e -> is(e, "event.action", "logon-failed") && is(e, "user.name", "stranger"))
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(e -> has(e, origin) && is(e, "event.outcome", "failure"));
    assertThat(events)
        .filteredOn(e -> is(e, "auth.method", "password"))
        .hasSize(2)
        .allMatch(e -> has(e, origin) && is(e, "user.name", place.user()));
  }

  /** Each of ours ends with its connection. */
  private static boolean ends(Servant place, int count) {
    return place.lines("auth.log").stream()
            .filter(line -> line.contains("Connection closed by") || line.contains("Disconnected"))
            .count()
        >= count;
  }

  @Test
  void samba() throws Exception {
    needs("smbd", "samba samba-vfs-modules");
    needs("smbclient", "smbclient");
    needs("rsyslogd", "rsyslog");
    Servant place = home.at("samba");
    int port = Servant.freePort();
    try (Program rsyslogd = Services.rsyslogd(place, "audit.log");
        Program smbd = Services.smbd(place, port)) {
      for (int round = 0; round < 2; round++) {
        Services.smbclient(
            place,
            port,
            "put agent.txt new%d.txt; rename new%d.txt moved%d.txt; mkdir d%d; del moved%d.txt"
                .replace("%d", Integer.toString(round)));
        int ends = round + 1;
        Program.await(
            "the session ended",
            () ->
                place.lines("audit.log").stream().filter(l -> l.contains("|disconnect|")).count()
                    >= ends);
        if (round == 0) {
          seen("samba");
          place.rename("audit.log");
          place.signal("HUP");
        }
      }
      assertThat(rsyslogd.alive() && smbd.alive()).isTrue();
    }
    List<JsonNode> events = complete("samba", place, "audit.log");
    String share = place.folder() + "/share/";
    Map<String, String> who =
        Map.of("user.name", place.user(), "source.ip", "127.0.0.1", "event.outcome", "success");
    for (int round = 0; round < 2; round++) {
      String made = share + "new" + round + ".txt";
      String moved = share + "moved" + round + ".txt";
      assertThat(events)
          .filteredOn(e -> is(e, "event.action", "renameat") && is(e, "file.path", made))
          .singleElement()
          .matches(e -> has(e, who) && is(e, "file.target_path", moved));
      assertThat(events)
          .filteredOn(e -> is(e, "event.action", "unlinkat") && is(e, "file.path", moved))
          .singleElement()
          .matches(e -> has(e, who));
    }
  }

  @Test
  void postfix() throws Exception {
    needs("postfix", "postfix");
    assumeTrue(home.root(), "Postfix can only be started by root");
    Servant place = home.at("postfix");
    int port = Servant.freePort();
    Postfix.configure(place, port);
    try (Postfix postfix = Postfix.start(place, port)) {
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 5; i++) {
          postfix.send("on-call@example.net", "m" + round + i);
        }
        postfix.send("stranger@example.net", "refused");
        int removed = 5 * (round + 1);
        Program.await(
            removed + " mails are delivered",
            () ->
                place.lines("mail.log").stream().filter(l -> l.endsWith(": removed")).count()
                    >= removed);
        if (round == 0) {
          seen("postfix");
          // postlogd opens the log anew for each message.
          place.rename("mail.log");
        }
      }
    }
    List<JsonNode> events = complete("postfix", place, "mail.log");
    assertThat(events)
        .filteredOn(e -> is(e, "event.action", "mail-record"))
        .hasSize(10)
        .allMatch(
            e ->
                has(
                    e,
                    Map.of(
                        "email.from.address", "sender@example.org",
                        "email.to.address", "on-call@example.net",
                        "source.ip", "127.0.0.1",
                        "email.status", "sent",
                        "email.recipient_count", "1",
                        "event.outcome", "success")))
        .allMatch(e -> e.path("email.size").asLong(0) > 100)
        .extracting(e -> e.path("email.message_id").asString(""))
        .containsExactlyInAnyOrder(
            "m00@example.org",
            "m01@example.org",
            "m02@example.org",
            "m03@example.org",
            "m04@example.org",
            "m10@example.org",
            "m11@example.org",
            "m12@example.org",
            "m13@example.org",
            "m14@example.org");
    assertThat(events)
        .filteredOn(e -> is(e, "email.verdict", "reject"))
        .hasSize(2)
        .allMatch(
            e ->
                has(
                    e,
                    Map.of(
                        "email.to.address", "stranger@example.net",
                        "email.reply_code", "550",
                        "source.ip", "127.0.0.1",
                        "event.outcome", "failure")));
  }

  /** A log that came and was renamed between two looks of the agent would never have been seen. */
  private static void seen(String source) {
    collector.await(lines(source), 1);
  }

  /** Finds the lines of a source, not what the agent says of it. */
  private static String lines(String source) {
    return "agent.source:" + source + " AND agent.kind:line";
  }

  /** Waits until all lines of a log are events, and gives these in the log's order. */
  private static List<JsonNode> complete(String source, Servant place, String log) {
    List<String> lines = place.lines(log);
    assertThat(lines).isNotEmpty();
    List<JsonNode> events;
    try {
      events = new ArrayList<>(collector.await(lines(source), lines.size()));
    } catch (AssertionError late) {
      List<String> missing = new ArrayList<>(lines);
      collector
          .search(lines(source))
          .forEach(e -> missing.remove(e.path("event.original").asString("")));
      throw new AssertionError("missing: " + missing + "\nagent:\n" + agent.output(), late);
    }
    events.sort(Comparator.comparingLong(e -> e.path("journal.position").asLong(0)));
    assertThat(events).extracting(e -> e.path("event.original").asString("")).isEqualTo(lines);
    assertThat(events)
        .allMatch(
            e ->
                Set.of("user_activity", "exception", "fault", "security_event")
                    .contains(e.path("review.kind").asString("")));
    return events;
  }

  private static boolean is(JsonNode event, String field, String value) {
    return event.path(field).asString("").equals(value);
  }

  private static boolean has(JsonNode event, Map<String, String> values) {
    return values.entrySet().stream().allMatch(v -> is(event, v.getKey(), v.getValue()));
  }

  /** Asks the web server, by way of a proxy where there is one; gives the status. */
  private static int get(Integer proxy, int port, String path, String credentials)
      throws IOException, InterruptedException {
    HttpClient.Builder client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    if (proxy != null) {
      client.proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy)));
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("User-Agent", "Services/1 (test)");
    if (credentials != null) {
      request.header("Authorization", "Basic " + credentials);
    }
    try (HttpClient http = client.build()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }
}
