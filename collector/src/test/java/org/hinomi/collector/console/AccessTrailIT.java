package org.hinomi.collector.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.access.Scope;
import org.hinomi.collector.audit.AuditRecord;
import org.hinomi.collector.notify.Waiting;
import org.junit.jupiter.api.Test;

/** What is noted of who gets in at the console, and of what they ask. */
class AccessTrailIT extends AccessFixture {
  /** The session of a user of whom nothing is noted so far. */
  private String loggedIn(Scope scope) throws Exception {
    add("hanako", scope);
    String cookie = cookie("hanako");
    last("session.begin", "");
    noted.clear();
    return cookie;
  }

  private void awaitQuestion(String parameter, String value) throws Exception {
    Waiting.until(
        Duration.ofSeconds(10),
        value,
        () -> !noted.isEmpty() && value.equals(newest().details().get(parameter)));
  }

  @Test
  void whatAUserReadsIsNotedAndWhatACommandOfThisMachineReadsIsNot() throws Exception {
    String cookie = loggedIn(Scope.READ);
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
    String cookie = loggedIn(Scope.READ);
    String follow = "/api/v1/search/follow?q=needle";
    send("GET", follow + "&position=1&wait=0", "", "Cookie", cookie);
    assertThat(last("read.search.follow", "").details()).containsEntry("position", "1");
    send("GET", follow + "&position=2", "", "Cookie", cookie);
    send("GET", "/api/v1/search/follow?q=another&position=1", "", "Cookie", cookie);
    awaitQuestion("q", "another");
    assertThat(noted).hasSize(2);
  }

  @Test
  void whoHangsUpHasReadAndOneWhoFollowsIsNotedOnce() throws Exception {
    String cookie = loggedIn(Scope.READ);
    String path = "/api/v1/archive/export?broken=1&query=";
    for (String next : new String[] {"needle", "needle&position=1", "needle&position=2"}) {
      assertThatThrownBy(() -> send("GET", path + next, "", "Cookie", cookie))
          .isInstanceOf(IOException.class);
    }
    send("GET", "/api/v1/archive/export?query=another", "", "Cookie", cookie);
    awaitQuestion("query", "another");
    assertThat(noted).hasSize(2).allMatch(AuditRecord::success);
  }

  @Test
  void nobodyHidesAQuestionBehindOtherParameters() throws Exception {
    String cookie = loggedIn(Scope.READ);
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
    String cookie = loggedIn(Scope.READ);
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
    String cookie = loggedIn(Scope.IMPORT);
    String csrf = csrf(cookie);
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
    String cookie = loggedIn(Scope.REVIEW);
    assertThat(send("GET", "/api/v1/search?q=needle", "", "Cookie", cookie).statusCode())
        .isEqualTo(403);
    AuditRecord refused = last("read.search", "not allowed");
    assertThat(refused.success()).isFalse();
    assertThat(refused.details()).containsEntry("q", "needle");
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
  void commandsOnThisMachineNoteWhatTheyDid() throws Exception {
    AuditRecord record =
        new AuditRecord(
            NOW, "logs", "user.add", "root", "local", "", true, "", Map.of("target", "hanako"));
    HttpResponse<String> answer =
        send(
            "POST",
            "/api/v1/audit",
            new String(record.bytes(), StandardCharsets.UTF_8),
            "Authorization",
            "Bearer " + LOCAL.reveal());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(noted).containsExactly(record);
  }
}
