package org.hinomi.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What real senders send is found again by {@code search}, byte for byte. */
class PeersIT {
  @TempDir Path data;
  private Collector collector;

  @BeforeEach
  void start() {
    collector = Collector.start(data);
  }

  @AfterEach
  void stop() {
    collector.close();
  }

  @Test
  void loggerOverUdpAndTcp() {
    assumeTrue(Program.installed("logger"), "logger is missing: apt-get install bsdutils");
    logger("syslog-udp", "--udp", "--rfc5424", "pine one");
    logger("syslog-udp", "--udp", "--rfc3164", "pine two");
    logger("syslog-tcp", "--tcp", "--octet-count", "--rfc5424", "pine three");
    logger("syslog-tcp", "--tcp", "--rfc5424", "pine 日本語");
    List<JsonNode> found = collector.await("pine", 4);
    assertThat(found).hasSize(4);
    assertThat(found)
        .allSatisfy(
            event -> {
              assertThat(event.get("process.name").asString()).isEqualTo("peers");
              assertThat(event.get("source.address").asString()).isEqualTo("127.0.0.1");
              assertThat(event.get("event.original").asString())
                  .startsWith("<13>")
                  .endsWith(event.get("message").asString());
            });
    assertThat(found)
        .extracting(event -> event.get("message").asString())
        .containsExactlyInAnyOrder("pine one", "pine two", "pine three", "pine 日本語");
    assertThat(found)
        .extracting(event -> event.get("transport").asString())
        .containsExactlyInAnyOrder("syslog-udp", "syslog-udp", "syslog-tcp", "syslog-tcp");
  }

  private void logger(String listener, String... arguments) {
    String[] command = new String[arguments.length + 7];
    String[] fixed = {
      "logger", "-n", "127.0.0.1", "-P", "" + collector.port(listener), "-t", "peers"
    };
    System.arraycopy(fixed, 0, command, 0, 7);
    System.arraycopy(arguments, 0, command, 7, arguments.length);
    Program.run(data, command);
  }

  @Test
  void rsyslogOverTcpAndRelp(@TempDir Path work) throws Exception {
    assumeTrue(
        Program.installed("rsyslogd"), "rsyslogd is missing: apt-get install rsyslog rsyslog-relp");
    Path input = Files.createFile(work.resolve("in.log"));
    Path config = work.resolve("rsyslog.conf");
    Files.writeString(
        config,
        """
        global(workDirectory="%s")
        module(load="imfile" mode="polling" pollingInterval="1")
        module(load="omrelp")
        input(type="imfile" file="%s" tag="cedar" readTimeout="1")
        action(type="omfwd" target="127.0.0.1" port="%d" protocol="tcp" TCP_Framing="octet-counted" template="RSYSLOG_SyslogProtocol23Format")
        action(type="omfwd" target="127.0.0.1" port="%d" protocol="tcp" template="RSYSLOG_ForwardFormat")
        action(type="omrelp" target="127.0.0.1" port="%d" template="RSYSLOG_SyslogProtocol23Format")
        """
            .formatted(
                work,
                input,
                collector.port("syslog-tcp"),
                collector.port("syslog-tcp"),
                collector.port("relp")));
    try (Program rsyslog =
        Program.start(
            work,
            Map.of(),
            List.of(
                "rsyslogd", "-n", "-f", config.toString(), "-i", work.resolve("pid").toString()))) {
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < 100; i++) {
        lines.append("cedar line ").append(i).append(" 杉\n");
      }
      Files.writeString(input, lines);
      List<JsonNode> found = collector.await("process.name:cedar", 300);
      assertThat(found).hasSize(300);
      assertThat(found)
          .filteredOn(event -> event.get("transport").asString().equals("relp"))
          .hasSize(100)
          .extracting(event -> event.get("message").asString())
          .doesNotHaveDuplicates();
      assertThat(found)
          .allSatisfy(
              event ->
                  // rsyslog's template ends with a line feed, and over RELP that is part of the
                  // frame
                  assertThat(event.get("event.original").asString().stripTrailing())
                      .endsWith(event.get("message").asString()));
      rsyslog.terminate();
    }
  }

  @Test
  void snmptrapAndSnmpinform() {
    assumeTrue(Program.installed("snmptrap"), "snmptrap is missing: apt-get install snmp");
    String target = "127.0.0.1:" + collector.port("snmp");
    Program.run(
        data,
        "snmptrap",
        "-v1",
        "-c",
        "public",
        target,
        "1.3.6.1.4.1.32473.9",
        "192.0.2.7",
        "6",
        "17",
        "42",
        "1.3.6.1.4.1.32473.9.1",
        "s",
        "elm one");
    Program.run(
        data,
        "snmptrap",
        "-v2c",
        "-c",
        "public",
        target,
        "42",
        "1.3.6.1.4.1.32473.9.0.17",
        "1.3.6.1.4.1.32473.9.1",
        "s",
        "elm two");
    Program.run(
        data,
        "snmpinform",
        "-v2c",
        "-c",
        "public",
        "-t",
        "5",
        "-r",
        "0",
        target,
        "42",
        "1.3.6.1.4.1.32473.9.0.17",
        "1.3.6.1.4.1.32473.9.1",
        "s",
        "elm three");
    List<JsonNode> found = collector.await("snmp.trap_oid:1.3.6.1.4.1.32473.9.0.17", 3);
    assertThat(found).hasSize(3);
    assertThat(found)
        .allSatisfy(event -> assertThat(event.get("transport").asString()).isEqualTo("snmp"));
    assertThat(collector.search("elm")).hasSize(3);
    // BER is binary: the exact bytes are there as Base64 (or, by chance, as text).
    assertThat(found)
        .allSatisfy(
            event ->
                assertThat(event.has("event.original_base64") || event.has("event.original"))
                    .isTrue());
  }

  @Test
  void aStoppedHistoryAnswersToo() {
    assumeTrue(Program.installed("logger"), "logger is missing: apt-get install bsdutils");
    logger("syslog-udp", "--udp", "--rfc5424", "larch");
    collector.await("larch", 1);
    assertThat(collector.program.terminate()).isZero();
    assertThat(Collector.search(data, "larch")).hasSize(1);
  }
}
