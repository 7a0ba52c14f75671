package org.hinomi.agent.watch.journal;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.hinomi.core.unix.Shutdown;
import org.jspecify.annotations.Nullable;

/**
 * Tells from the last entries of a boot how it ended. In good order are: systemd reached a target
 * of the shutdown (units and MESSAGE_ID of systemd/sd-messages.h, else its words, which it does not
 * translate), systemd-shutdown spoke, or journald stopped and did not start again.
 */
final class ShutdownMarks {
  private static final String JOURNAL_STARTED = "f77379a8490b408bbe5f6940505a777b";
  private static final String JOURNAL_STOPPED = "d93fb3c9c24d451a97cea615ce59c00b";
  private static final String UNIT_STARTED = "39f53479d3a045ac8e11786248231fbf";

  private static final Set<String> TARGETS =
      Set.of(
          "shutdown.target",
          "umount.target",
          "final.target",
          "poweroff.target",
          "reboot.target",
          "halt.target",
          "kexec.target");

  private static final Pattern REACHED =
      Pattern.compile(
          "Reached target (?:(?:shutdown|umount|final|poweroff|reboot|halt|kexec)\\.target\\b.*"
              + "|(?:System )?(?:Shutdown|Reboot|Power[- ]Off|Halt)\\.?|Final Step\\.?"
              + "|Unmount All Filesystems\\.?|Late Shutdown Services\\.?)");

  private ShutdownMarks() {}

  /**
   * @param entries the last ones of the boot, in their order
   */
  static Shutdown of(List<JournalEntry> entries) {
    for (JournalEntry entry : entries.reversed()) {
      if (isStop(entry)) {
        return Shutdown.CLEAN;
      }
      if (isJournal(entry, JOURNAL_STARTED, "Journal started")) {
        // What stands before it is of a journald that was only restarted.
        return Shutdown.UNCLEAN;
      }
    }
    return entries.isEmpty() ? Shutdown.UNKNOWN : Shutdown.UNCLEAN;
  }

  private static boolean isStop(JournalEntry entry) {
    String app = entry.app();
    String message = entry.first("MESSAGE");
    if (isJournal(entry, JOURNAL_STOPPED, "Journal stopped") || "systemd-shutdown".equals(app)) {
      return true;
    }
    if (!"systemd".equals(app) || !"1".equals(entry.first("_PID"))) {
      return false;
    }
    String unit = entry.first("UNIT");
    return UNIT_STARTED.equals(entry.first("MESSAGE_ID")) && unit != null && TARGETS.contains(unit)
        || message != null
            && (message.equals("Shutting down.") || REACHED.matcher(message).matches());
  }

  private static boolean isJournal(JournalEntry entry, String id, String words) {
    String message = entry.first("MESSAGE");
    return id.equals(entry.first("MESSAGE_ID")) || isJournald(entry.app()) && words.equals(message);
  }

  private static boolean isJournald(@Nullable String app) {
    return "systemd-journald".equals(app) || "systemd-journal".equals(app);
  }
}
