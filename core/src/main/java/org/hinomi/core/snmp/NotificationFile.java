package org.hinomi.core.snmp;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.hinomi.core.file.AtomicFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snmp4j.PDU;
import org.snmp4j.asn1.BERInputStream;

/**
 * Informs that wait for one target in a file, which a killed program finds again. It is synced
 * before each is sent; a power cut loses at most what came in since. One is removed when it was
 * answered, so that a program killed in between sends it twice.
 *
 * <pre>
 * 8 bytes  where the first one stands
 * then, for each,  int32 length, int32 CRC-32C, the PDU in BER
 * </pre>
 *
 * <p>Thread-safe.
 */
final class NotificationFile implements Backlog {
  private static final Logger log = LoggerFactory.getLogger(NotificationFile.class);

  private static final int HEADER = 8;
  private static final int ENTRY_HEADER = 8;
  private static final int LONGEST = 64 * 1024;

  private final Path file;
  private final long mostBytes;
  private FileChannel channel;
  private long head = HEADER;
  private long tail = HEADER;
  private boolean synced = true;
  private boolean closed;

  /**
   * Opens the file, or makes it. A torn or damaged rest is cut off, with a warning.
   *
   * @param mostBytes that may wait
   */
  NotificationFile(Path file, long mostBytes) throws IOException {
    this.file = file;
    this.mostBytes = mostBytes;
    this.channel = FileChannel.open(file, CREATE, READ, WRITE);
    recover();
  }

  private void recover() throws IOException {
    long size = channel.size();
    if (size >= HEADER) {
      head = read(0, HEADER).getLong();
    }
    if (size < HEADER || head < HEADER || head > size) {
      head = HEADER;
    }
    tail = head;
    while (tail < size) {
      int length = entryLength(tail, size);
      if (length < 0) {
        log.atWarn()
            .addKeyValue("file", file)
            .addKeyValue("octets", size - tail)
            .log("The end of a file of waiting informs cannot be read, and is cut off.");
        break;
      }
      tail += ENTRY_HEADER + length;
    }
    truncate(tail);
    writeHead();
    force();
  }

  /** Of the PDU of a whole entry; -1 where there is none. */
  private int entryLength(long at, long size) throws IOException {
    if (size - at < ENTRY_HEADER) {
      return -1;
    }
    ByteBuffer header = read(at, ENTRY_HEADER);
    int length = header.getInt();
    int crc = header.getInt();
    if (length <= 0 || length > LONGEST || size - at - ENTRY_HEADER < length) {
      return -1;
    }
    return crc(read(at + ENTRY_HEADER, length).array()) == crc ? length : -1;
  }

  @Override
  public synchronized boolean offer(PDU pdu) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    pdu.encodeBER(out);
    byte[] bytes = out.toByteArray();
    if (tail - head + ENTRY_HEADER + bytes.length > mostBytes) {
      return false;
    }
    if (tail > 2 * mostBytes) {
      compact();
    }
    ByteBuffer entry = ByteBuffer.allocate(ENTRY_HEADER + bytes.length);
    entry.putInt(bytes.length).putInt(crc(bytes)).put(bytes).flip();
    write(entry, tail);
    tail += ENTRY_HEADER + bytes.length;
    synced = false;
    notifyAll();
    return true;
  }

  @Override
  public synchronized PDU first() throws IOException, InterruptedException {
    while (head == tail) {
      wait();
    }
    if (!synced) {
      force();
      synced = true;
    }
    int length = read(head, ENTRY_HEADER).getInt();
    ByteBuffer bytes = read(head + ENTRY_HEADER, length);
    PDU pdu = new PDU();
    pdu.decodeBER(new BERInputStream(bytes));
    return pdu;
  }

  @Override
  public synchronized void done() throws IOException {
    head += ENTRY_HEADER + read(head, ENTRY_HEADER).getInt();
    if (head == tail) {
      truncate(HEADER);
      head = HEADER;
      tail = HEADER;
    }
    writeHead();
  }

  /** Leaves out what is done, into a new file that takes the old one's place. */
  private void compact() throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    undisturbed(from -> copy(from, fresh));
    Files.move(fresh, file, ATOMIC_MOVE);
    tail = HEADER + tail - head;
    head = HEADER;
    channel.close();
    undisturbed(_ -> AtomicFile.syncDirectory(requireNonNull(file.toAbsolutePath().getParent())));
  }

  private void copy(FileChannel from, Path fresh) throws IOException {
    try (FileChannel copy = FileChannel.open(fresh, CREATE, READ, WRITE, TRUNCATE_EXISTING)) {
      write(copy, ByteBuffer.allocate(HEADER).putLong(HEADER).flip(), 0);
      copy.position(HEADER);
      for (long at = head; at < tail; ) {
        at += from.transferTo(at, tail - at, copy);
      }
      copy.force(true);
    }
  }

  /** Nothing is lost: the rest is sent after the next start. */
  @Override
  public synchronized int close() throws IOException {
    if (!closed) {
      force();
      closed = true;
      channel.close();
    }
    return 0;
  }

  @Override
  public boolean keeps() {
    return true;
  }

  private void writeHead() throws IOException {
    write(ByteBuffer.allocate(HEADER).putLong(head).flip(), 0);
  }

  private ByteBuffer read(long at, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    undisturbed(
        from -> {
          buffer.clear();
          while (buffer.hasRemaining()) {
            if (from.read(buffer, at + buffer.position()) < 0) {
              throw new IOException(file + ": ends before octet " + (at + length));
            }
          }
        });
    return buffer.flip();
  }

  private void write(ByteBuffer bytes, long at) throws IOException {
    undisturbed(to -> write(to, bytes.duplicate(), at));
  }

  private static void write(FileChannel to, ByteBuffer bytes, long at) throws IOException {
    long next = at;
    while (bytes.hasRemaining()) {
      next += to.write(bytes, next);
    }
  }

  private void force() throws IOException {
    undisturbed(to -> to.force(false));
  }

  private void truncate(long size) throws IOException {
    undisturbed(to -> to.truncate(size));
  }

  /** What is done to the file; may be begun twice. */
  private interface Act {
    void on(FileChannel channel) throws IOException;
  }

  /**
   * Does it though the thread is interrupted, which closes the channel: who offers is as a rule in
   * the midst of being stopped then, and what it has in hand would be lost. The interrupt is kept
   * for what waits next.
   */
  private void undisturbed(Act act) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          act.on(channel);
          return;
        } catch (ClosedChannelException e) {
          if (closed) {
            throw e;
          }
          interrupted |= Thread.interrupted();
          if (!channel.isOpen()) {
            channel = FileChannel.open(file, READ, WRITE);
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
