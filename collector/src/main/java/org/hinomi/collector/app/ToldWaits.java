package org.hinomi.collector.app;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.Intake;
import org.hinomi.core.text.Reason;

/**
 * A journal for a command that somebody waits for: where the disk takes nothing for a while, they
 * are told why. One thread puts.
 */
final class ToldWaits implements Intake {
  private static final Duration STEP = Duration.ofSeconds(1);

  private final Intake journal;
  private final Supplier<Optional<IOException>> refusal;
  private final ImportIntoFolder.Waits listener;
  private final Duration patience;
  private final LongSupplier nanoTime;
  private boolean waiting;
  private boolean told;
  private long since;

  /**
   * @param refusal why the disk takes nothing at present
   * @param patience after which it is told
   */
  ToldWaits(
      Intake journal,
      Supplier<Optional<IOException>> refusal,
      ImportIntoFolder.Waits listener,
      Duration patience,
      LongSupplier nanoTime) {
    this.journal = journal;
    this.refusal = refusal;
    this.listener = listener;
    this.patience = patience;
    this.nanoTime = nanoTime;
  }

  @Override
  public boolean writable() {
    return journal.writable();
  }

  @Override
  public void whenWritable(Runnable resume) {
    journal.whenWritable(resume);
  }

  @Override
  public boolean offer(Chunk chunk, Commit whenSynced) {
    return journal.offer(chunk, whenSynced);
  }

  @Override
  public void put(Chunk chunk, Commit whenSynced) throws InterruptedException {
    while (!journal.offer(chunk, whenSynced)) {
      CountDownLatch room = new CountDownLatch(1);
      journal.whenWritable(room::countDown);
      do {
        look();
      } while (!room.await(Math.min(STEP.toNanos(), patience.toNanos()), TimeUnit.NANOSECONDS));
    }
  }

  private void look() {
    Optional<IOException> why = refusal.get();
    long now = nanoTime.getAsLong();
    if (!waiting) {
      waiting = true;
      since = now;
    } else if (!told && now - since >= patience.toNanos()) {
      told = true;
      listener.begins(why.map(Reason::of).orElse(""));
    }
  }

  /** What was put is durable: only then it is known that the wait is over. */
  void written() {
    if (told) {
      listener.ends();
    }
    waiting = false;
    told = false;
  }
}
