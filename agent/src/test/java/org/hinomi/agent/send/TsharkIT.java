package org.hinomi.agent.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.hinomi.agent.spool.SpoolEntry;
import org.hinomi.agent.spool.Spooled;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Identity;
import org.hinomi.core.sample.Sample;
import org.hinomi.core.sample.SampleJson;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the agent frames is plain RFC 5424 to somebody else's dissector. */
class TsharkIT {
  private static final Instant T = Instant.parse("2026-01-02T03:04:05.123456Z");

  @TempDir Path folder;

  @Test
  void findsNothingMalformed() throws Exception {
    FrameWriter frames = new FrameWriter("web1");
    Identity identity = new Identity("ab", 1763900000000L, 17);
    SpoolEntry line =
        new SpoolEntry(
            "auth",
            "",
            "p",
            AgentFrame.MSGID_EVENT,
            AgentFrame.KIND_LINE,
            T,
            4,
            5,
            "sshd",
            "42",
            Map.of("path", "/var/log/認証 \"b\"].log"),
            "Failed password for 根 from 192.0.2.9".getBytes(UTF_8));
    SpoolEntry sample =
        SpoolEntry.sample(
            new SampleJson.Round(10, List.of(Sample.of("system.cpu.utilization", 0.25)), List.of()),
            T);
    StringBuilder dump = new StringBuilder();
    appendDump(dump, frames.write(new Spooled(identity, line)));
    appendDump(dump, frames.write(new Spooled(identity, sample)));
    Path hex = Files.writeString(folder.resolve("packets.txt"), dump);
    Path pcap = folder.resolve("packets.pcap");
    run("text2pcap", "-q", "-u", "50000,514", hex.toString(), pcap.toString());

    assertThat(dissect(pcap, "_ws.malformed || _ws.expert || !syslog")).isEmpty();
    // How far the message identifier reaches depends on tshark's version: 4.0 knows no structured
    // data and takes all that follows.
    assertThat(dissect(pcap, "syslog.version == 1 && syslog.timestamp"))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("4|5|1|web1|sshd|42|EVENT"),
            second -> assertThat(second).startsWith("3|6|1|web1|hinomi-agent|-|SAMPLE"));
  }

  private List<String> dissect(Path pcap, String filter) throws Exception {
    return run(
            "tshark",
            "-r",
            pcap.toString(),
            "-Y",
            filter,
            "-T",
            "fields",
            "-E",
            "separator=|",
            "-e",
            "syslog.facility",
            "-e",
            "syslog.level",
            "-e",
            "syslog.version",
            "-e",
            "syslog.hostname",
            "-e",
            "syslog.appname",
            "-e",
            "syslog.procid",
            "-e",
            "syslog.msgid")
        .lines()
        .toList();
  }

  /** Runs a command to its end and gives its standard output. */
  private String run(String... command) throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder(command).redirectError(folder.resolve("errors").toFile()).start();
    } catch (IOException e) {
      Assumptions.abort(command[0] + " is missing: apt-get install tshark");
      throw e;
    }
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue())
        .as(() -> command[0] + ": see " + folder.resolve("errors"))
        .isZero();
    return output;
  }

  /** As text2pcap reads it: an offset of 0 begins a packet. */
  private static void appendDump(StringBuilder dump, byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      dump.append(i % 16 == 0 ? "%n%06x".formatted(i) : "").append(" %02x".formatted(bytes[i]));
    }
    dump.append('\n');
  }
}
