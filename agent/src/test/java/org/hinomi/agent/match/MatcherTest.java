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
    Matcher matcher = matcher(shipped.rules());
    Set<String> tested = new TreeSet<>();
    for (String test : resource("/rules/events.txt").lines().toList()) {
      if (test.startsWith("#")) {
        continue;
      }
      String[] parts = test.split(" ", 3);
      List<WatchedRecord> records =
          parts[0].startsWith("windows_")
              ? List.of(event(parts[2]))
              : List.of(line(parts[2]), entry(parts[2]));
      for (WatchedRecord record : records) {
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
    // Those for Windows have their tests in conf/rules/shipped.test.yaml.
    for (SigmaRule rule : shipped.rules()) {
      // What asks for calendars and decoded fields is for the collector; the same file tests it.
      // So is what agents report of themselves.
      if ("windows".equals(rule.logSource().product())
          || AgentFrame.APP_NAME.equals(rule.logSource().service())
          || rule.file().contains("/office/")) {
        continue;
      }
      String file = String.valueOf(Path.of(rule.file()).getFileName());
      assertThat(tested).as("events for and against each rule").contains(file + "+", file + "-");
    }
  }

  @Test
  void aStartIsMatchedByWhatWtmpAndTheJournalSayOfTheRunBefore() throws IOException {
    Matcher matcher =
        matcher(new SigmaRules().load(checkout().resolve("conf/rules/sigma")).rules());
    for (String kind : List.of(AgentFrame.KIND_UTMP, AgentFrame.KIND_BOOT)) {
      for (String shutdown : List.of("unclean", "clean", "unknown")) {
        String json =
            "{\"type\":\"BOOT_TIME\",\"time\":\"2026-11-28T03:18:01Z\",\"shutdown\":\"%s\"}"
                .formatted(shutdown);
        assertThat(matcher.match(record(kind, json, Map.of())))
            .extracting(m -> m.report().title())
            .isEqualTo(
                shutdown.equals("unclean")
                    ? List.of("Start After an Unclean Shutdown")
                    : List.of());
      }
    }
  }

  @Test
  void reportsWhatANotificationNeeds() {
    Matcher matcher = matcher(rules("service: sshd", "message|startswith: Failed"));
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
  void anEventOfWindowsIsMatchedByItsOwnNames() {
    List<SigmaRule> rules =
        rules("product: windows", "Channel: System\n    Provider_Name: DISK\n    EventID: 7");
    MatchReport report = matcher(rules).match(event("System|disk|7")).getFirst().report();
    assertThat(report.channel()).isEqualTo("System");
    assertThat(report.provider()).isEqualTo("disk");
    assertThat(report.code()).isEqualTo("7");
    assertThat(report.host()).isEqualTo("FS1");
    assertThat(report.event()).isNotNull();
    assertThat(matcher(rules).match(event("Application|disk|7"))).isEmpty();
    assertThat(matcher(rules).match(record(AgentFrame.KIND_WINEVENT, "<Event", Map.of())))
        .isEmpty();
    assertThat(matcher(rules("product: linux", "EventID: 7")).match(event("System|disk|7")))
        .isEmpty();
  }

  @Test
  void aRuleThatWantsRepetitionsMatchesWithTheLastOfThem() {
    List<SigmaRule> rules = rules("product: windows", "EventID: 7", "repeat: {count: 3}");
    Matcher matcher = matcher(rules);
    for (int round = 0; round < 3; round++) {
      assertThat(matcher.match(event("System|disk|7"))).isEmpty();
      assertThat(matcher.match(event("System|disk|7"))).isEmpty();
      assertThat(matcher.match(event("System|disk|7"))).hasSize(1);
    }
  }

  @Test
  void looksOnlyAtTheLogSourceOfTheRule() {
    WatchedRecord plain = line("GET /wp-login.php");
    LogSource nginx = new LogSource("nginx", "webserver", "access");
    List<SigmaRule> web = rules("category: webserver", "message|contains: wp-login");
    assertThat(matcher(web).match(plain)).isEmpty();
    assertThat(
            new Matcher(web, Map.of("test", nginx), InstantSource.fixed(Instant.EPOCH))
                .match(plain))
        .hasSize(1);
    List<SigmaRule> windows = rules("product: windows", "message|contains: wp-login");
    assertThat(
            new Matcher(windows, Map.of("test", nginx), InstantSource.fixed(Instant.EPOCH))
                .match(plain))
        .isEmpty();
    List<SigmaRule> cron = rules("service: cron", "message|contains: CMD");
    assertThat(matcher(cron).match(line("Nov 23 20:57:22 h CRON[1]: CMD"))).hasSize(1);
  }

  @Test
  void readsJournalFieldsByTheirOwnNamesAndByEcs() {
    WatchedRecord entry =
        journal(
            "{\"_COMM\":\"su\",\"_UID\":\"1000\",\"MESSAGE\":[70,255,105],"
                + "\"CODE_FILE\":[\"a.c\",\"b.c\"],\"_CMDLINE\":null}");
    assertThat(matcher(rules("service: su", "_UID: 1000")).match(entry)).hasSize(1);
    assertThat(matcher(rules("service: su", "user.id: 1000")).match(entry)).hasSize(1);
    assertThat(matcher(rules("service: su", "message: F?i")).match(entry)).hasSize(1);
    assertThat(matcher(rules("service: su", "CODE_FILE: b.c")).match(entry)).hasSize(1);
    assertThat(matcher(rules("service: su", "a: 1")).match(journal("{\"_COMM"))).isEmpty();
  }

  private static List<SigmaRule> rules(String logSource, String item) {
    return rules(logSource, item, "");
  }

  private static List<SigmaRule> rules(String logSource, String item, String more) {
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
                %s
                """
                    .formatted(logSource, item, more));
    assertThat(reading.problems()).isEmpty();
    return reading.rules();
  }

  private static Matcher matcher(List<SigmaRule> rules) {
    return new Matcher(rules, Map.of(), InstantSource.fixed(Instant.EPOCH));
  }

  /** Of {@code CHANNEL|PROVIDER|ID} and, where it matters, {@code |KEYWORDS}. */
  private static WatchedRecord event(String text) {
    String[] parts = text.split("\\|");
    return record(
        AgentFrame.KIND_WINEVENT,
        "<Event><System><Provider Name='%s'/><EventID>%s</EventID><Level>0</Level><Keywords>%s</Keywords><Channel>%s</Channel><Computer>FS1</Computer></System></Event>"
            .formatted(parts[1], parts[2], parts.length > 3 ? parts[3] : "0x0", parts[0]),
        Map.of());
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
