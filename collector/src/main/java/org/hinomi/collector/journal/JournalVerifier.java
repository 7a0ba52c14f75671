package org.hinomi.collector.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.journal.SegmentScan.Result;
import org.hinomi.collector.journal.Tail.Durable;
import org.jspecify.annotations.Nullable;

/** Walks the hash chain over all segments of a journal. Changes nothing. */
public final class JournalVerifier {

  /**
   * What was found.
   *
   * @param nextPosition one more than the position of the last record that checks out
   * @param head hash of the last group; compare it with one that was noted elsewhere
   * @param problems what is not as it was written; empty where all is well
   */
  public record Report(
      int segments,
      long groups,
      long records,
      long nextPosition,
      Hash head,
      List<String> problems) {
    public Report {
      problems = List.copyOf(problems);
    }

    public boolean intact() {
      return problems.isEmpty();
    }
  }

  /** Told where groups end: what the chain came to there. */
  @FunctionalInterface
  public interface Groups {
    /**
     * @param nextPosition one more than the position of the group's last record
     */
    void ends(long nextPosition, Hash head);
  }

  private JournalVerifier() {}

  /** Checks a journal that no program has open, from the segment that holds the position on. */
  public static Report verify(Path dir, long fromPosition) throws IOException {
    return verify(dir, fromPosition, (next, head) -> {});
  }

  /**
   * The same, also of a journal that is being written: of that, what it has when this begins. A
   * segment may be dropped meanwhile; then it ends with a NoSuchFileException.
   */
  public static Report verify(Path dir, long fromPosition, Groups groups) throws IOException {
    return verify(SegmentedJournal.stoppedTail(dir), fromPosition, groups);
  }

  static Report verify(Tail tail, long fromPosition) throws IOException {
    return verify(tail, fromPosition, (next, head) -> {});
  }

  private static Report verify(Tail tail, long fromPosition, Groups seen) throws IOException {
    Durable end = tail.durable();
    @Nullable Long start = tail.segments().floorKey(fromPosition);
    int segments = 0;
    long groups = 0;
    long records = 0;
    long next = -1;
    Hash head = null;
    List<String> problems = new ArrayList<>();
    for (Map.Entry<Long, Path> segment :
        tail.segments()
            .subMap(start == null ? fromPosition : start, true, end.segment(), true)
            .entrySet()) {
      if (next >= 0 && segment.getKey() != next) {
        problems.add("positions " + next + ".." + (segment.getKey() - 1) + " are missing");
      }
      boolean last = segment.getKey() == end.segment();
      Result result =
          SegmentScan.scan(
              segment.getValue(),
              segment.getKey(),
              head,
              last ? end.endOffset() : Long.MAX_VALUE,
              seen);
      segments++;
      groups += result.groups();
      records += result.records();
      next = result.nextPosition();
      head = result.head();
      problems.addAll(result.problems());
    }
    if (next >= 0 && next < end.nextPosition()) {
      problems.add("positions " + next + ".." + (end.nextPosition() - 1) + " do not check out");
    }
    return new Report(segments, groups, records, next, head == null ? Hash.ZERO : head, problems);
  }
}
