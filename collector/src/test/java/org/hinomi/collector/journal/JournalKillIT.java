package org.hinomi.collector.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 at any moment: what was committed is there, and the chain is whole. */
class JournalKillIT {
  private static final int ROUNDS = 5;

  @TempDir Path dir;

  @Test
  void everythingCommittedIsThereAfterEachKill() throws Exception {
    List<String> committed = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      Process child =
          new ProcessBuilder(
                  ChildJvm.line(
                      JournalChild.class, List.of("-Xmx128m"), dir.toString(), "run" + round))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      int before = committed.size();
      int enough = before + 1000 + round * 777;
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
        boolean killed = false;
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          if (line.endsWith("|")) {
            committed.add(line.substring(0, line.length() - 1));
          }
          if (!killed && committed.size() >= enough) {
            child.toHandle().destroyForcibly();
            killed = true;
          }
        }
      } finally {
        child.destroyForcibly();
      }
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(committed.size())
          .as("committed in round %d", round)
          .isGreaterThanOrEqualTo(enough);
      try (SegmentedJournal journal = JournalFixture.open(dir, 256 << 10)) {
        Set<String> there = new HashSet<>(JournalFixture.readAll(journal));
        assertThat(committed.stream().filter(line -> !there.contains(line)))
            .as("missing after kill %d", round)
            .isEmpty();
        assertThat(journal.verify(1).problems()).isEmpty();
      }
    }
  }
}
