package org.hinomi.agent.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.sigma.LogSource;
import org.hinomi.core.sigma.SigmaReader;
import org.hinomi.core.sigma.SigmaRule;
import org.hinomi.core.sigma.SigmaRules;
import org.junit.jupiter.api.Test;

class MatcherTest {

  /** Each line as a line and as the journal entry that the same message makes. */
  @Test
  void theRulesThatShipMatchWhatTheyMustAndNothingElse() throws IOException {
    SigmaReader.Reading shipped = new SigmaRules().load(checkout().resolve("conf/rules"));
    assertThat(shipped.problems()).isEmpty();
    Matcher matcher = new Matcher(shipped.rules(), Map.of(), InstantSource.fixed(Instant.EPOCH));
    Set<String> tested = new TreeSet<>();
    for (String test : resource("/rules/events.txt").lines().toList()) {
      if (test.startsWith("#")) {
        continue;
      }
      String[] parts = test.split(" ", 3);
      for (WatchedRecord record : List.of(line(parts[2]), entry(parts[2]))) {
        List<String> matched =
            matcher.match(record).stream()
                .map(m -> String.valueOf(Path.of(m.rule().file()).getFileName()))
                .toList();
        assertThat(matched)
            .as(test)
            .isEqualTo(parts[1].equals("+") ? List.of(parts[0]) : List.of());
      }
      tested.add(parts[0] + parts[1]);
    }
    for (SigmaRule rule : shipped.rules()) {
      String file = String.valueOf(Path.of(rule.file()).getFileName());
      assertThat(tested).as("events for and against each rule").contains(file + "+", file + "-");
    }
  }

  @Test
  void reportsWhatANotificationNeeds() {
    Matcher matcher = new Matcher(rules("service: sshd", "message|startswith: Failed"), Map.of(), InstantSource.fixed(Instant.EPOCH));
    RuleMatch match =
        matcher.match(entry("Nov 23 20:57:22 fs1 sshd[812]: Failed password")).getFirst();
    assertThat(match.report())
        .isEqualTo(
            new MatchReport(
                "t",
                "t",
                "medium",
                Instant.EPOCH,
                "fs1",
                "test",
                null,
                "sshd",
                "journal",
                "Failed password",
                null));
    RuleMatch line = matcher.match(line("Nov 23 20:57:22 fs1 sshd: Failed password")).getFirst();
    assertThat(line.report().channel()).isEqualTo("/var/log/auth.log");
  }

  @Test
  void looksOnlyAtTheLogSourceOfTheRule() {
    WatchedRecord plain = line("GET /wp-login.php");
    LogSource nginx = new LogSource("nginx", "webserver", "access");
    List<SigmaRule> web = rules("category: webserver", "message|contains: wp-login");
    assertThat(new Matcher(web, Map.of(), InstantSource.fixed(Instant.EPOCH)).match(plain)).isEmpty();
    assertThat(new Matcher(web, Map.of("test", nginx), InstantSource.fixed(Instant.EPOCH)).match(plain)).hasSize(1);
    List<SigmaRule> windows = rules("product: windows", "message|contains: wp-login");
    assertThat(new Matcher(windows, Map.of("test", nginx), InstantSource.fixed(Instant.EPOCH)).match(plain)).isEmpty();
    List<SigmaRule> cron = rules("service: cron", "message|contains: CMD");
    assertThat(new Matcher(cron, Map.of(), InstantSource.fixed(Instant.EPOCH)).match(line("Nov 23 20:57:22 h CRON[1]: CMD")))
        .hasSize(1);
  }

  @Test
  void readsJournalFieldsByTheirOwnNamesAndByEcs() {
    WatchedRecord entry =
        journal(
            "{\"_COMM\":\"su\",\"_UID\":\"1000\",\"MESSAGE\":[70,255,105],"
                + "\"CODE_FILE\":[\"a.c\",\"b.c\"],\"_CMDLINE\":null}");
    assertThat(new Matcher(rules("service: su", "_UID: 1000"), Map.of(), InstantSource.fixed(Instant.EPOCH)).match(entry)).hasSize(1);
    assertThat(new Matcher(rules("service: su", "user.id: 1000"), Map.of(), InstantSource.fixed(Instant.EPOCH)).match(entry))
        .hasSize(1);
    assertThat(new Matcher(rules("service: su", "message: F?i"), Map.of(), InstantSource.fixed(Instant.EPOCH)).match(entry)).hasSize(1);
    assertThat(new Matcher(rules("service: su", "CODE_FILE: b.c"), Map.of(), InstantSource.fixed(Instant.EPOCH)).match(entry))
        .hasSize(1);
    assertThat(new Matcher(rules("service: su", "a: 1"), Map.of(), InstantSource.fixed(Instant.EPOCH)).match(journal("{\"_COMM")))
        .isEmpty();
  }

  private static List<SigmaRule> rules(String logSource, String item) {
    SigmaReader.Reading reading =
        new SigmaReader()
            .read(
                "r.yml",
                """
                title: t
                logsource:
                  %s
                detection:
                  s:
                    %s
                  condition: s
                """
                    .formatted(logSource, item));
    assertThat(reading.problems()).isEmpty();
    return reading.rules();
  }

  private static WatchedRecord line(String text) {
    return record(AgentFrame.KIND_LINE, text, Map.of(AgentFrame.PATH, "/var/log/auth.log"));
  }

  private static WatchedRecord entry(String line) {
    LineFields fields = LineFields.of(line);
    return journal(
        "{\"_HOSTNAME\":\"%s\",\"SYSLOG_IDENTIFIER\":\"%s\",\"MESSAGE\":\"%s\"}"
            .formatted(fields.host(), fields.app(), fields.message().replace("\"", "\\\"")));
  }

  private static WatchedRecord journal(String json) {
    return record(AgentFrame.KIND_JOURNALD, json, Map.of());
  }

  private static WatchedRecord record(String kind, String text, Map<String, String> attributes) {
    byte[] original = text.getBytes(StandardCharsets.UTF_8);
    return new WatchedRecord(
        "test", "", kind, Instant.EPOCH, 1, 6, null, null, original, attributes, "");
  }

  private static String resource(String name) throws IOException {
    try (java.io.InputStream in = MatcherTest.class.getResourceAsStream(name)) {
      assertThat(in).isNotNull();
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Path checkout() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("conf/rules"))) {
      folder = folder.getParent();
    }
    assertThat(folder).as("a folder above the tests that holds conf/rules").isNotNull();
    return folder == null ? Path.of("") : folder;
  }
}
