package org.hinomi.agent.spool;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a start finds on disk. Whole records are kept; a torn tail is dropped.
 *
 * @param segments oldest first
 * @param positions as acknowledged, those of streams also by what the segments say; empty where the
 *     file is not there or damaged
 * @param isBehind whether the file does not say all of that
 * @param streams position of the last record of each stream, acknowledged or spooled
 * @param pending records not acknowledged
 * @param damage what was found wrong, in words; empty where nothing was
 * @param continues whether the last segment can be continued: false where a sequence that was
 *     perhaps sent could otherwise be given out again
 */
record Recovery(
    List<Segment> segments,
    Optional<Positions> positions,
    boolean isBehind,
    Map<StreamKey, String> streams,
    long pending,
    List<String> damage,
    boolean continues) {

  static Recovery of(Path directory) throws IOException {
    Optional<Positions> positions = Positions.read(directory);
    List<String> damage = new ArrayList<>();
    if (positions.isEmpty() && Files.exists(directory.resolve(Positions.FILE))) {
      damage.add("positions: damaged, every spooled record is sent again");
    }
    Map<StreamKey, String> streams = new HashMap<>();
    positions.ifPresent(known -> streams.putAll(known.streams()));
    Map<StreamKey, String> done = new HashMap<>(streams);
    for (Path unfinished : files(directory, Segment.SUFFIX + Segment.NEXT)) {
      Files.delete(unfinished); // the segment itself is there
    }
    List<Segment> segments = new ArrayList<>();
    long pending = 0;
    for (Path file : files(directory, Segment.SUFFIX)) {
      Segment segment = Segment.open(file);
      if (segment == null) {
        damage.add(file.getFileName() + ": head is damaged");
        Files.move(file, file.resolveSibling(file.getFileName() + ".damaged"));
        continue;
      }
      pending += scan(segment, positions.orElse(null), streams, done, damage);
      if (!segments.isEmpty()) {
        Segment before = segments.getLast();
        if (before.incarnation() == segment.incarnation() && before.next() != segment.first()) {
          damage.add("records " + before.next() + ".." + (segment.first() - 1) + " are not there");
        }
      }
      segments.add(segment);
    }
    boolean continues = damage.isEmpty() && !segments.isEmpty();
    if (positions.isPresent()) {
      if (segments.isEmpty()) {
        damage.add("no segment is there, though there was one");
      } else {
        Segment last = segments.getLast();
        long incarnation = positions.get().incarnation();
        if (last.incarnation() < incarnation
            || (last.incarnation() == incarnation
                && last.next() <= positions.get().acknowledged())) {
          damage.add("the newest segment is older than what was acknowledged");
          continues = false;
        }
      }
    }
    Optional<Positions> moved =
        positions.map(known -> new Positions(known.incarnation(), known.acknowledged(), done));
    return new Recovery(
        segments, moved, !moved.equals(positions), streams, pending, damage, continues);
  }

  /** Files of segments in the order in which they were written: their names sort so. */
  private static List<Path> files(Path directory, String suffix) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*" + suffix)) {
      found.forEach(files::add);
    }
    files.sort(null);
    return files;
  }

  private static long scan(
      Segment segment,
      @Nullable Positions positions,
      Map<StreamKey, String> streams,
      Map<StreamKey, String> done,
      List<String> damage)
      throws IOException {
    long offset = Segment.HEAD_BYTES;
    long expected = segment.first();
    long pending = 0;
    Block block;
    while ((block = segment.read(offset)) != null && block.first() == expected) {
      for (SpoolEntry entry : block.entries()) {
        boolean isDone = isAcknowledged(positions, segment.incarnation(), expected);
        if (!entry.position().isEmpty()) {
          StreamKey key = new StreamKey(entry.source(), entry.stream());
          streams.put(key, entry.position());
          if (isDone) {
            done.put(key, entry.position());
          }
        }
        if (!Eviction.isMark(entry) && !isDone) {
          pending++;
        }
        expected += Eviction.span(entry);
      }
      offset = block.end();
    }
    long dropped = segment.fileBytes() - offset;
    if (dropped > 0) {
      damage.add(
          segment.file().getFileName()
              + ": the last "
              + dropped
              + " bytes are no whole record and are dropped");
    }
    segment.recover(offset, expected);
    segment.release();
    return pending;
  }

  /** Everything of an older incarnation than the acknowledged one has been acknowledged too. */
  static boolean isAcknowledged(@Nullable Positions positions, long incarnation, long sequence) {
    return positions != null
        && isAcknowledged(positions.incarnation(), positions.acknowledged(), incarnation, sequence);
  }

  /** Whether a record is not newer than the newest that was acknowledged. */
  static boolean isAcknowledged(
      long newestIncarnation, long newest, long incarnation, long sequence) {
    return incarnation < newestIncarnation
        || (incarnation == newestIncarnation && sequence <= newest);
  }
}
