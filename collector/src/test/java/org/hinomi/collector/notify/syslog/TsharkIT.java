package org.hinomi.collector.notify.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.alert.AlertFixtures;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.alert.Transition.Kind;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our alarm messages are plain RFC 5424 to somebody else's dissector. */
class TsharkIT {
  private static final int LOCAL0 = 16;

  @TempDir Path folder;

  @Test
  void findsNothingMalformed() throws Exception {
    StringBuilder dump = new StringBuilder();
    for (Kind kind : List.of(Kind.RAISED, Kind.CLEARED)) {
      Transition transition = AlertFixtures.transition("3f2c", kind, "/srv/データ \"]");
      appendDump(dump, AlarmMessage.of(transition, LOCAL0, "collector"));
    }
    Path hex = Files.writeString(folder.resolve("packets.txt"), dump);
    Path pcap = folder.resolve("packets.pcap");
    run("text2pcap", "-q", "-u", "50000,514", hex.toString(), pcap.toString());

    assertThat(dissect(pcap, "_ws.malformed || _ws.expert || !syslog")).isEmpty();
    // How far the message identifier reaches depends on tshark's version: 4.0 knows no structured
    // data and takes all that follows.
    assertThat(dissect(pcap, "syslog.version == 1 && syslog.timestamp"))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("16|1|1|collector|hinomi|-|ALERT"),
            second -> assertThat(second).startsWith("16|5|1|collector|hinomi|-|ALERT"));
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
