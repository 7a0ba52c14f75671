package org.hinomi.collector.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.notify.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What logger(1) and a real rsyslogd send stands in the journal byte for byte. */
class PeersIT {
  private static final int MESSAGES = 500;

  @TempDir Path dir;

  @Test
  void loggerOverUdpAndBothFramingsOfTcp() throws Exception {
    String logger = Peers.program("logger", "bsdutils");
    try (Reception reception = new Reception(dir.resolve("data"), true)) {
      String udp = String.valueOf(reception.udp.address().getPort());
      String tcp = String.valueOf(reception.tcp.address().getPort());
      String text = "disk full 火の見 \"quoted\" [x]";
      Peers.run(logger, "-n", "127.0.0.1", "-P", udp, "-d", "--rfc5424", "-t", "one", text);
      Peers.run(
          logger,
          "-n",
          "127.0.0.1",
          "-P",
          tcp,
          "-T",
          "--octet-count",
          "--rfc5424",
          "-t",
          "two",
          text);
      Peers.run(logger, "-n", "127.0.0.1", "-P", tcp, "-T", "--rfc5424", "-t", "three", text);
      Peers.run(logger, "-n", "127.0.0.1", "-P", tcp, "-T", "--rfc3164", "-t", "four", text);
      String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      List<String> records = reception.await(4);
      assertThat(records).hasSize(4);
      assertThat(records.get(0)).startsWith("syslog-udp <13>1 ").contains(" one ").endsWith(bytes);
      assertThat(records.get(1)).startsWith("syslog-tcp <13>1 ").contains(" two ").endsWith(bytes);
      assertThat(records.get(2))
          .startsWith("syslog-tcp <13>1 ")
          .contains(" three ")
          .endsWith(bytes);
      assertThat(records.get(3)).startsWith("syslog-tcp <13>").endsWith(" four: " + bytes);
    }
  }

  @Test
  void rsyslogForwardsOverUdpTcpAndRelp() throws Exception {
    String rsyslogd = Peers.program("rsyslogd", "rsyslog");
    Peers.rsyslogModule("omrelp", "rsyslog-relp");
    Path input = dir.resolve("input.log");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      lines.add("line " + i + " with \"quotes\" and ünïcode " + "z".repeat(i % 97));
    }
    Files.write(input, lines);
    try (Reception reception = new Reception(dir.resolve("data"), true)) {
      Path config = dir.resolve("rsyslog.conf");
      Files.writeString(
          config,
          """
          global(workDirectory="%s" maxMessageSize="16k")
          module(load="imfile" mode="polling" pollingInterval="1")
          module(load="omrelp")
          template(name="whole" type="string" string="<13>1 2026-11-23T00:00:00Z h a - - - %%msg%%")
          input(type="imfile" file="%s" tag="it" ruleset="out")
          ruleset(name="out") {
            action(type="omfwd" target="127.0.0.1" port="%d" protocol="tcp" TCP_Framing="octet-counted" template="whole")
            action(type="omfwd" target="127.0.0.1" port="%d" protocol="tcp" TCP_Framing="traditional" template="whole")
            action(type="omfwd" target="127.0.0.1" port="%d" protocol="udp" template="whole")
            action(type="omrelp" target="127.0.0.1" port="%d" template="whole")
          }
          """
              .formatted(
                  dir,
                  input,
                  reception.tcp.address().getPort(),
                  reception.tcp.address().getPort(),
                  reception.udp.address().getPort(),
                  reception.relp.address().getPort()));
      Process process =
          Peers.start(
              dir.resolve("rsyslog.out"),
              Map.of(),
              List.of(
                  rsyslogd, "-n", "-f", config.toString(), "-i", dir.resolve("pid").toString()));
      try {
        List<String> records = reception.await(4 * MESSAGES);
        for (Map.Entry<String, Integer> copies :
            Map.of("syslog-tcp ", 2, "syslog-udp ", 1, "relp ", 1).entrySet()) {
          List<String> expected =
              lines.stream()
                  .map(
                      l ->
                          new String(
                              l.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                  .map(l -> copies.getKey() + "<13>1 2026-11-23T00:00:00Z h a - - - " + l)
                  .toList();
          List<String> twice = new ArrayList<>(expected);
          if (copies.getValue() == 2) {
            twice.addAll(expected);
          }
          assertThat(records.stream().filter(r -> r.startsWith(copies.getKey())))
              .as(
                  "%s; rsyslogd said: %s",
                  copies.getKey(), Files.readString(dir.resolve("rsyslog.out")))
              .containsExactlyInAnyOrderElementsOf(twice);
        }
      } finally {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      }
      assertThat(process.exitValue()).as("rsyslogd ends cleanly after the RELP session").isZero();
      Waiting.until(
          Duration.ofSeconds(20),
          "the end of its connection",
          () -> reception.metrics().contains("hinomi_connections_open{transport=\"relp\"} 0.0"));
    }
  }
}
