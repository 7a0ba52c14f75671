package org.hinomi.collector.notify.group;

import java.time.Instant;
import org.hinomi.collector.notify.route.Recipient;
import org.jspecify.annotations.Nullable;

/** Where people can acknowledge. */
public interface Links {
  Links NONE = (thread, to, now) -> null;

  /**
   * @param thread names the group
   * @param to who is told
   * @return null where nobody can
   */
  @Nullable String acknowledge(String thread, Recipient to, Instant now);
}
