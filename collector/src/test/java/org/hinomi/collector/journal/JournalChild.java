package org.hinomi.collector.journal;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.hinomi.collector.receive.Chunk;

/** A process that appends for ever and prints what the journal committed; its parent kills it. */
final class JournalChild {
  private JournalChild() {}

  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    Semaphore window = new Semaphore(200);
    try (SegmentedJournal journal = JournalFixture.open(Path.of(args[0]), 256 << 10)) {
      for (long i = 0; ; i++) {
        window.acquire();
        String text = args[1] + ":" + i + ":" + "x".repeat((int) (i * 31 % 700));
        Chunk chunk = JournalFixture.chunk(text);
        boolean taken =
            journal.offer(
                chunk,
                (position, failure) -> {
                  window.release();
                  if (failure == null) {
                    out.println(
                        position + " " + text + "|"); // the bar shows that the line is whole
                    out.flush();
                  }
                });
        if (!taken) {
          throw new IllegalStateException("200 small chunks were not taken");
        }
      }
    }
  }
}
