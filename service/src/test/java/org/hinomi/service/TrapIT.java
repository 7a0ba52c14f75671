package org.hinomi.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A line that a shipped rule matches becomes a trap that names the very event in the history. */
class TrapIT {
  private static final String LINE =
      "Nov 23 20:15:00 gate sshd[4711]: Failed password for root from 192.0.2.9 port 51234 ssh2";

  @TempDir Path work;

  @Test
  void aRuleMatchNamesTheEventThatSearchFinds() throws Exception {
    Path data = Files.createDirectory(work.resolve("data"));
    Path watched = Files.createFile(work.resolve("auth.log"));
    try (Snmptrapd snmptrapd = Snmptrapd.start(work);
        Collector collector = Collector.start(data);
        Program agent =
            Program.hinomi(
                work,
                "agent",
                "--config",
                settings(watched, collector.address("relp"), snmptrapd.port).toString())) {
      agent.awaitLine(line -> line.startsWith("ready"));
      Files.writeString(
          watched,
          "Nov 23 20:14:59 gate sshd[4711]: Connection from 192.0.2.9 port 51234\n"
              + LINE
              + "\n"
              + "Nov 23 20:15:01 gate sshd[4711]: Connection closed by 192.0.2.9 port 51234\n");
      String trap =
          snmptrapd.program.awaitLine(line -> line.contains("HINOMI-MIB::hinomiEventMatch"));
      Map<String, String> varbinds = varbinds(trap);
      collector.await("ssh2", 1);
      collector.await("Connection", 2);
      List<JsonNode> found = collector.search("ssh2");

      assertThat(found).hasSize(1);
      JsonNode event = found.getFirst();
      assertThat(event.get("event.original").asString()).isEqualTo(LINE);
      assertThat(varbinds)
          .containsEntry("SNMPv2-MIB::snmpTrapOID.0", "HINOMI-MIB::hinomiEventMatch")
          .containsEntry("HINOMI-MIB::hinomiHost.0", event.get("host.name").asString())
          .containsEntry("HINOMI-MIB::hinomiAgentId.0", event.get("agent.id").asString())
          .containsEntry("HINOMI-MIB::hinomiIncarnation.0", text(event, "agent.incarnation"))
          .containsEntry("HINOMI-MIB::hinomiSequence.0", text(event, "event.sequence"))
          .containsEntry("HINOMI-MIB::hinomiSource.0", "auth")
          .containsEntry("HINOMI-MIB::hinomiRuleId.0", "8a4b4a0e-6a43-4f0b-9c55-0b6f3c1d7a01")
          .containsEntry("HINOMI-MIB::hinomiRuleTitle.0", "Failed SSH Logon")
          .containsEntry("HINOMI-MIB::hinomiRuleLevel.0", "low(2)")
          .containsEntry("HINOMI-MIB::hinomiEventProvider.0", "sshd")
          .containsEntry(
              "HINOMI-MIB::hinomiEventMessage.0",
              "Failed password for root from 192.0.2.9 port 51234 ssh2")
          .containsEntry("HINOMI-MIB::hinomiTextCut.0", "0")
          .containsKeys(
              "HINOMI-MIB::hinomiEventTime.0",
              "HINOMI-MIB::hinomiEventCode.0",
              "HINOMI-MIB::hinomiEventChannel.0")
          .hasSize(16);
      assertThat(trap).doesNotContain("enterprises", "Hex-STRING", "Wrong Type");
      // The lines before and after match nothing.
      assertThat(
              snmptrapd.program.output().lines().filter(line -> line.contains("hinomiEventMatch")))
          .hasSize(1);
      assertThat(agent.terminate()).isZero();
    }
  }

  private static String text(JsonNode event, String field) {
    return event.get(field).asString();
  }

  private static Map<String, String> varbinds(String line) {
    Map<String, String> values = new TreeMap<>();
    for (String varbind : line.substring(line.indexOf(' ') + 1).split("\t")) {
      String[] nameAndValue = varbind.split(" = ", 2);
      // An empty string is printed without its type.
      String value = nameAndValue[1].replaceFirst("^(STRING|INTEGER|OID|Gauge32|Timeticks): ", "");
      values.put(nameAndValue[0], value.equals("\"\"") ? "" : value);
    }
    return values;
  }

  private Path settings(Path watched, String relp, int trapPort) throws IOException {
    return Files.writeString(
        work.resolve("agent.yaml"),
        """
        state: %s
        host: gate.example.net
        collector: %s
        rules: %s
        watch:
          - name: auth
            file: %s
        traps:
          - to: 127.0.0.1:%d
            community: public
        """
            .formatted(
                work.resolve("agent"),
                relp,
                Program.HOME.resolve("conf/rules"),
                watched,
                trapPort));
  }
}
