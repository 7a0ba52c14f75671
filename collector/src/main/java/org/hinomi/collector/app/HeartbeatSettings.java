package org.hinomi.collector.app;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.hinomi.core.settings.Section;

/**
 * Who is told regularly that the collector is alive, to notice when it is not.
 *
 * @param to names of webhook, trap, syslog and command channels
 */
public record HeartbeatSettings(Duration every, List<String> to) {
  static final HeartbeatSettings NONE = new HeartbeatSettings(Duration.ofMinutes(1), List.of());
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  public HeartbeatSettings {
    to = List.copyOf(to);
  }

  /**
   * @param channels that can be told
   */
  static HeartbeatSettings read(Section s, Set<String> channels) {
    return new HeartbeatSettings(
        s.duration("every", SHORTEST, LONGEST).orElse(NONE.every()),
        s.text("to")
            .where(channels::contains, "the name of a channel under notify, no tower")
            .list());
  }
}
