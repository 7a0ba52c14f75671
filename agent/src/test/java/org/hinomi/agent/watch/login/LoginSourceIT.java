package org.hinomi.agent.watch.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hinomi.agent.watch.StartAt;
import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.agent.watch.file.FileSettings;
import org.hinomi.agent.watch.file.FolderEvents;
import org.hinomi.agent.watch.file.FolderWaiter;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.unix.LoginEvent;
import org.hinomi.core.unix.Shutdown;
import org.hinomi.core.unix.UtmpType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real file that is written to, rotated, and watched by a source that is started again. */
@Timeout(60)
class LoginSourceIT {
  private static final long FIRST = 1_795_835_000L;

  @TempDir Path folder;

  private final Map<String, String> positions = new HashMap<>();

  @Test
  void eachStartIsToldOnceOverRestartsAndRotations() throws Exception {
    Path wtmp = folder.resolve("wtmp");
    append(wtmp, UtmpType.BOOT_TIME, "~", "reboot", 100);
    append(wtmp, UtmpType.USER_PROCESS, "pts/0", "eve", 110);
    assertThat(read(wtmp, StartAt.START, 2))
        .extracting(LoginEvent::before)
        .containsExactly(Shutdown.UNKNOWN, Shutdown.UNKNOWN);

    // The machine loses its power, starts, and then the agent does.
    append(wtmp, UtmpType.BOOT_TIME, "~", "reboot", 200);
    LoginEvent crash = read(wtmp, StartAt.START, 1).getFirst();
    assertThat(crash.before()).isEqualTo(Shutdown.UNCLEAN);
    assertThat(crash.last()).isEqualTo(Instant.ofEpochSecond(FIRST + 110));

    // A shutdown right before the file is rotated; the start stands in the next one.
    append(wtmp, UtmpType.USER_PROCESS, "pts/0", "eve", 210);
    append(wtmp, UtmpType.RUN_LVL, "~", "shutdown", 220);
    Files.move(wtmp, folder.resolve("wtmp.1"));
    append(wtmp, UtmpType.BOOT_TIME, "~", "reboot", 300);
    List<LoginEvent> rest = read(wtmp, StartAt.START, 3);
    assertThat(rest.getLast().record().type()).isEqualTo(UtmpType.BOOT_TIME);
    assertThat(rest.getLast().before()).isEqualTo(Shutdown.CLEAN);

    // Nothing comes twice; the session is known though it was opened before this start.
    append(wtmp, UtmpType.USER_PROCESS, "tty1", "root", 310);
    read(wtmp, StartAt.START, 1);
    append(wtmp, UtmpType.DEAD_PROCESS, "tty1", "", 320);
    LoginEvent end = read(wtmp, StartAt.START, 1).getFirst();
    assertThat(String.valueOf(end.session())).contains("user=root");
  }

  @Test
  void fromTheEndItStillKnowsWhatWasBefore() throws Exception {
    Path wtmp = folder.resolve("wtmp");
    append(wtmp, UtmpType.BOOT_TIME, "~", "reboot", 100);
    assertThat(records(wtmp, StartAt.END, 1).getFirst().attributes())
        .containsEntry(WatchedRecord.REASON, "started");
    append(wtmp, UtmpType.BOOT_TIME, "~", "reboot", 200);
    assertThat(read(wtmp, StartAt.END, 1).getFirst().before()).isEqualTo(Shutdown.UNCLEAN);
  }

  @Test
  void whatIsNoRecordIsSaidWithItsBytes() throws Exception {
    Path wtmp = folder.resolve("wtmp");
    append(wtmp, UtmpType.BOOT_TIME, "~", "reboot", 100);
    Files.write(wtmp, new byte[384], StandardOpenOption.APPEND);
    Files.writeString(wtmp, "x".repeat(384), StandardOpenOption.APPEND);
    append(wtmp, UtmpType.RUN_LVL, "~", "shutdown", 200);
    List<WatchedRecord> records = records(wtmp, StartAt.START, 3);

    assertThat(records.get(1).kind()).isEqualTo(AgentFrame.KIND_AGENT);
    assertThat(records.get(1).attributes())
        .containsEntry(WatchedRecord.REASON, "record-unreadable");
    assertThat(new String(records.get(1).original(), StandardCharsets.UTF_8))
        .contains("78".repeat(384));
    assertThat(event(records.get(2)).record().isShutdown()).isTrue();
  }

  private List<LoginEvent> read(Path file, StartAt from, int count) throws Exception {
    return records(file, from, count).stream().map(LoginSourceIT::event).toList();
  }

  private static LoginEvent event(WatchedRecord record) {
    assertThat(record.kind()).isEqualTo(AgentFrame.KIND_UTMP);
    return LoginEvent.read(record.original(), 0, record.original().length);
  }

  /** Starts a source where the last one was stopped, and takes exactly so many records. */
  private List<WatchedRecord> records(Path file, StartAt from, int count) throws Exception {
    BlockingQueue<WatchedRecord> records = new LinkedBlockingQueue<>();
    List<WatchedRecord> taken = new ArrayList<>();
    FileSettings settings =
        new FileSettings(
            "wtmp", file.toString(), from, 1_000, Duration.ofMillis(20), Duration.ofMillis(1));
    try (FolderEvents events = new FolderEvents();
        FolderWaiter waiter = events.waiter(file);
        LoginSource source = new LoginSource(settings, false, InstantSource.system(), waiter)) {
      Map<String, String> begin = Map.copyOf(positions);
      Thread thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      source.run(begin, records::put);
                    } catch (InterruptedException e) {
                      throw new AssertionError("interrupted without close", e);
                    }
                  });
      while (taken.size() < count) {
        WatchedRecord record = records.poll(20, TimeUnit.SECONDS);
        assertThat(record).as("after %s: %s", taken, source.status()).isNotNull();
        if (record != null) {
          taken.add(record);
          positions.put(record.stream(), record.position());
        }
      }
      source.close();
      thread.join();
    }
    assertThat(records).as("no more than expected").isEmpty();
    return taken;
  }

  private static void append(Path file, UtmpType type, String line, String user, long seconds)
      throws IOException {
    ByteBuffer record = ByteBuffer.allocate(384).order(ByteOrder.LITTLE_ENDIAN);
    record.putShort(0, (short) type.ordinal()).putInt(4, 812);
    record.put(8, line.getBytes(StandardCharsets.US_ASCII));
    record.put(44, user.getBytes(StandardCharsets.US_ASCII));
    record.putInt(340, (int) (FIRST + seconds));
    Files.write(file, record.array(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
