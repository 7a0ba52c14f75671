package org.hinomi.collector.receive.snmp;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.core.event.Transport;

/** Consecutive datagrams of one sender on their way into one chunk. Used by one thread. */
final class DatagramRun {

  /** A run is handed over when it holds as many octets. */
  static final int FULL = 64 * 1024;

  private static final int HEAD = 5;

  private final InetSocketAddress sender;
  private final long receivedNanos;
  private final List<byte[]> informs = new ArrayList<>(0);
  private byte[] records;
  private int length;
  private int count;

  /**
   * @param receivedNanos when the first of them was read, nanoseconds since 1970
   */
  DatagramRun(InetSocketAddress sender, long receivedNanos, int expectedOctets) {
    this.sender = sender;
    this.receivedNanos = receivedNanos;
    this.records = new byte[expectedOctets + HEAD + 1];
  }

  boolean takes(InetSocketAddress from) {
    return length < FULL && sender.equals(from);
  }

  /** Appends a datagram as {@link Chunk} lays a record out. */
  void add(ByteBuf datagram) {
    int size = datagram.readableBytes();
    if (records.length - length < size + HEAD + 1) {
      records = Arrays.copyOf(records, Math.max(2 * records.length, length + size + HEAD + 1));
    }
    int body = length + HEAD;
    datagram.getBytes(datagram.readerIndex(), records, body, size);
    SnmpHead head = SnmpHead.of(records, body, body + size);
    if (head == SnmpHead.INFORM) {
      informs.add(Arrays.copyOfRange(records, body, body + size));
    }
    records[length] = (byte) size;
    records[length + 1] = (byte) (size >>> 8);
    records[length + 2] = (byte) (size >>> 16);
    records[length + 3] = (byte) (size >>> 24);
    records[length + 4] = (byte) (head == SnmpHead.NOT_BER ? Chunk.FAULT : 0);
    if (head == SnmpHead.NOT_BER) {
      records[body] = (byte) FrameFault.BAD_BER.code();
      datagram.getBytes(datagram.readerIndex(), records, ++body, size);
    }
    length = body + size;
    count++;
  }

  int count() {
    return count;
  }

  InetSocketAddress sender() {
    return sender;
  }

  /** Copies of those datagrams whose sender waits for an answer. */
  List<byte[]> informs() {
    return informs;
  }

  Chunk chunk() {
    return new Chunk(Transport.SNMP, sender, receivedNanos, 0, 0, count, records, length);
  }
}
