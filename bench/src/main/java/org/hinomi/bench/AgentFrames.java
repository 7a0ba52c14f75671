package org.hinomi.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.hinomi.core.event.AgentFrame;

/**
 * Frames of one agent that watches a log, as {@link AgentFrame} says: each with its own time, a
 * microsecond after the one before, and its own sequence, so that the same number gives the same
 * bytes whenever it is made. The line is 200 bytes long and says its number. Not thread-safe.
 */
public final class AgentFrames {
  /** What the log is. */
  public enum Log {
    /** One of syslog, as rsyslog writes it: each line begins with time, host and program. */
    SYSLOG,
    /** One of a program of its own: each line is text. */
    TEXT
  }

  private static final int LINE = 200;
  private static final int TIME = "2026-11-23T00:00:00.000000Z".length();
  private static final int LONGEST_NUMBER = 19;
  private static final byte[] OFFSET = "+00:00".getBytes(US_ASCII);
  private static final byte[] REQUEST = "request ".getBytes(US_ASCII);
  private static final byte[] SERVED =
      " served in 12 ms from cache for 198.51.100.23 ".getBytes(US_ASCII);

  private final String host;
  private final Log log;
  private final byte[] program;
  private final Instant first;
  private final byte[] beforeTime;
  private final byte[] beforeSequence;
  private final byte[] behindSequence;
  private final byte[] line;
  private final byte[] frame;
  private final byte[] second = new byte[TIME];
  private long secondOf = Long.MIN_VALUE;

  /**
   * @param number names the agent and its host
   * @param first the time of the record before the first
   */
  public AgentFrames(int number, Log log, Instant first) {
    this.host = "agent" + number + ".example.net";
    this.log = log;
    this.program = (" " + host + " bench[4711]: ").getBytes(US_ASCII);
    this.first = first;
    beforeTime = "<14>1 ".getBytes(US_ASCII);
    beforeSequence =
        ("%s app - %s [%s %s=\"%032x\" %s=\"1763900000000\" %s=\""
                .formatted(
                    " " + host,
                    AgentFrame.MSGID_EVENT,
                    AgentFrame.SD_ID,
                    AgentFrame.AGENT,
                    0xA9A1L + number,
                    AgentFrame.INCARNATION,
                    AgentFrame.SEQUENCE))
            .getBytes(US_ASCII);
    behindSequence =
        ("\" %s=\"app\" %s=\"%s\" %s=\"/var/log/app.log\"] "
                .formatted(
                    AgentFrame.SOURCE, AgentFrame.KIND, AgentFrame.KIND_LINE, AgentFrame.PATH))
            .getBytes(US_ASCII);
    line = new byte[LINE];
    Arrays.fill(line, (byte) 'x');
    frame =
        new byte
            [beforeTime.length
                + TIME
                + beforeSequence.length
                + LONGEST_NUMBER
                + behindSequence.length
                + LINE];
    System.arraycopy(beforeTime, 0, frame, 0, beforeTime.length);
    System.arraycopy(beforeSequence, 0, frame, beforeTime.length + TIME, beforeSequence.length);
  }

  /** HOSTNAME of all frames. */
  public String host() {
    return host;
  }

  /**
   * Makes a frame; its message is {@code request NUMBER served …}.
   *
   * @param number the sequence, &gt; 0
   * @return its length in {@link #buffer}
   */
  public int make(long number) {
    int at = beforeTime.length;
    time(number, at);
    byte[] digits = Long.toString(number).getBytes(US_ASCII);
    at = put(digits, at + TIME + beforeSequence.length);
    at = put(behindSequence, at);
    int end = at + LINE;
    if (log == Log.SYSLOG) {
      System.arraycopy(frame, beforeTime.length, frame, at, TIME - 1);
      at = put(OFFSET, at + TIME - 1);
      at = put(program, at);
    }
    at = put(REQUEST, at);
    at = put(digits, at);
    at = put(SERVED, at);
    System.arraycopy(line, 0, frame, at, end - at);
    return end;
  }

  /** Holds the frame made last. */
  public byte[] buffer() {
    return frame;
  }

  private int put(byte[] part, int at) {
    System.arraycopy(part, 0, frame, at, part.length);
    return at + part.length;
  }

  private void time(long number, int at) {
    long ofSecond = first.getEpochSecond() + number / 1_000_000;
    if (ofSecond != secondOf) {
      secondOf = ofSecond;
      String text =
          Instant.ofEpochSecond(ofSecond).atOffset(ZoneOffset.UTC).toLocalDateTime()
              + (Math.floorMod(ofSecond, 60) == 0 ? ":00" : "")
              + ".000000Z";
      System.arraycopy(text.getBytes(US_ASCII), 0, second, 0, TIME);
    }
    System.arraycopy(second, 0, frame, at, TIME);
    long micros = number % 1_000_000;
    for (int i = at + TIME - 2; micros > 0; i--) {
      frame[i] = (byte) ('0' + micros % 10);
      micros /= 10;
    }
  }
}
