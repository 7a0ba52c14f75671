package org.hinomi.agent.send;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hinomi.agent.spool.SpoolEntry;
import org.hinomi.agent.spool.Spooled;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Identity;
import org.hinomi.core.syslog.Rfc5424Writer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a spooled record as the RFC 5424 frame of {@link AgentFrame}. Frames of one source differ
 * in time, sequence and message: what stands around these is made once. Not thread-safe.
 */
final class FrameWriter {
  /** Characters of {@code 2026-01-02T03:04:05.123456Z}. */
  private static final int TIME = 27;

  private static final byte[] SEQUENCE = (" " + AgentFrame.SEQUENCE + "=\"").getBytes(US_ASCII);
  private static final long YEAR_0 = -62_167_219_200L;
  private static final long YEAR_10000 = 253_402_300_800L;

  private final String hostName;
  private final byte[] second = new byte[TIME];
  private long secondOf = Long.MIN_VALUE;
  private @Nullable SpoolEntry like;
  private String agentId = "";
  private long incarnation;
  private byte[] beforeTime = new byte[0];
  private byte[] beforeSequence = new byte[0];
  private byte[] behindSequence = new byte[0];

  /**
   * @param hostName RFC 5424 HOSTNAME of every frame
   */
  FrameWriter(String hostName) {
    this.hostName = hostName;
  }

  byte[] write(Spooled spooled) {
    SpoolEntry entry = spooled.entry();
    Identity identity = spooled.identity();
    long at = entry.time().getEpochSecond();
    if (at < YEAR_0 || at >= YEAR_10000) {
      return plain(entry, identity, entry.message());
    }
    if (!isLike(entry, identity)) {
      around(entry, identity);
    }
    byte[] number = Long.toString(identity.sequence()).getBytes(US_ASCII);
    byte[] message = entry.message();
    byte[] frame =
        Arrays.copyOf(
            beforeTime,
            beforeTime.length
                + TIME
                + beforeSequence.length
                + number.length
                + behindSequence.length
                + message.length);
    int to = beforeTime.length;
    time(entry.time(), frame, to);
    to += TIME;
    for (byte[] part : new byte[][] {beforeSequence, number, behindSequence, message}) {
      System.arraycopy(part, 0, frame, to, part.length);
      to += part.length;
    }
    return frame;
  }

  /** By identity where it can be: what is read back from the spool uses the same objects. */
  @SuppressWarnings({"ReferenceEquality", "StringEquality"})
  private boolean isLike(SpoolEntry entry, Identity identity) {
    SpoolEntry before = like;
    return before != null
        && before.attributes() == entry.attributes()
        && before.source() == entry.source()
        && before.kind() == entry.kind()
        && before.msgId() == entry.msgId()
        && before.app() == entry.app()
        && before.procId() == entry.procId()
        && before.facility() == entry.facility()
        && before.severity() == entry.severity()
        && incarnation == identity.incarnation()
        && agentId.equals(identity.agentId());
  }

  /** Takes apart a frame without a message. */
  private void around(SpoolEntry entry, Identity identity) {
    byte[] frame = plain(entry, identity, new byte[0]);
    int time = indexOf(frame, new byte[] {' '}, 0) + 1;
    // No value before it can hold this: quotes in values are escaped.
    int digits = indexOf(frame, SEQUENCE, time) + SEQUENCE.length;
    int behind = indexOf(frame, new byte[] {'"'}, digits);
    beforeTime = Arrays.copyOf(frame, time);
    beforeSequence = Arrays.copyOfRange(frame, time + TIME, digits);
    behindSequence = Arrays.copyOfRange(frame, behind, frame.length);
    // Without the message: it may be large.
    like =
        new SpoolEntry(
            entry.source(),
            "",
            "",
            entry.msgId(),
            entry.kind(),
            entry.time(),
            entry.facility(),
            entry.severity(),
            entry.app(),
            entry.procId(),
            entry.attributes(),
            new byte[0]);
    agentId = identity.agentId();
    incarnation = identity.incarnation();
  }

  private static int indexOf(byte[] bytes, byte[] wanted, int from) {
    int at = from;
    while (!Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
      at++;
    }
    return at;
  }

  private byte[] plain(SpoolEntry entry, Identity identity, byte[] message) {
    Map<String, String> params = new LinkedHashMap<>();
    params.put(AgentFrame.AGENT, identity.agentId());
    params.put(AgentFrame.INCARNATION, Long.toString(identity.incarnation()));
    params.put(AgentFrame.SEQUENCE, Long.toString(identity.sequence()));
    params.put(AgentFrame.SOURCE, entry.source());
    params.put(AgentFrame.KIND, entry.kind());
    entry.attributes().forEach(params::putIfAbsent);
    return new Rfc5424Writer(
            entry.facility(),
            entry.severity(),
            entry.time(),
            hostName,
            entry.app(),
            entry.procId(),
            entry.msgId())
        .element(AgentFrame.SD_ID, params)
        .bytes(message);
  }

  /** As {@link Rfc5424Writer} writes it. */
  private void time(Instant time, byte[] to, int at) {
    if (time.getEpochSecond() != secondOf) {
      secondOf = time.getEpochSecond();
      String text =
          Instant.ofEpochSecond(secondOf).atOffset(ZoneOffset.UTC).toLocalDateTime()
              + (Math.floorMod(secondOf, 60) == 0 ? ":00" : "");
      byte[] ascii = (text + ".000000Z").getBytes(US_ASCII);
      System.arraycopy(ascii, 0, second, 0, TIME);
    }
    System.arraycopy(second, 0, to, at, TIME);
    int micros = time.getNano() / 1000;
    for (int i = at + TIME - 2; micros > 0; i--) {
      to[i] = (byte) ('0' + micros % 10);
      micros /= 10;
    }
  }
}
