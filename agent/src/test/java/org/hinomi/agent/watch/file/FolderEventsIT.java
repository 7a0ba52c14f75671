package org.hinomi.agent.watch.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.agent.watch.file.Waiter.Changes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the system tells of real folders. */
@Timeout(60)
class FolderEventsIT {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;

  /** More than the 128 services that Linux gives a user by default. */
  @Test
  void hundredsOfSourcesShareOneAndABusyFileWakesItsOwn() throws Exception {
    try (FolderEvents events = new FolderEvents()) {
      List<FolderWaiter> waiters = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        Path file = Files.writeString(folder.resolve("app" + (1000 + i) + ".log"), "a line\n");
        waiters.add(events.waiter(file));
      }
      FolderWaiter pattern = events.waiter(folder.resolve("app*.log"));
      for (FolderWaiter waiter : waiters) {
        waiter.await(Duration.ofMillis(1));
        waiter.await(Duration.ofMillis(1));
      }
      pattern.await(Duration.ofMillis(1));
      for (int i = 0; i < 300; i += 100) {
        Path name = Path.of("app" + (1000 + i) + ".log");
        Files.writeString(folder.resolve(name), "more\n", StandardOpenOption.APPEND);
        assertThat(waiters.get(i).await(LONG).names()).containsExactly(name);
        assertThat(pattern.await(LONG).names()).contains(name);
        assertThat(waiters.get(i + 1).await(Duration.ofMillis(1))).isEqualTo(Changes.NONE);
      }
      Files.move(folder.resolve("app1001.log"), folder.resolve("app1001.log.1"));
      assertThat(waiters.get(1).await(LONG).all()).isTrue();
      waiters.get(1).close();
    }
  }

  @Test
  void aFolderIsToldByWhateverPathItIsWatched() throws Exception {
    Path logs = Files.createDirectory(folder.resolve("logs"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), logs);
    try (FolderEvents events = new FolderEvents();
        FolderWaiter straight = events.waiter(logs.resolve("a.log"));
        FolderWaiter linked = events.waiter(link.resolve("a.log"))) {
      straight.await(Duration.ofMillis(1));
      linked.await(Duration.ofMillis(1));
      Files.writeString(logs.resolve("a.log"), "x\n");
      assertThat(straight.await(LONG).all()).isTrue();
      assertThat(linked.await(LONG).all()).isTrue();
    }
  }

  @Test
  void aFolderThatComesAgainIsWatchedAgain() throws Exception {
    Path logs = folder.resolve("logs");
    try (FolderEvents events = new FolderEvents();
        FolderWaiter waiter = events.waiter(logs.resolve("a.log"))) {
      assertThat(waiter.await(Duration.ofMillis(1))).isEqualTo(Changes.NONE);
      Files.createDirectory(logs);
      assertThat(waiter.await(LONG).all()).as("registered").isTrue();
      Files.delete(logs);
      Changes gone = waiter.await(LONG);
      assertThat(gone.all()).as("told that it went").isTrue();
      Files.createDirectory(logs);
      Changes again = Changes.NONE;
      while (!again.all()) {
        again = waiter.await(Duration.ofMillis(100));
      }
      Files.writeString(logs.resolve("a.log"), "x\n");
      assertThat(waiter.await(LONG).all()).isTrue();
    }
  }
}
