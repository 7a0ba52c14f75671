package org.hinomi.agent.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hinomi.core.event.AgentFrame;
import org.jspecify.annotations.Nullable;

/**
 * What had to be dropped and is still to be reported. Guarded by the spool's lock.
 *
 * <p>A gap record is {@code source=… from=… to=… count=… reason=…} as text.
 */
final class Gaps {
  private static final int FACILITY_SYSLOG = 5;
  private static final int SEVERITY_WARNING = 4;

  private record Key(String source, String reason) {}

  /** Records from one time to another that are gone. */
  record Gap(Instant from, Instant to, long count) {
    static Gap of(Instant time) {
      return new Gap(time, time, 1);
    }

    Gap and(Gap later) {
      return new Gap(from, later.to, count + later.count);
    }
  }

  private final Map<Key, Gap> open = new LinkedHashMap<>();

  void add(SpoolEntry dropped, String reason) {
    open.merge(new Key(dropped.source(), reason), Gap.of(dropped.time()), Gap::and);
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /** The oldest gap as an entry, or null where there is none; it stays until {@link #reported}. */
  @Nullable SpoolEntry oldest(Instant now) {
    if (open.isEmpty()) {
      return null;
    }
    Map.Entry<Key, Gap> first = open.entrySet().iterator().next();
    return gap(now, first.getKey().source, first.getValue(), first.getKey().reason);
  }

  static SpoolEntry gap(Instant now, String source, Gap gap, String reason) {
    return entry(
        now,
        reason,
        "source="
            + source
            + " from="
            + gap.from
            + " to="
            + gap.to
            + " count="
            + gap.count
            + " reason="
            + reason);
  }

  void reported() {
    Iterator<Key> keys = open.keySet().iterator();
    keys.next();
    keys.remove();
  }

  /** Something is wrong with the records themselves; nobody knows how many are concerned. */
  static SpoolEntry damage(Instant now, String what) {
    return entry(now, "spool-damaged", "source=spool reason=spool-damaged: " + what);
  }

  private static SpoolEntry entry(Instant now, String reason, String text) {
    return new SpoolEntry(
        "spool",
        "",
        "",
        AgentFrame.MSGID_GAP,
        AgentFrame.KIND_AGENT,
        now,
        FACILITY_SYSLOG,
        SEVERITY_WARNING,
        AgentFrame.APP_NAME,
        null,
        Map.of("reason", reason),
        text.getBytes(UTF_8));
  }
}
