package org.hinomi.collector.journal;

import static org.hinomi.collector.journal.JournalFormat.ADDRESS_IPV4;
import static org.hinomi.collector.journal.JournalFormat.ADDRESS_IPV6;
import static org.hinomi.collector.journal.JournalFormat.ADDRESS_NAME;
import static org.hinomi.collector.journal.JournalFormat.CHUNK_ADDRESS;
import static org.hinomi.collector.journal.JournalFormat.COMMIT_HASH;
import static org.hinomi.collector.journal.JournalFormat.COMMIT_LENGTH;
import static org.hinomi.collector.journal.JournalFormat.ENTRY_KIND;
import static org.hinomi.collector.journal.JournalFormat.HASH_LENGTH;
import static org.hinomi.collector.journal.JournalFormat.INT;
import static org.hinomi.collector.journal.JournalFormat.LONG;
import static org.hinomi.collector.journal.JournalFormat.SHORT;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.zip.CRC32C;
import org.hinomi.collector.receive.Chunk;

/**
 * Writes chunks and their commit entry as the bytes of one group. The hash of a group is
 *
 * <pre>
 * H(n) = SHA-256( H(n-1) | all its chunk entries | its commit entry from the kind up to the hash )
 * </pre>
 *
 * <p>Not thread-safe.
 */
final class GroupEncoder {
  private final ByteBuffer buffer;
  private final byte[] head = new byte[CHUNK_ADDRESS + 255 + PeerFormat.LONGEST];
  private final byte[] commit = new byte[COMMIT_LENGTH];
  private final CRC32C crc = new CRC32C();
  private final MessageDigest digest = JournalFormat.sha256();
  private int entries;

  /**
   * @param capacity the largest group in bytes, its commit entry included
   */
  GroupEncoder(int capacity) {
    // Outside the heap, so that a write needs no further copy.
    buffer = ByteBuffer.allocateDirect(capacity);
  }

  int capacity() {
    return buffer.capacity();
  }

  void start(Hash previous) {
    buffer.clear();
    digest.reset();
    digest.update(previous.bytes());
    entries = 0;
  }

  int length() {
    return buffer.position();
  }

  static int entryLength(Chunk chunk) {
    return CHUNK_ADDRESS
        + address(chunk.sender()).length
        + PeerFormat.write(chunk.peer()).length
        + chunk.length();
  }

  void add(Chunk chunk, long firstPosition) {
    InetSocketAddress sender = chunk.sender();
    byte[] address = address(sender);
    byte[] peer = PeerFormat.write(chunk.peer());
    int headLength = CHUNK_ADDRESS + address.length + peer.length;
    int length = headLength + chunk.length();
    INT.set(head, 0, length);
    head[ENTRY_KIND] = JournalFormat.KIND_CHUNK;
    head[JournalFormat.CHUNK_TRANSPORT] = (byte) chunk.transport().code();
    head[JournalFormat.CHUNK_ADDRESS_KIND] =
        (byte) (addressKind(sender) | (peer.length > 0 ? JournalFormat.PEER_FOLLOWS : 0));
    head[JournalFormat.CHUNK_ADDRESS_LENGTH] = (byte) address.length;
    INT.set(head, JournalFormat.CHUNK_COUNT, chunk.count());
    LONG.set(head, JournalFormat.CHUNK_POSITION, firstPosition);
    LONG.set(head, JournalFormat.CHUNK_RECEIVED, chunk.receivedNanos());
    LONG.set(head, JournalFormat.CHUNK_CONNECTION, chunk.connection());
    LONG.set(head, JournalFormat.CHUNK_FIRST_IN_CONNECTION, chunk.firstInConnection());
    SHORT.set(head, JournalFormat.CHUNK_PORT, (short) sender.getPort());
    System.arraycopy(address, 0, head, CHUNK_ADDRESS, address.length);
    System.arraycopy(peer, 0, head, CHUNK_ADDRESS + address.length, peer.length);
    crc.reset();
    crc.update(head, ENTRY_KIND, headLength - ENTRY_KIND);
    crc.update(chunk.records(), 0, chunk.length());
    INT.set(head, JournalFormat.ENTRY_CRC, (int) crc.getValue());
    digest.update(head, 0, headLength);
    digest.update(chunk.records(), 0, chunk.length());
    buffer.put(head, 0, headLength).put(chunk.records(), 0, chunk.length());
    entries++;
  }

  /** Ends the group with its commit entry; gives its hash. {@link #bytes()} is then the group. */
  Hash commit(long nextPosition, long timeNanos) {
    INT.set(commit, 0, COMMIT_LENGTH);
    commit[ENTRY_KIND] = JournalFormat.KIND_COMMIT;
    INT.set(commit, JournalFormat.COMMIT_ENTRIES, entries);
    LONG.set(commit, JournalFormat.COMMIT_NEXT_POSITION, nextPosition);
    LONG.set(commit, JournalFormat.COMMIT_TIME, timeNanos);
    LONG.set(commit, JournalFormat.COMMIT_GROUP_LENGTH, (long) buffer.position());
    digest.update(commit, ENTRY_KIND, COMMIT_HASH - ENTRY_KIND);
    try {
      digest.digest(commit, COMMIT_HASH, HASH_LENGTH);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 does not fit into 32 bytes", e);
    }
    crc.reset();
    crc.update(commit, ENTRY_KIND, COMMIT_LENGTH - ENTRY_KIND);
    INT.set(commit, JournalFormat.ENTRY_CRC, (int) crc.getValue());
    buffer.put(commit).flip();
    byte[] hash = new byte[HASH_LENGTH];
    System.arraycopy(commit, COMMIT_HASH, hash, 0, HASH_LENGTH);
    return new Hash(hash);
  }

  ByteBuffer bytes() {
    return buffer;
  }

  private static int addressKind(InetSocketAddress sender) {
    InetAddress address = sender.getAddress();
    if (address == null) {
      return ADDRESS_NAME;
    }
    return address.getAddress().length == 4 ? ADDRESS_IPV4 : ADDRESS_IPV6;
  }

  private static byte[] address(InetSocketAddress sender) {
    InetAddress address = sender.getAddress();
    if (address != null) {
      return address.getAddress();
    }
    byte[] name = sender.getHostString().getBytes(StandardCharsets.UTF_8);
    if (name.length > 255) {
      throw new IllegalArgumentException(
          "sender name of " + name.length + " bytes (expected: at most 255)");
    }
    return name;
  }
}
