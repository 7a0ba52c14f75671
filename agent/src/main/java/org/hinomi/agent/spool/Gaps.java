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

  private record Gap(Instant from, Instant to, long count) {}

  private final Map<Key, Gap> open = new LinkedHashMap<>();

  void add(SpoolEntry dropped, String reason) {
    open.merge(
        new Key(dropped.source(), reason),
        new Gap(dropped.time(), dropped.time(), 1),
        (gap, one) -> new Gap(gap.from, one.to, gap.count + 1));
  }

  /** The oldest gap as an entry, or null where there is none; it stays until {@link #reported}. */
  @Nullable SpoolEntry oldest(Instant now) {
    if (open.isEmpty()) {
      return null;
    }
    Map.Entry<Key, Gap> first = open.entrySet().iterator().next();
    Gap gap = first.getValue();
    return entry(
        now,
        first.getKey().reason,
        "source="
            + first.getKey().source
            + " from="
            + gap.from
            + " to="
            + gap.to
            + " count="
            + gap.count
            + " reason="
            + first.getKey().reason);
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
