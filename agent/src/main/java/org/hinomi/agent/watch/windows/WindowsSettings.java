package org.hinomi.agent.watch.windows;

import java.util.List;
import org.hinomi.agent.watch.StartAt;

/**
 * What a source of event logs is told.
 *
 * @param name the source's name
 * @param channels what is read of each log; logs are unique
 * @param from where to begin in a log that was never read before
 * @param recordLimit bytes of the longest record that is kept whole
 */
public record WindowsSettings(
    String name, List<ChannelQuery> channels, StartAt from, int recordLimit) {
  public static final int RECORD_LIMIT = 1 << 20;

  public WindowsSettings {
    channels = List.copyOf(channels);
  }

  public WindowsSettings(String name, List<ChannelQuery> channels, StartAt from) {
    this(name, channels, from, RECORD_LIMIT);
  }
}
