package org.hinomi.collector.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hinomi.collector.journal.SegmentedJournal;
import org.hinomi.collector.record.JournalEnds;
import org.jspecify.annotations.Nullable;

/** The ends of the journal, for the index, which is opened before it. */
final class JournalEndsLater implements JournalEnds {
  private final long firstAtStart;
  private volatile @Nullable SegmentedJournal journal;

  JournalEndsLater(Path dir) throws IOException {
    firstAtStart = Files.isDirectory(dir) ? SegmentedJournal.firstPosition(dir) : Long.MAX_VALUE;
  }

  void follow(SegmentedJournal opened) {
    journal = opened;
  }

  @Override
  public long first() {
    SegmentedJournal opened = journal;
    return opened == null ? firstAtStart : opened.firstPosition();
  }

  @Override
  public long next() {
    SegmentedJournal opened = journal;
    return opened == null ? 0 : opened.nextPosition();
  }
}
