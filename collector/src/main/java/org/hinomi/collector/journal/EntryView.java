package org.hinomi.collector.journal;

import static org.hinomi.collector.journal.JournalFormat.CHUNK_ADDRESS;
import static org.hinomi.collector.journal.JournalFormat.CHUNK_ADDRESS_KIND;
import static org.hinomi.collector.journal.JournalFormat.CHUNK_ADDRESS_LENGTH;
import static org.hinomi.collector.journal.JournalFormat.CHUNK_CONNECTION;
import static org.hinomi.collector.journal.JournalFormat.CHUNK_COUNT;
import static org.hinomi.collector.journal.JournalFormat.CHUNK_FIRST_IN_CONNECTION;
import static org.hinomi.collector.journal.JournalFormat.CHUNK_PORT;
import static org.hinomi.collector.journal.JournalFormat.CHUNK_POSITION;
import static org.hinomi.collector.journal.JournalFormat.CHUNK_RECEIVED;
import static org.hinomi.collector.journal.JournalFormat.CHUNK_TRANSPORT;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.collector.receive.Peer;
import org.hinomi.core.event.Transport;
import org.jspecify.annotations.Nullable;

/** Walks the records of one chunk entry in place, without making an object for any. */
final class EntryView implements RecordView {
  private static final byte[] NOTHING = {};

  /** The entry, and what the present record stands in: the same, but where it is put together. */
  private byte[] entry = NOTHING;

  private byte[] buffer = NOTHING;

  /** Holds a record that shares its start, of which so many bytes are those of the first one. */
  private byte[] joined = NOTHING;

  private int joinedStart;
  private int firstOffset;
  private int firstLength;
  private int end;
  private int cursor;
  private int index;
  private int count;
  private long firstPosition;
  private long receivedNanos;
  private long connection;
  private long firstInConnection;
  private Transport transport = Transport.INTERNAL;
  private InetSocketAddress sender = InetSocketAddress.createUnresolved("", 0);
  private byte[] senderKey = {};
  private @Nullable Peer peer;
  private byte[] peerKey = NOTHING;
  private int offset;
  private int length;
  private int originalLength;
  private @Nullable FrameFault fault;

  /** Stands before the first record of the intact chunk entry at {@code at}. */
  void enter(byte[] bytes, int at) throws DamagedException {
    entry = bytes;
    joinedStart = 0;
    end = at + JournalFormat.intAt(bytes, at);
    count = JournalFormat.intAt(bytes, at + CHUNK_COUNT);
    firstPosition = JournalFormat.longAt(bytes, at + CHUNK_POSITION);
    receivedNanos = JournalFormat.longAt(bytes, at + CHUNK_RECEIVED);
    connection = JournalFormat.longAt(bytes, at + CHUNK_CONNECTION);
    firstInConnection = JournalFormat.longAt(bytes, at + CHUNK_FIRST_IN_CONNECTION);
    transport = Transport.ofCode(bytes[at + CHUNK_TRANSPORT]);
    int addressLength = Byte.toUnsignedInt(bytes[at + CHUNK_ADDRESS_LENGTH]);
    enterSender(bytes, at, addressLength);
    cursor = at + CHUNK_ADDRESS + addressLength;
    if ((bytes[at + CHUNK_ADDRESS_KIND] & JournalFormat.PEER_FOLLOWS) != 0) {
      cursor += enterPeer(bytes, cursor);
    } else {
      peer = null;
      peerKey = NOTHING;
    }
    index = -1;
  }

  /** Moves to the next record; false behind the last. */
  boolean advance() throws DamagedException {
    if (index + 1 >= count) {
      return false;
    }
    index++;
    buffer = entry;
    length = JournalFormat.intAt(entry, cursor);
    int flags = entry[cursor + 4];
    cursor += 5;
    originalLength = -1;
    if ((flags & Chunk.TRUNCATED) != 0) {
      originalLength = JournalFormat.intAt(entry, cursor);
      cursor += 4;
    }
    fault = null;
    if ((flags & Chunk.FAULT) != 0) {
      fault = FrameFault.ofCode(entry[cursor]);
      cursor++;
    }
    int shared = 0;
    if ((flags & Chunk.SHARED) != 0) {
      shared = Short.toUnsignedInt((short) JournalFormat.SHORT.get(entry, cursor));
      cursor += 2;
    }
    offset = cursor;
    if (length < 0 || length > end - cursor) {
      throw new DamagedException(
          "position " + position() + ": " + length + " bytes in a chunk with " + (end - cursor));
    }
    cursor += length;
    if (index == 0) {
      firstOffset = offset;
      firstLength = length;
    }
    if (shared > 0) {
      join(shared);
    }
    if (originalLength < 0) {
      originalLength = length;
    }
    return true;
  }

  /** Puts the record together behind the bytes that it shares, which mostly stand there already. */
  private void join(int shared) throws DamagedException {
    if (index == 0 || shared > firstLength) {
      throw new DamagedException(
          "position "
              + position()
              + ": shares "
              + shared
              + " bytes with a record of "
              + (index == 0 ? 0 : firstLength));
    }
    int whole = shared + length;
    if (joined.length < whole) {
      joined = new byte[Math.max(1024, Integer.highestOneBit(whole) * 2)];
      joinedStart = 0;
    }
    if (joinedStart < shared) {
      System.arraycopy(entry, firstOffset, joined, 0, shared);
    }
    joinedStart = shared;
    System.arraycopy(entry, offset, joined, shared, length);
    buffer = joined;
    offset = 0;
    length = whole;
  }

  private void enterSender(byte[] bytes, int at, int addressLength) throws DamagedException {
    // Chunks of one sender follow each other: keep the object as long as the bytes are the same.
    int from = at + CHUNK_PORT;
    int to = at + CHUNK_ADDRESS + addressLength;
    if (Arrays.equals(senderKey, 0, senderKey.length, bytes, from, to)) {
      return;
    }
    int port = Short.toUnsignedInt((short) JournalFormat.SHORT.get(bytes, from));
    byte[] address = Arrays.copyOfRange(bytes, at + CHUNK_ADDRESS, to);
    try {
      sender =
          (bytes[at + CHUNK_ADDRESS_KIND] & ~JournalFormat.PEER_FOLLOWS)
                  == JournalFormat.ADDRESS_NAME
              ? InetSocketAddress.createUnresolved(
                  new String(address, StandardCharsets.UTF_8), port)
              : new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new DamagedException("sender address of " + addressLength + " bytes (expected: 4, 16)");
    }
    senderKey = Arrays.copyOfRange(bytes, from, to);
  }

  private int enterPeer(byte[] bytes, int at) throws DamagedException {
    int length = end - at < 3 ? 0 : PeerFormat.length(bytes, at);
    if (length < 3 || length > end - at) {
      throw new DamagedException("what a sender proved: " + length + " bytes");
    }
    if (!Arrays.equals(peerKey, 0, peerKey.length, bytes, at, at + length)) {
      peer = PeerFormat.read(bytes, at, length);
      peerKey = Arrays.copyOfRange(bytes, at, at + length);
    }
    return length;
  }

  @Override
  public @Nullable Peer peer() {
    return peer;
  }

  @Override
  public long position() {
    return firstPosition + index;
  }

  @Override
  public Transport transport() {
    return transport;
  }

  @Override
  public InetSocketAddress sender() {
    return sender;
  }

  @Override
  public long receivedNanos() {
    return receivedNanos;
  }

  @Override
  public long connection() {
    return connection;
  }

  @Override
  public long indexInConnection() {
    return firstInConnection + index;
  }

  @Override
  public int originalLength() {
    return originalLength;
  }

  @Override
  public @Nullable FrameFault fault() {
    return fault;
  }

  @Override
  public byte[] buffer() {
    return buffer;
  }

  @Override
  public int offset() {
    return offset;
  }

  @Override
  public int length() {
    return length;
  }
}
