package org.hinomi.collector.decode.service;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hinomi.collector.decode.Review;
import org.hinomi.core.event.Fields;

/**
 * What systemd says of its units; where the unit is one of a backup program, that a backup failed
 * or ended. Which program it runs is not in the text: the unit's name tells.
 */
final class BackupUnits implements ServiceReader {
  private static final List<String> NAMES =
      List.of(
          "backup",
          "restic",
          "borg",
          "rsync",
          "bacula",
          "bareos",
          "rsnapshot",
          "duplicity",
          "kopia",
          "rclone",
          "amanda");

  /** Serves others' copies: that it ends says nothing of a backup. */
  private static final Set<String> DAEMONS = Set.of("rsync.service", "rsyncd.service");

  private final ServiceReader units;

  BackupUnits(ServiceReader units) {
    this.units = units;
  }

  @Override
  public boolean read(String text, int from, ServiceFields out) {
    if (!units.read(text, from, out)) {
      return false;
    }
    if (out.get(Fields.SERVICE_NAME) instanceof String unit && isBackup(unit)) {
      if ("service-failed".equals(out.get(Fields.EVENT_ACTION))) {
        out.event(Review.FAULT, "failure", "backup-failed", "host");
      } else if (text.startsWith("Finished ", from)
          || text.endsWith(": Deactivated successfully.")
          || text.endsWith(": Succeeded.")) {
        out.event(Review.USER_ACTIVITY, "success", "backup-finished", "host");
      }
    }
    return true;
  }

  private static boolean isBackup(String unit) {
    String name = unit.toLowerCase(Locale.ROOT);
    if (DAEMONS.contains(name)) {
      return false;
    }
    for (String one : NAMES) {
      if (name.contains(one)) {
        return true;
      }
    }
    return false;
  }
}
