package org.hinomi.collector.notify.route;

import java.time.ZoneId;
import org.hinomi.core.text.Language;
import org.jspecify.annotations.Nullable;

/**
 * One who gets a message, on one channel.
 *
 * @param person their id; "" where the channel itself is told
 * @param name as people read it
 * @param address where the channel needs one and the person has their own; else null
 * @param language null: the channel's own
 * @param zone null: the channel's own
 */
public record Recipient(
    String channel,
    String person,
    String name,
    @Nullable String address,
    @Nullable Language language,
    @Nullable ZoneId zone) {

  /** The channel as it is. */
  public static Recipient of(String channel) {
    return new Recipient(channel, "", "", null, null, null);
  }
}
