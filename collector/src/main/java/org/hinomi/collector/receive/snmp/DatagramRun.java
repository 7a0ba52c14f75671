package org.hinomi.collector.receive.snmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.ChunkBuilder;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.core.event.Transport;
import org.jspecify.annotations.Nullable;

/** Consecutive datagrams of one sender on their way into one chunk. Used by one thread. */
final class DatagramRun {

  /** A run is handed over when it holds as many octets. */
  private static final int FULL = 64 * 1024;

  private static final byte[] NOTHING = {};

  private final InetSocketAddress sender;
  private final long receivedNanos;
  private final ChunkBuilder chunk = new ChunkBuilder();
  private final List<byte[]> informs = new ArrayList<>(0);
  private final List<UsmGate.Inform> usmInforms = new ArrayList<>(0);
  private long octets;

  /**
   * @param receivedNanos when the first of them was read, nanoseconds since 1970
   */
  DatagramRun(InetSocketAddress sender, long receivedNanos) {
    this.sender = sender;
    this.receivedNanos = receivedNanos;
  }

  boolean takes(InetSocketAddress from) {
    return chunk.length() < FULL && sender.equals(from);
  }

  /** Adds a datagram as it is, with what is wrong with it. */
  void add(ByteBuf datagram, @Nullable FrameFault fault) {
    int from = datagram.readerIndex();
    int length = datagram.readableBytes();
    if (fault == null) {
      chunk.add(datagram, from, length);
    } else {
      chunk.add(NOTHING, 0, datagram, from, length, length, fault);
    }
    octets += length;
  }

  /** Adds one whose sender waits for an answer. */
  void addInform(ByteBuf datagram) {
    add(datagram, null);
    informs.add(ByteBufUtil.getBytes(datagram));
  }

  /** As {@link #addInform}, for SNMPv3. */
  void addInform(ByteBuf datagram, UsmGate.Inform inform) {
    add(datagram, null);
    usmInforms.add(inform);
  }

  int count() {
    return chunk.count();
  }

  /** Of the datagrams alone. */
  long octets() {
    return octets;
  }

  InetSocketAddress sender() {
    return sender;
  }

  /** Copies of those datagrams whose sender waits for an answer. */
  List<byte[]> informs() {
    return informs;
  }

  /** Those of SNMPv3. */
  List<UsmGate.Inform> usmInforms() {
    return usmInforms;
  }

  /** Empties the run. */
  Chunk build() {
    return chunk.build(Transport.SNMP, sender, receivedNanos, 0, 0);
  }
}
