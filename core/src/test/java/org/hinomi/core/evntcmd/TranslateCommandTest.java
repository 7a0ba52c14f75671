package org.hinomi.core.evntcmd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hinomi.core.lifecycle.CommandErrors;
import org.hinomi.core.sigma.EventSource;
import org.hinomi.core.sigma.Repetition;
import org.hinomi.core.sigma.RuleSet;
import org.hinomi.core.sigma.SigmaReader;
import org.hinomi.core.sigma.SigmaRules;
import org.hinomi.core.sigma.WindowsFields;
import org.hinomi.core.windows.EventXml;
import org.hinomi.core.windows.WindowsEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TranslateCommandTest {
  private static final String EXAMPLE =
      """
      #pragma add System "Eventlog" 2147489653 2 180
      #pragma ADD Application "It's a Source" 1073749839
      # a remark
      #pragma add system VolSnap 3221618713 count=5 time=60
      #pragma ADD System disk 3221487623 3
      #pragma add_TRAP_DEST public 192.168.100.100
      #pragma ADD_TRAP_DEST pub'lic 2001:db8::1
      #pragma add_TRAP_DEST private localhost
      #pragma delete_TRAP_DEST private localhost
      #pragma ADD System Gone 7
      #pragma delete SYSTEM "gone" 7
      """;

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void writesRulesAndDestinations() throws Exception {
    Path to = folder.resolve("to");
    assertThat(run(file("a.cnf", EXAMPLE), "--out", to.toString())).isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(Files.readString(to.resolve("traps.yaml")))
        .isEqualTo(
            """
            traps:
              - to: '192.168.100.100:162'
                community: 'public'
                format: evntwin
                version: v1
                charset: windows-31j
              - to: '[2001:db8::1]:162'
                community: 'pub''lic'
                format: evntwin
                version: v1
                charset: windows-31j
            """);
    SigmaReader.Reading rules = new SigmaRules().load(to.resolve("rules"));
    assertThat(rules.problems()).isEmpty();
    assertThat(rules.rules())
        .extracting(rule -> rule.title())
        .containsExactlyInAnyOrder(
            "Eventlog 6005 (System)",
            "It's a Source 8015 (Application)",
            "VolSnap 25 (system)",
            "disk 7 (System)");
    assertThat(rules.rules())
        .filteredOn(rule -> rule.repetition() != null)
        .extracting(rule -> rule.repetition())
        .containsExactlyInAnyOrder(
            new Repetition(2, Duration.ofSeconds(180)),
            new Repetition(5, Duration.ofSeconds(60)),
            new Repetition(3, null));
    RuleSet set = new RuleSet(rules.rules());
    assertThat(matches(set, "System", "<Provider Name='volsnap'/>", 25))
        .containsExactly("VolSnap 25 (system)");
    assertThat(matches(set, "System", "<Provider Name='New-Name' EventSourceName='Disk'/>", 7))
        .containsExactly("disk 7 (System)");
    assertThat(matches(set, "System", "<Provider Name='other'/>", 25)).isEmpty();
    assertThat(matches(set, "Application", "<Provider Name='VolSnap'/>", 25)).isEmpty();
  }

  @Test
  void printsOneStream() throws Exception {
    assertThat(run(file("a.cnf", EXAMPLE), "--charset", "UTF-8")).isZero();
    String yaml = out.toString();
    assertThat(yaml).startsWith("# agent.yaml\ntraps:\n").contains("charset: UTF-8");
    String rules = yaml.substring(yaml.indexOf("---"));
    assertThat(new SigmaReader().read("r.yml", rules).problems()).isEmpty();
    assertThat(new SigmaReader().read("r.yml", rules).rules()).hasSize(4);
  }

  @Test
  void saysWhatItCannotTranslateAndWhere() throws Exception {
    Path file =
        file(
            "b.cnf",
            """
            #pragma ADD System EventLog 2147489653

            #pragma ADD System "EventLog 1
            #pragma ADD System EventLog 4294967296
            #pragma ADD System EventLog 1 time=3
            #pragma ADD System EventLog 1 20000
            #pragma ADD System EventLog 1 2 3 4
            #pragma ADD System
            #pragma CHANGE System EventLog 1
            pragma ADD System EventLog 2
            #pragma ADD_TRAP_DEST public 00000001:00AA00BB00CC
            """);
    assertThat(run(file)).isEqualTo(78);
    assertThat(err.toString().lines().map(line -> line.substring(line.indexOf("b.cnf"))))
        .containsExactly(
            "b.cnf:3: #pragma: ADD System \"EventLog 1 (expected a \" at the end of the name too)",
            "b.cnf:4: event id: 4294967296 (expected a number, 0..4294967295)",
            "b.cnf:5: period: 3 (expected a count before it)",
            "b.cnf:6: count: 20000 (expected a number, 0..10000)",
            "b.cnf:7: #pragma: 4 (expected nothing behind count and period)",
            "b.cnf:8: #pragma: ADD System (expected event log, source, and the event's full"
                + " identifier)",
            "b.cnf:9: #pragma: change (expected ADD, DELETE, ADD_TRAP_DEST or DELETE_TRAP_DEST)",
            "b.cnf:10: line: pragma ADD System EventLog 2 (expected #pragma, or # before a remark)",
            "b.cnf:11: host: 00000001:00AA00BB00CC (expected a host name, an IPv4 or an IPv6"
                + " address)");
    assertThat(out.toString()).contains("EventID: 6005");
  }

  @Test
  void readsWhatWindowsWrites() throws Exception {
    String text = "#pragma ADD System 監視 7\r\n";
    for (Charset charset :
        List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16, Charset.forName("windows-31j"))) {
      Path file = folder.resolve("c.cnf");
      Files.write(file, text.getBytes(charset));
      assertThat(run(file)).isZero();
      assertThat(out.toString()).contains("- Provider_Name: '監視'");
    }
  }

  @Test
  void aFileThatIsNotThereIsAFailure() {
    assertThat(run(folder.resolve("none.cnf"))).isEqualTo(1);
    assertThat(err.toString()).contains("none.cnf: there is no such file");
  }

  private int run(Path file, String... more) {
    out.getBuffer().setLength(0);
    CommandLine line =
        CommandErrors.commandLine(new TranslateCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    String[] arguments = new String[more.length + 1];
    arguments[0] = file.toString();
    System.arraycopy(more, 0, arguments, 1, more.length);
    return line.execute(arguments);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static List<String> matches(RuleSet rules, String channel, String provider, int id)
      throws Exception {
    WindowsEvent event =
        EventXml.read(
            "<Event><System>%s<EventID>%d</EventID><Channel>%s</Channel></System></Event>"
                .formatted(provider, id, channel));
    return rules.match(new WindowsFields(event), EventSource.of(event)).stream()
        .map(rule -> rule.title())
        .toList();
  }
}
