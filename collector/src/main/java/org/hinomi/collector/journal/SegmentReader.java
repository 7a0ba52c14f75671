package org.hinomi.collector.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.hinomi.collector.journal.Tail.Durable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads durable records through all segments and waits at the end for more. Entries whose checksum
 * does not match are passed over and counted; the rest stays readable.
 */
final class SegmentReader implements JournalReader {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentReader.class);
  private static final int BUFFER_BYTES = 256 << 10;

  private final Tail tail;
  private final LongConsumer damagedRecords;
  private final EntryView view = new EntryView();
  private byte[] buffer = new byte[BUFFER_BYTES];
  private @Nullable EntryCursor cursor;
  private long segment;
  private long next;

  SegmentReader(Tail tail, long fromPosition, LongConsumer damagedRecords) throws IOException {
    this.tail = tail;
    this.next = fromPosition;
    this.damagedRecords = damagedRecords;
    Map.Entry<Long, Path> holder = tail.segments().floorEntry(fromPosition);
    long end = tail.durable().nextPosition();
    if (holder == null || fromPosition > end) {
      throw new IOException(
          "journal position "
              + fromPosition
              + " is not there (expected: "
              + (tail.segments().isEmpty() ? end : tail.segments().firstKey())
              + ".."
              + end
              + ")");
    }
    open(holder);
  }

  @Override
  public long nextPosition() {
    return next;
  }

  @Override
  public int read(int maxRecords, Duration wait, Consumer<RecordView> sink)
      throws IOException, InterruptedException {
    long left = wait.toNanos();
    while (true) {
      Durable seen = tail.durable();
      int given = drain(seen, maxRecords, sink);
      if (given > 0 || left <= 0) {
        return given;
      }
      left = tail.await(seen, left);
    }
  }

  @Override
  public void close() throws IOException {
    if (cursor != null) {
      cursor.close();
      cursor = null;
    }
  }

  private int drain(Durable end, int maxRecords, Consumer<RecordView> sink) throws IOException {
    int given = 0;
    while (given < maxRecords && next < end.nextPosition()) {
      EntryCursor entries = cursor;
      if (entries == null) {
        throw new IOException("The journal reader is closed");
      }
      long limit = segment == end.segment() ? end.endOffset() : entries.size();
      Map.Entry<Long, Path> following = tail.segments().higherEntry(segment);
      boolean finished = following != null && following.getKey() == next;
      if (finished || !entries.toIntact(next, limit)) {
        leave(following, end);
      } else if (!entries.isChunk()) {
        entries.step();
      } else {
        given += give(entries, sink);
      }
    }
    return given;
  }

  private int give(EntryCursor entries, Consumer<RecordView> sink) throws IOException {
    int given = 0;
    long first = entries.chunkPosition();
    if (first + entries.chunkCount() > next) {
      if (first > next) {
        passOver(first);
      }
      view.enter(entries.buffer(), entries.at());
      while (view.advance()) {
        if (view.position() == next) {
          sink.accept(view);
          next++;
          given++;
        }
      }
    }
    entries.step();
    return given;
  }

  /** Nothing is left in this segment: go on in the next one. */
  private void leave(Map.@Nullable Entry<Long, Path> following, Durable end) throws IOException {
    if (following == null) {
      passOver(end.nextPosition());
      return;
    }
    if (following.getKey() > next) {
      passOver(following.getKey());
    }
    open(following);
  }

  private void passOver(long position) {
    LOG.atWarn()
        .addKeyValue("from", next)
        .addKeyValue("to", position - 1)
        .addKeyValue("segment", segment)
        .log("Journal records are damaged or missing and were passed over; run verify.");
    damagedRecords.accept(position - next);
    next = position;
  }

  private void open(Map.Entry<Long, Path> holder) throws IOException {
    if (cursor != null) {
      buffer = cursor.buffer();
      cursor.close();
    }
    cursor = new EntryCursor(holder.getValue(), buffer);
    segment = holder.getKey();
  }
}
