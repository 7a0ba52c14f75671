package org.hinomi.collector.receive;

import java.net.InetSocketAddress;
import org.hinomi.core.event.Transport;
import org.jspecify.annotations.Nullable;

/**
 * A run of records of one sender that arrived together: the unit that goes into the journal. Built
 * once by a receiver, then read only.
 *
 * <p>{@code records[0..length)} holds {@code count} records, each
 *
 * <pre>
 * int32 LE  length of the bytes
 * uint8     flags: 1 TRUNCATED, 2 FAULT, 4 SHARED
 * int32 LE  original length        only with TRUNCATED
 * uint8     FrameFault code        only with FAULT
 * uint16 LE shared bytes           only with SHARED: the record begins with so many bytes of the
 *                                  chunk's first one, which is whole
 * bytes     exactly as they came, without the framing; with SHARED the rest of them
 * </pre>
 *
 * @param peer who the sender has proved to be; null: it has proved nothing
 * @param receivedNanos when it was read from the socket, nanoseconds since 1970-01-01T00:00Z
 * @param connection names the TCP connection, unlike all others of this history; 0 for datagrams
 * @param firstInConnection how many records of this connection came before this chunk
 */
public record Chunk(
    Transport transport,
    InetSocketAddress sender,
    @Nullable Peer peer,
    long receivedNanos,
    long connection,
    long firstInConnection,
    int count,
    byte[] records,
    int length) {

  /** Of a sender that has proved nothing. */
  public Chunk(
      Transport transport,
      InetSocketAddress sender,
      long receivedNanos,
      long connection,
      long firstInConnection,
      int count,
      byte[] records,
      int length) {
    this(
        transport,
        sender,
        null,
        receivedNanos,
        connection,
        firstInConnection,
        count,
        records,
        length);
  }

  public static final int TRUNCATED = 1;
  public static final int FAULT = 2;
  public static final int SHARED = 4;
}
