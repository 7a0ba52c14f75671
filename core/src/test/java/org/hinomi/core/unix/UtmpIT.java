package org.hinomi.core.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What last, who and utmpdump of util-linux and coreutils say of the same file. */
@Timeout(60)
class UtmpIT {
  private static final UtmpLayout LAYOUT = UtmpLayout.LITTLE_384;
  private static final long START = 1_795_835_000L;

  @TempDir Path folder;

  private static final List<UtmpRecord> RECORDS =
      List.of(
          UtmpBytes.boot(START),
          UtmpBytes.logon("pts/0", "alice", "pc1.example", START + 60),
          UtmpBytes.shutdown(START + 120),
          UtmpBytes.boot(START + 300),
          UtmpBytes.logon("pts/1", "bob", "pc2.example", START + 360),
          UtmpBytes.boot(START + 900),
          UtmpBytes.logon("pts/2", "carol", "pc3.example", START + 960),
          UtmpBytes.end("pts/2", START + 990));

  private Path file() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    RECORDS.forEach(record -> bytes.writeBytes(UtmpBytes.of(LAYOUT, record)));
    return Files.write(folder.resolve("wtmp"), bytes.toByteArray());
  }

  private static List<String> run(String... command) throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin", command[0])),
        "needs " + command[0] + " (apt-get install util-linux util-linux-extra coreutils)");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().toList();
  }

  /** last says "crash" of sessions that a start ended, "down" of those that a shutdown did. */
  @Test
  void theSameStartsAreUncleanAsLastSays() throws Exception {
    List<String> last = run("last", "-x", "-f", file().toString());
    LoginHistory history = new LoginHistory(false);
    List<Shutdown> ends = new ArrayList<>();
    for (UtmpRecord record : RECORDS) {
      LoginEvent event = history.next(record);
      if (record.type() == UtmpType.BOOT_TIME) {
        ends.add(event.before());
      }
    }

    assertThat(ends).containsExactly(Shutdown.UNKNOWN, Shutdown.CLEAN, Shutdown.UNCLEAN);
    assertThat(last)
        .filteredOn(l -> l.startsWith("alice"))
        .singleElement()
        .asString()
        .contains("down");
    assertThat(last)
        .filteredOn(l -> l.startsWith("bob"))
        .singleElement()
        .asString()
        .contains("crash");
    assertThat(last)
        .filteredOn(l -> l.startsWith("carol"))
        .singleElement()
        .asString()
        .contains("(00:00)");
    assertThat(last).filteredOn(l -> l.startsWith("reboot")).hasSize(3);
    assertThat(last).filteredOn(l -> l.startsWith("shutdown")).hasSize(1);
  }

  @Test
  void whoSaysTheSameStart() throws Exception {
    assertThat(run("env", "TZ=UTC", "LC_ALL=C", "who", "-b", file().toString()))
        .last()
        .asString()
        .contains("system boot  Nov 28 03:18");
  }

  /** utmpdump writes {@code [type] [pid] [id] [user] [line] [host] [address] [time]}. */
  @Test
  void utmpdumpReadsTheSameFields() throws Exception {
    List<String> dumped =
        run("utmpdump", file().toString()).stream().filter(l -> l.startsWith("[")).toList();

    assertThat(dumped).hasSize(RECORDS.size());
    for (int i = 0; i < dumped.size(); i++) {
      String[] parts = dumped.get(i).replaceAll("^\\[|]$", "").split("] \\[");
      UtmpRecord record = RECORDS.get(i);
      assertThat(Integer.parseInt(parts[0])).isEqualTo(record.type().ordinal());
      assertThat(Long.parseLong(parts[1].strip())).isEqualTo(record.pid());
      assertThat(parts[3].strip()).isEqualTo(record.user());
      assertThat(parts[4].strip()).isEqualTo(record.line());
      assertThat(parts[5].strip()).isEqualTo(record.host());
      assertThat(java.time.OffsetDateTime.parse(parts[7].replace(',', '.')).toEpochSecond())
          .isEqualTo(record.micros() / 1_000_000);
    }
  }
}
