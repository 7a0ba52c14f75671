package org.hinomi.collector.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hinomi.core.file.OwnerFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTest {
  @TempDir Path data;

  @Test
  void whatIsAboutToTakeAnothersPlaceIsNoPartOfABackup() throws Exception {
    Path state = Files.createDirectories(data.resolve("state"));
    for (String name :
        List.of("lockouts", "lockouts.0123456789abcdef.new", "alerts.db-wal", "mine.new")) {
      Files.writeString(state.resolve(name), "12");
    }
    assertThat(new FolderSource(data).list("state"))
        .containsOnlyKeys("state/lockouts", "state/mine.new")
        .containsEntry("state/lockouts", 2L);
  }

  @Test
  void aJournalOnAnotherDiskIsListed(@TempDir Path other) throws Exception {
    Files.writeString(other.resolve("1.hnj"), "12");
    Files.createSymbolicLink(data.resolve("journal"), other);
    Files.createSymbolicLink(other.resolve("gone"), other.resolve("nothing"));
    assertThat(new FolderSource(data).list("journal"))
        .containsExactly(Map.entry("journal/1.hnj", 2L));
  }

  @Test
  void filesThatAreReplacedMeanwhileEndNoListing() throws Exception {
    Path state = Files.createDirectories(data.resolve("state"));
    AtomicBoolean over = new AtomicBoolean();
    Thread replacing =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    while (!over.get()) {
                      Path moved = Files.writeString(state.resolve("moved"), "1");
                      OwnerFiles.replace(state.resolve("one"), "1");
                      Files.delete(moved);
                    }
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    try {
      OwnerFiles.replace(state.resolve("one"), "1");
      for (int i = 0; i < 2_000; i++) {
        assertThat(new FolderSource(data).list("state").keySet())
            .isSubsetOf("state/one", "state/moved");
      }
    } finally {
      over.set(true);
      replacing.join();
    }
  }
}
