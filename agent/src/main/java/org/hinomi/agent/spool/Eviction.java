package org.hinomi.agent.spool;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hinomi.core.event.AgentFrame;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the samples out of a segment: it is written anew, whole at any moment. In the place of the
 * last that goes stands the gap record, in that of those before a mark that is never sent and takes
 * up their sequences. Watched records stay: nobody else may have them.
 */
final class Eviction {
  private static final Logger LOG = LoggerFactory.getLogger(Eviction.class);

  /** MSGID of a mark. */
  private static final String MARK = "EVICTED";

  private static final String SPAN = "span";

  private final Map<String, Gaps.Gap> gaps = new LinkedHashMap<>();
  private final Map<String, Long> last = new LinkedHashMap<>();
  private long evicted;

  private Eviction() {}

  /** Whether the entry stands for some that are gone. */
  static boolean isMark(SpoolEntry entry) {
    return entry.msgId().equals(MARK);
  }

  /** How many sequences an entry takes up. */
  static long span(SpoolEntry entry) {
    return isMark(entry) ? Long.parseLong(entry.attributes().getOrDefault(SPAN, "1")) : 1;
  }

  /**
   * What is left of a segment.
   *
   * @param segment in the place of the one before
   * @param evicted how many samples are gone
   * @param fewer how many records fewer are to be sent
   */
  record Result(Segment segment, long evicted, long fewer) {}

  /**
   * Evicts; the segment before is closed then.
   *
   * @param reason stands in the gap record
   * @return null where there is no sample in it, or where it cannot be read: what is damaged stays
   *     as it is, for a start to say what is lost
   */
  static @Nullable Result of(Segment segment, String reason, Instant now) throws IOException {
    Eviction eviction = new Eviction();
    try {
      eviction.look(segment);
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("reason", e.getMessage())
          .log("A segment of the spool is damaged; its samples stay, those of others are dropped.");
      return null;
    }
    if (eviction.evicted == 0) {
      return null;
    }
    try (Segment.Rewriting rewriting = segment.rewriting()) {
      long offset = Segment.HEAD_BYTES;
      long sequence = segment.first();
      long gone = 0;
      while (sequence < segment.next()) {
        Block block = block(segment, offset, sequence);
        for (SpoolEntry entry : block.entries()) {
          boolean sample = isSample(entry);
          Gaps.Gap gap = sample ? eviction.gapAt(entry.source(), sequence) : null;
          if (sample && gap == null) {
            gone++;
          } else {
            if (gone > 0) {
              rewriting.append(mark(now, gone));
              gone = 0;
            }
            rewriting.append(gap == null ? entry : Gaps.gap(now, entry.source(), gap, reason));
          }
          sequence += span(entry);
        }
        offset = block.end();
      }
      return new Result(
          rewriting.finish(), eviction.evicted, eviction.evicted - eviction.last.size());
    }
  }

  private void look(Segment segment) throws IOException {
    long offset = Segment.HEAD_BYTES;
    long sequence = segment.first();
    while (sequence < segment.next()) {
      Block block = block(segment, offset, sequence);
      for (SpoolEntry entry : block.entries()) {
        if (isSample(entry)) {
          evicted++;
          last.put(entry.source(), sequence);
          gaps.merge(entry.source(), Gaps.Gap.of(entry.time()), Gaps.Gap::and);
        }
        sequence += span(entry);
      }
      offset = block.end();
    }
  }

  /** What is gone of a source, where its last goes; null elsewhere. */
  private Gaps.@Nullable Gap gapAt(String source, long sequence) {
    return last.getOrDefault(source, 0L) == sequence ? gaps.get(source) : null;
  }

  private static Block block(Segment segment, long offset, long sequence) throws IOException {
    Block block = segment.read(offset);
    if (block == null || block.first() != sequence) {
      throw new IOException(segment.file() + ": record " + sequence + " is damaged");
    }
    return block;
  }

  private static boolean isSample(SpoolEntry entry) {
    return entry.msgId().equals(AgentFrame.MSGID_SAMPLE);
  }

  private static SpoolEntry mark(Instant now, long span) {
    return new SpoolEntry(
        "",
        "",
        "",
        MARK,
        AgentFrame.KIND_AGENT,
        now,
        0,
        0,
        null,
        null,
        Map.of(SPAN, Long.toString(span)),
        new byte[0]);
  }
}
