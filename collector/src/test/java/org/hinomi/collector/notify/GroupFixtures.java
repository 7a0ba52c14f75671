package org.hinomi.collector.notify;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.alert.AlertFixtures;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.GroupMessage.Counts;
import org.hinomi.collector.notify.GroupMessage.Reason;
import org.hinomi.collector.notify.route.Recipient;
import org.jspecify.annotations.Nullable;

/** Messages for tests. */
public final class GroupFixtures {
  public static final String LINK = "https://hinomi.example.net/ack?t=abc_-";

  private GroupFixtures() {}

  /** Where the settings that ship are. */
  public static Path checkout() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("conf/mibs"))) {
      folder = requireNonNull(folder.getParent(), "no checkout above");
    }
    return folder;
  }

  /** Two full disks of fs01, told for the first time. */
  public static GroupMessage two(Recipient to, @Nullable String acknowledge) {
    return message(Reason.FIRST, new Counts(2, 0, 0), to, acknowledge);
  }

  public static GroupMessage message(
      Reason reason, Counts counts, Recipient to, @Nullable String acknowledge) {
    return new GroupMessage(
        "0123456789abcdef0123456789abcdef",
        "fedcba9876543210fedcba9876543210",
        reason,
        "operations",
        "default",
        Map.of("host.name", "fs01"),
        Transition.Severity.CRITICAL,
        reason == Reason.RESOLVED ? 0 : 2,
        counts,
        List.of(
            AlertFixtures.transition("3f2c", Transition.Kind.RAISED, "/srv"),
            AlertFixtures.transition("bb02", Transition.Kind.RAISED, "/home")),
        Map.of("filesystem-full", counts.all()),
        AlertFixtures.START,
        AlertFixtures.START.plusSeconds(300),
        0,
        to,
        acknowledge);
  }
}
