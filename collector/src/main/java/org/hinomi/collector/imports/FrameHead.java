package org.hinomi.collector.imports;

import java.time.Instant;
import java.util.regex.Pattern;
import org.hinomi.core.event.AgentFrame;
import org.jspecify.annotations.Nullable;

/** Makes the head of an imported record's frame: PRI to MSGID, with a blank behind it. */
final class FrameHead {
  /** Seconds of the year 10000: an RFC 5424 time has four digits for it. */
  private static final long END_OF_TIMES = 253_402_300_800L;

  private static final Pattern HOST = Pattern.compile("[!-~]{1,255}");

  private FrameHead() {}

  /**
   * @param time of the record; null where it has none
   * @param otherwise stands in for a time that there is not, or that cannot be written
   */
  static String of(@Nullable Instant time, Instant otherwise, String host) {
    boolean shown =
        time != null && time.getEpochSecond() >= 0 && time.getEpochSecond() < END_OF_TIMES;
    return "<14>1 "
        + Importer.TIMESTAMP.format(shown ? time : otherwise)
        + ' '
        + (HOST.matcher(host).matches() ? host : "-")
        + ' '
        + AgentFrame.APP_NAME
        + " - "
        + AgentFrame.MSGID_EVENT
        + ' ';
  }
}
