package org.hinomi.collector.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.LongSupplier;
import org.hinomi.collector.journal.SegmentScan.Result;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the writer goes on.
 *
 * @param active the segment to write to, everything behind its end zero-filled
 */
record Recovery(ActiveSegment active, long nextPosition, Hash head) {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  /** A new journal. */
  static Recovery begin(
      Path dir, long firstPosition, SegmentAllocator allocator, LongSupplier epochNanos)
      throws IOException {
    return goOn(dir, firstPosition, Hash.ZERO, allocator, epochNanos);
  }

  /** A new segment behind those that are there. */
  static Recovery goOn(
      Path dir, long firstPosition, Hash head, SegmentAllocator allocator, LongSupplier epochNanos)
      throws IOException {
    SegmentHeader header = new SegmentHeader(firstPosition, epochNanos.getAsLong(), head);
    return new Recovery(ActiveSegment.create(dir, allocator, header), firstPosition, head);
  }

  /** The last segment as it is, cut behind its last whole group. */
  static Recovery of(NavigableMap<Long, Path> segments, int segmentBytes) throws IOException {
    Map.Entry<Long, Path> last = segments.lastEntry();
    long firstPosition = last.getKey();
    Path file = last.getValue();
    Result scan = SegmentScan.scan(file, firstPosition, null, Long.MAX_VALUE);
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (scan.header() == null) {
        Hash previous = headBefore(segments, firstPosition);
        repairHeader(channel, new SegmentHeader(firstPosition, 0, previous), segmentBytes);
        scan = SegmentScan.scan(file, firstPosition, previous, Long.MAX_VALUE);
      }
      for (String problem : scan.problems()) {
        LOG.atWarn().addKeyValue("problem", problem).log("The journal is damaged; run verify.");
      }
      long size = channel.size();
      if (scan.tornBytes() > 0) {
        Path kept = keepCut(channel, file, scan);
        SegmentAllocator.zero(channel, scan.endOffset(), scan.endOffset() + scan.tornBytes());
        channel.force(true);
        LOG.atWarn()
            .addKeyValue("segment", file.getFileName())
            .addKeyValue("records", scan.tornRecords())
            .addKeyValue("bytes", scan.tornBytes())
            .addKeyValue("kept", kept)
            .log(
                "The last group of the journal is not whole and was set aside beside its segment."
                    + " After a crash in the middle of a write none of it was acknowledged; after"
                    + " damage to the disk it may have been: keep the file and check the disk.");
      }
      return new Recovery(
          new ActiveSegment(channel, firstPosition, size, scan.endOffset()),
          scan.nextPosition(),
          scan.head());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static Hash headBefore(NavigableMap<Long, Path> segments, long firstPosition)
      throws IOException {
    Map.@Nullable Entry<Long, Path> previous = segments.lowerEntry(firstPosition);
    return previous == null
        ? Hash.ZERO
        : SegmentScan.scan(previous.getValue(), previous.getKey(), null, Long.MAX_VALUE).head();
  }

  private static void repairHeader(FileChannel channel, SegmentHeader header, int segmentBytes)
      throws IOException {
    LOG.atWarn()
        .addKeyValue("firstPosition", header.firstPosition())
        .log("The header of the last journal segment was damaged and is written anew.");
    if (channel.size() < JournalFormat.HEADER_LENGTH) {
      SegmentAllocator.zero(channel, channel.size(), segmentBytes);
    }
    channel.write(header.encode(), 0);
    channel.force(true);
  }

  /** Nothing is destroyed: what is cut off stands beside the segment until somebody deletes it. */
  private static @Nullable Path keepCut(FileChannel channel, Path file, Result scan)
      throws IOException {
    Path kept = file.resolveSibling(file.getFileName() + ".cut-" + scan.endOffset());
    try (FileChannel out =
        FileChannel.open(
            kept,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      long done = 0;
      while (done < scan.tornBytes()) {
        long copied = channel.transferTo(scan.endOffset() + done, scan.tornBytes() - done, out);
        if (copied <= 0) {
          break;
        }
        done += copied;
      }
      out.force(true);
      return kept;
    } catch (IOException e) {
      // A full disk must not keep the collector from starting; nobody was answered for these.
      LOG.atWarn().setCause(e).log("What is cut off the journal could not be kept.");
      return null;
    }
  }
}
