package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hinomi.collector.app.DropFolder.Found;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are taken in, and when. DropFoldersIT takes them in. */
class DropFoldersTest {
  @TempDir private Path folder;
  @TempDir private Path notes;
  private DropFolder drop;

  @BeforeEach
  void open() throws IOException {
    drop = new DropFolder(folder, notes, "note");
  }

  @Test
  void aFileIsWholeWhenItHasStoppedGrowing() throws Exception {
    Path mail = Files.writeString(folder.resolve("a.eml"), "From: a@b\n");
    assertThat(drop.look()).isEmpty();
    Files.writeString(mail, "From: a@b\nTo: c@d\n\n");
    assertThat(drop.look()).isEmpty();
    List<Found> found = drop.look();
    assertThat(found).extracting(Found::path).containsExactly(mail);
    assertThat(drop.look()).as("not taken in yet").isEqualTo(found);
    drop.taken(found);
    assertThat(drop.look()).isEmpty();
  }

  @Test
  void whatWasTakenInIsKnownAfterARestartUnlessItChanges() throws Exception {
    Path mail = Files.writeString(folder.resolve("a b\u3042.eml"), "one");
    drop.look();
    drop.taken(drop.look());
    DropFolder again = new DropFolder(folder, notes, "note");
    again.look();
    assertThat(again.look()).isEmpty();
    Files.writeString(mail, "one more");
    again.look();
    assertThat(again.look()).extracting(Found::path).containsExactly(mail);
  }

  @Test
  void unfinishedAndOtherThingsArePassedOver() throws Exception {
    Files.writeString(folder.resolve(".hidden"), "x");
    Files.writeString(folder.resolve("a.eml.TMP"), "x");
    Files.createDirectory(folder.resolve("sub"));
    drop.look();
    assertThat(drop.look()).isEmpty();
  }

  @Test
  void aLookGivesAThousandFilesAtMost() throws Exception {
    for (int i = 0; i < DropFolder.MOST + 5; i++) {
      Files.writeString(folder.resolve("m" + i), "x");
    }
    drop.look();
    List<Found> first = drop.look();
    assertThat(first).hasSize(DropFolder.MOST);
    drop.taken(first);
    assertThat(drop.look()).hasSize(5);
  }
}
