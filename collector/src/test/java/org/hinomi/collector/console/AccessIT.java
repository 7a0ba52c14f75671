package org.hinomi.collector.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import org.hinomi.collector.access.Scope;
import org.hinomi.collector.access.TokenBook;
import org.hinomi.collector.access.UserBook;
import org.hinomi.collector.audit.AuditRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets in at the console. */
class AccessIT extends AccessFixture {
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
}
