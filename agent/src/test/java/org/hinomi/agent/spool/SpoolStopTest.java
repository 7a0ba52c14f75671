package org.hinomi.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that put are interrupted when the agent stops; the spool goes on for the others. */
@Timeout(60)
class SpoolStopTest extends SpoolFixture {

  @Test
  void whoInterruptsWaitsUntilNobodyIsInTheMidstOfWriting() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Spool spool = open(SMALL);
    Thread source = Thread.ofPlatform().unstarted(() -> spool.offer(line("s", "in hand")));
    inside =
        () -> {
          if (Thread.currentThread() == source) {
            writing.countDown();
            awaitQuietly(goOn);
          }
        };
    source.start();
    assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();
    Thread stopper = Thread.ofPlatform().start(() -> spool.whileNobodyPuts(source::interrupt));
    assertThat(stopper.join(Duration.ofMillis(100))).isFalse();
    assertThat(source.isInterrupted()).isFalse();
    goOn.countDown();
    stopper.join();
    source.join();
    inside = () -> {};
    assertThat(spool.offer(line("s", "next"))).isTrue();
    spool.close();
    assertThat(found()).containsExactly("in hand", "next");
  }

  @Test
  void interruptsAtAnyMomentLoseNothingThatWasTaken() throws Exception {
    List<String> taken = new ArrayList<>();
    Spool spool = open(new SpoolSettings(64 << 20, 1 << 20));
    Random random = new Random(1);
    AtomicInteger looks = new AtomicInteger();
    inside = looks::incrementAndGet;
    for (int i = 0; i < 300; i++) {
      int round = i;
      looks.set(0);
      Thread source =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      for (int n = 0; ; n++) {
                        String text = round + "." + n;
                        spool.put(line("s", text));
                        taken.add(text);
                        spool.flush();
                      }
                    } catch (InterruptedException stopped) {
                      Thread.currentThread().interrupt();
                    }
                  });
      // Another moment of its work in each round, whatever the machine's speed.
      int until = random.nextInt(30);
      while (looks.get() < until && source.isAlive()) {
        Thread.onSpinWait();
      }
      for (int turns = random.nextInt(1000); turns > 0; turns--) {
        Thread.onSpinWait();
      }
      spool.whileNobodyPuts(source::interrupt);
      source.join();
    }
    spool.close();
    assertThat(found()).isEqualTo(taken);
  }

  @Test
  void anInterruptThatCameBeforeClosesNoFile() throws Exception {
    Spool spool = open(SMALL);
    spool.put(line("s", "put"));
    Thread.currentThread().interrupt();
    spool.flush();
    assertThat(spool.offer(line("s", "offered"))).isTrue();
    assertThat(spool.tryPut(line("s", "tried"))).isTrue();
    assertThatThrownBy(() -> spool.put(line("s", "refused")))
        .isInstanceOf(InterruptedException.class);
    for (int i = 0; i < 3; i++) {
      Spooled next = taken(spool);
      Thread.currentThread().interrupt();
      spool.acknowledge(next.identity());
      assertThat(Thread.interrupted()).as("told to whom it was meant for").isTrue();
    }
    spool.put(line("s", "last"));
    Thread.currentThread().interrupt();
    spool.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(found()).containsExactly("last");
  }

  private List<String> found() throws Exception {
    List<String> texts = new ArrayList<>();
    try (Spool again = open(SMALL)) {
      assertThat(again.damages()).isZero();
      Spooled next;
      while ((next = again.take(Duration.ZERO)) != null) {
        texts.add(text(next));
      }
    }
    return texts;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
