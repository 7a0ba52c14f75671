package org.hinomi.agent.watch.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hinomi.core.unix.Shutdown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShutdownMarksTest {
  private static final JournalEntry WORK = entry("sshd", "812", "Accepted publickey for ops");

  private static JournalEntry entry(String app, String pid, String message) {
    return new JournalEntry(
        Map.of(
            "SYSLOG_IDENTIFIER", List.of(app), "_PID", List.of(pid), "MESSAGE", List.of(message)));
  }

  private static Shutdown of(JournalEntry... entries) {
    return ShutdownMarks.of(Stream.of(entries).toList());
  }

  /** systemd 239, 247, 252 and 257. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Reached target Shutdown.",
        "Reached target System Shutdown.",
        "Reached target shutdown.target - System Shutdown.",
        "Reached target Final Step.",
        "Reached target Power-Off.",
        "Reached target System Power Off.",
        "Reached target poweroff.target - System Power Off.",
        "Reached target Reboot.",
        "Reached target System Reboot.",
        "Reached target reboot.target - System Reboot.",
        "Shutting down."
      })
  void systemdGoesDown(String message) {
    assertThat(of(WORK, entry("systemd", "1", message), WORK)).isEqualTo(Shutdown.CLEAN);
    assertThat(of(entry("systemd", "1204", message)))
        .as("a user's systemd")
        .isEqualTo(Shutdown.UNCLEAN);
    assertThat(of(entry("app", "1", message))).isEqualTo(Shutdown.UNCLEAN);
  }

  @Test
  void theNamesOfUnitsAndMessagesCountInAnyWords() {
    JournalEntry reached =
        new JournalEntry(
            Map.of(
                "SYSLOG_IDENTIFIER", List.of("systemd"),
                "_PID", List.of("1"),
                "MESSAGE_ID", List.of("39f53479d3a045ac8e11786248231fbf"),
                "UNIT", List.of("poweroff.target")));
    JournalEntry stopped =
        new JournalEntry(Map.of("MESSAGE_ID", List.of("d93fb3c9c24d451a97cea615ce59c00b")));

    assertThat(of(reached, WORK)).isEqualTo(Shutdown.CLEAN);
    assertThat(of(WORK, stopped)).isEqualTo(Shutdown.CLEAN);
  }

  @Test
  void aJournaldThatWasOnlyStartedAnewIsNoShutdown() {
    JournalEntry stopped = entry("systemd-journald", "250", "Journal stopped");
    JournalEntry started = entry("systemd-journald", "9250", "Journal started");

    assertThat(of(WORK, stopped)).isEqualTo(Shutdown.CLEAN);
    assertThat(of(WORK, stopped, started, WORK)).isEqualTo(Shutdown.UNCLEAN);
  }

  @Test
  void whatBreaksOffIsUncleanAndOfNothingNothingIsSaid() {
    assertThat(
            of(
                WORK,
                entry("systemd", "1", "Reached target multi-user.target - Multi-User System.")))
        .isEqualTo(Shutdown.UNCLEAN);
    assertThat(of()).isEqualTo(Shutdown.UNKNOWN);
  }
}
