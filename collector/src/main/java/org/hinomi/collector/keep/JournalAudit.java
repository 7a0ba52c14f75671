package org.hinomi.collector.keep;

import static org.hinomi.collector.keep.Finding.Status.CUT_OFF;
import static org.hinomi.collector.keep.Finding.Status.MISSING;
import static org.hinomi.collector.keep.Finding.Status.MODIFIED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hinomi.collector.journal.Hash;
import org.hinomi.collector.journal.JournalVerifier;
import org.hinomi.collector.journal.SegmentedJournal;

/** Checks the chain of a journal, and heads that were sent out before against it. */
final class JournalAudit {
  private static final String FOLDER = "journal";

  /** A running collector drops a segment now and then; not as often as this. */
  private static final int ATTEMPTS = 3;

  /**
   * What was found.
   *
   * @param first position of the oldest record
   * @param next one more than the position of the newest
   * @param head hash of the last group
   */
  record Result(
      int segments, long records, long first, long next, String head, List<Finding> findings) {}

  /** Where a journal ends. */
  record End(long next, String head) {}

  private JournalAudit() {}

  /** Looks at the newest segment only. */
  static End end(Path data) throws IOException {
    Path dir = data.resolve(FOLDER);
    if (!Files.isDirectory(dir)) {
      return new End(1, Hash.ZERO.toString());
    }
    JournalVerifier.Report report = JournalVerifier.verify(dir, Long.MAX_VALUE);
    return new End(report.nextPosition(), report.head().toString());
  }

  /**
   * Checks a journal; of one that a collector writes, what it has when this begins.
   *
   * @param recorded first position that is in no part of the history
   */
  static Result check(Path data, List<Head> sent, long recorded) throws IOException {
    Path dir = data.resolve(FOLDER);
    if (!Files.isDirectory(dir)) {
      return new Result(0, 0, recorded, recorded, Hash.ZERO.toString(), nothing(recorded));
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return walk(dir, sent, recorded);
      } catch (NoSuchFileException dropped) {
        if (attempt == ATTEMPTS) {
          throw dropped;
        }
      }
    }
  }

  private static List<Finding> nothing(long recorded) {
    return recorded <= 1 ? List.of() : List.of(Finding.of(MISSING, FOLDER, "no-journal"));
  }

  private static Result walk(Path dir, List<Head> sent, long recorded) throws IOException {
    Set<Long> wanted = new HashSet<>();
    sent.forEach(head -> wanted.add(head.position()));
    Map<Long, Hash> ends = new HashMap<>();
    long first = SegmentedJournal.firstPosition(dir);
    JournalVerifier.Report report =
        JournalVerifier.verify(
            dir,
            first,
            (next, hash) -> {
              if (wanted.contains(next)) {
                ends.put(next, hash);
              }
            });
    List<Finding> findings = new ArrayList<>();
    report
        .problems()
        .forEach(problem -> findings.add(Finding.of(MODIFIED, FOLDER, "journal", problem)));
    if (report.nextPosition() < recorded) {
      findings.add(
          Finding.of(CUT_OFF, FOLDER, "journal-behind", report.nextPosition() - 1, recorded - 1));
    }
    for (Head head : sent) {
      compare(head, first, report.nextPosition(), ends, findings);
    }
    return new Result(
        report.segments(),
        report.records(),
        first,
        report.nextPosition(),
        report.head().toString(),
        findings);
  }

  /** What stood before the oldest segment is in parts, for which the manifest's head speaks. */
  private static void compare(
      Head head, long first, long next, Map<Long, Hash> ends, List<Finding> findings) {
    if (head.position() < first) {
      return;
    }
    Hash found = ends.get(head.position());
    if (head.position() > next) {
      findings.add(Finding.of(CUT_OFF, FOLDER, "journal-cut-off", next - 1, head.position() - 1));
    } else if (found == null || !found.toString().equals(head.journal())) {
      findings.add(
          Finding.of(
              MODIFIED, FOLDER, "journal-head-differs", head.position() - 1, head.journal()));
    }
  }
}
