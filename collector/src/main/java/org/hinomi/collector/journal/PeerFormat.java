package org.hinomi.collector.journal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hinomi.collector.receive.Peer;
import org.hinomi.core.tls.PeerIdentity;
import org.jspecify.annotations.Nullable;

/**
 * How a chunk keeps what its sender has proved:
 *
 * <pre>
 * int16 LE  length of what follows
 * uint8     1: it may write in the names of other hosts
 * bytes     agent id, then each host name, every one ended by LF; UTF-8
 * </pre>
 */
final class PeerFormat {
  private static final int RELAY = 1;
  private static final byte[] NOTHING = {};

  /** Names are bounded where certificates are read: 16 of 255 bytes. */
  static final int LONGEST = 2 + 1 + 17 * (PeerIdentity.MAX_NAME + 1);

  private PeerFormat() {}

  static byte[] write(@Nullable Peer peer) {
    if (peer == null) {
      return NOTHING;
    }
    StringBuilder text = new StringBuilder();
    text.append(peer.agentId() == null ? "" : peer.agentId()).append('\n');
    peer.names().forEach(name -> text.append(name).append('\n'));
    byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
    int length = utf8.length + 1;
    if (length + 2 > LONGEST) {
      throw new IllegalArgumentException(
          "a peer of " + length + " bytes (expected: at most " + (LONGEST - 2) + ")");
    }
    byte[] bytes = new byte[length + 2];
    JournalFormat.SHORT.set(bytes, 0, (short) length);
    bytes[2] = (byte) (peer.relay() ? RELAY : 0);
    System.arraycopy(utf8, 0, bytes, 3, utf8.length);
    return bytes;
  }

  /** Bytes of the field at {@code at}, its own length included. */
  static int length(byte[] bytes, int at) {
    return 2 + Short.toUnsignedInt((short) JournalFormat.SHORT.get(bytes, at));
  }

  /**
   * @param length of the field, as {@link #length} gives it
   */
  static Peer read(byte[] bytes, int at, int length) {
    String text = new String(bytes, at + 3, length - 3, StandardCharsets.UTF_8);
    List<String> lines = text.lines().toList();
    String agentId = lines.isEmpty() || lines.getFirst().isEmpty() ? null : lines.getFirst();
    return new Peer(
        lines.subList(Math.min(1, lines.size()), lines.size()),
        agentId,
        (bytes[at + 2] & RELAY) != 0);
  }
}
