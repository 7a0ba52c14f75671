package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hinomi.collector.app.Typed.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.app.Typed.Said;
import org.hinomi.core.lifecycle.Stops;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.settings.SettingsLoader;
import org.hinomi.core.tls.ReloadingTls;
import org.hinomi.core.tls.TlsFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From the first user to a console for all machines, with the commands as they are typed. */
@Timeout(180)
class UsersIT {
  private static final String PASSWORD = "correct horse battery";

  @TempDir Path dir;
  private Path data;
  private Path password;

  @BeforeEach
  void prepare() throws IOException {
    data = Files.createDirectory(dir.resolve("data"));
    password = Files.writeString(dir.resolve("password"), PASSWORD + "\n");
  }

  private Said hinomi(String... arguments) {
    return Typed.hinomi(data, arguments);
  }

  private String done(String... arguments) {
    Said said = hinomi(arguments);
    assertThat(said.code()).as("%s: %s", List.of(arguments), said.err()).isZero();
    return said.out();
  }

  private void add(String name, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("user", "add", name, "--password-file", password.toString()));
    arguments.addAll(List.of(more));
    done(arguments.toArray(String[]::new));
  }

  private CollectorProgram start(Stops stops, String settings) throws Exception {
    Path file = Files.writeString(dir.resolve("collector.yaml"), "data: data\n" + settings);
    return CollectorProgram.start(
        new SettingsLoader(Map.of()).load(file, List.of(), CollectorSettings::read), stops);
  }

  private String audit(String more) {
    return done(
        "search", "--format", "json", "transport:internal AND event.provider:hinomi " + more);
  }

  private static HttpClient browser(Path ca) throws IOException {
    return HttpClient.newBuilder()
        .sslContext(
            new ReloadingTls(new TlsFiles(null, null, List.of(ca)), System::nanoTime).context())
        .build();
  }

  private static HttpResponse<String> login(
      HttpClient browser, String url, String name, String password) throws Exception {
    return browser.send(
        HttpRequest.newBuilder(URI.create(url + "/login"))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "name=" + name + "&password=" + password.replace(' ', '+')))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void theConsoleIsForThisMachineUntilThereIsAUser() throws Exception {
    String open = "listen: {console: '0.0.0.0:0'}\n";
    try (Stops stops = new Stops()) {
      assertThatThrownBy(() -> start(stops, open))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("collector.yaml:2: listen.console: 0.0.0.0:0")
          .hasMessageContaining("hinomi user add NAME");
    }
    add("hanako");
    assertThat(done("user", "list")).contains("hanako").contains("admin").contains("active");
    add("taro", "--scopes", "read,review");
    Path ca = dir.resolve("data/ca/ca.pem");
    try (Stops stops = new Stops()) {
      CollectorProgram collector = start(stops, open);
      String port = String.valueOf(collector.addresses().get("console")).replaceAll(".*:", "");
      String url = "https://localhost:" + port;

      // Commands on this machine work as before, by what the collector leaves for them.
      assertThat(Files.readString(data.resolve("run.json"))).contains("https://127.0.0.1:" + port);
      await(
          "what was done before the start",
          () -> audit("AND NOT event.action:collector.start").lines().count() == 2);
      assertThat(audit("AND user.target.name:taro"))
          .contains("\"event.action\":\"user.add\"")
          .contains("\"hinomi.audit.scopes\":\"read,review\"")
          .contains("\"event.outcome\":\"success\"")
          .contains("\"auth.method\":\"local\"")
          .contains("\"review.kind\":\"security_event\"");

      // Others by a token, and by the certificate of our authority.
      String token =
          done("token", "create", "--user", "taro", "--scopes", "read", "dashboard").strip();
      Path tokenFile = Files.writeString(dir.resolve("token"), token);
      String[] status = {
        "status", "--collector", url, "--token-file", tokenFile.toString(), "--ca-file", "" + ca
      };
      assertThat(done(status)).contains("console");
      Said unknown = hinomi("status", "--collector", url, "--token-file", tokenFile.toString());
      assertThat(unknown.code()).isEqualTo(1);
      assertThat(token).startsWith("hinomi_");
      assertThat(Files.readString(data.resolve("access/tokens"))).doesNotContain(token);

      try (HttpClient browser = browser(ca)) {
        HttpResponse<String> in = login(browser, url, "taro", PASSWORD);
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(in.headers().firstValue("Set-Cookie").orElseThrow())
            .matches("__Host-hinomi=[0-9a-f]{64}; Path=/; HttpOnly; SameSite=Strict; Secure");
        assertThat(in.headers().firstValue("Strict-Transport-Security")).isPresent();
      }
      await("the login", () -> audit("AND event.action:session.begin").contains("taro"));

      assertThat(done("user", "list")).doesNotContain("held back");
      try (HttpClient other = browser(ca)) {
        for (int i = 0; i < 10; i++) {
          assertThat(login(other, url, "taro", "wrong").statusCode()).isEqualTo(401);
        }
      }
      assertThat(done("user", "list"))
          .containsPattern(
              "taro .* held back until 20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d after failed logins")
          .containsPattern("hanako .* active");
      done("user", "unlock", "taro");
      assertThat(done("user", "list")).doesNotContain("held back");

      done("user", "lock", "taro");
      assertThat(hinomi(status).err()).contains("401");
      done("user", "unlock", "taro");
      assertThat(done(status)).contains("console");
      done("token", "revoke", "taro");
      assertThat(hinomi(status).err()).contains("401");
      done("enroll", "token", "--host", "web01");
      await("the token", () -> audit("AND event.action:enroll.token").contains("web01"));
    }
    assertThat(done("verify")).contains("Everything is as it was written");
  }

  @Test
  void whoIsHeldBackStaysSoOverARestart() throws Exception {
    add("hanako");
    String here = "listen: {console: '127.0.0.1:0'}\n";
    try (HttpClient browser = HttpClient.newHttpClient()) {
      try (Stops stops = new Stops()) {
        String url = "http://" + start(stops, here).addresses().get("console");
        for (int i = 0; i < 10; i++) {
          assertThat(login(browser, url, "hanako", "wrong").statusCode()).isEqualTo(401);
        }
      }
      try (Stops stops = new Stops()) {
        String url = "http://" + start(stops, here).addresses().get("console");
        assertThat(done("user", "list")).containsPattern("hanako .* held back until");
        assertThat(login(browser, url, "hanako", PASSWORD).statusCode()).isEqualTo(401);
        done("user", "unlock", "hanako");
        assertThat(login(browser, url, "hanako", PASSWORD).statusCode()).isEqualTo(303);
      }
    }
  }

  @Test
  void saysWhatIsWrongWithAUserOrAToken() {
    assertThat(hinomi("user", "add", "Hanako Y", "--password-file", password.toString()).code())
        .isEqualTo(2);
    assertThat(hinomi("user", "remove", "nobody").err()).contains("nobody: no such user");
    assertThat(hinomi("token", "create", "--user", "nobody", "x").code()).isEqualTo(1);
    assertThat(hinomi("token", "revoke", "nobody").code()).isEqualTo(1);
    assertThat(
            hinomi("user", "add", "a", "--scopes", "all", "--password-file", "" + password).err())
        .contains("--scopes: all (expected: read,review,write-rules,import,admin)");
    add("hanako", "--scopes", "read");
    assertThat(hinomi("token", "create", "--user", "hanako", "--scopes", "admin", "x").err())
        .contains("hanako may not do all of this");
    assertThat(hinomi("user", "add", "hanako", "--password-file", password.toString()).err())
        .contains("there is a user of this name already");
  }

  @Test
  void aShortPasswordIsNotTaken() throws Exception {
    Files.writeString(password, "short\n");
    Said said = hinomi("user", "add", "hanako", "--password-file", password.toString());
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains("12 to 256 characters");
    assertThat(done("user", "list")).doesNotContain("hanako");
  }
}
