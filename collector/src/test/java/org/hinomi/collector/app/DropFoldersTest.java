package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.hinomi.collector.app.DropFolder.Found;
import org.hinomi.collector.imports.ImportOptions;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.Intake;
import org.hinomi.collector.receive.OpenIntake;
import org.hinomi.collector.receive.imports.ImportReceiver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are taken in, and when. ImportCommandIT takes them in at a running collector. */
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

  /** Others write names in a charset of their own. */
  @Test
  void namesThatAreNoTextAreTakenInOnceEach() throws Exception {
    for (String byteOfName : List.of("81", "82")) {
      Process made =
          new ProcessBuilder(
                  "bash",
                  "-c",
                  "printf x >\"$0/m$(printf '\\x" + byteOfName + "').eml\"",
                  folder.toString())
              .start();
      assertThat(made.waitFor()).isZero();
    }
    drop.look();
    List<Found> found = drop.look();
    assertThat(found).hasSize(2).allMatch(file -> Files.isReadable(file.path()));
    drop.taken(found);
    assertThat(drop.look()).isEmpty();
    DropFolder again = new DropFolder(folder, notes, "note");
    again.look();
    assertThat(again.look()).isEmpty();
  }

  @Test
  void aFileThatIsWrittenToWhileItIsTakenInIsNotDeleted() throws Exception {
    Path log = Files.writeString(folder.resolve("a.log"), "one\n");
    DropFolders folders =
        folders(
            DropSettings.Then.DELETE,
            () -> {
              if (sent == 0) {
                Files.writeString(log, "one\ntwo\n");
              }
            });
    folders.look();
    folders.look();
    assertThat(log).hasContent("one\ntwo\n");
    assertThat(sent).isEqualTo(1);
    folders.look();
    folders.look();
    assertThat(log).doesNotExist();
    assertThat(sent).isGreaterThan(1);
    assertThat(folders.problems()).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadIsAProblemUntilItGoes() throws Exception {
    Path bad = Files.write(folder.resolve("bad.log.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 1});
    DropFolders folders = folders(DropSettings.Then.KEEP, () -> {});
    folders.look();
    folders.look();
    assertThat(folders.problems()).singleElement().asString().contains("bad.log.gz");
    Files.writeString(folder.resolve("good.log"), "one\n");
    folders.look();
    folders.look();
    assertThat(sent).isEqualTo(1);
    assertThat(folders.problems()).singleElement().asString().contains("bad.log.gz");
    Files.delete(bad);
    folders.look();
    assertThat(folders.problems()).isEmpty();
  }

  @Test
  void aFaultOfThisProgramAtOneFileHoldsNoOtherUp() throws Exception {
    Files.writeString(folder.resolve("a.log"), "one\n");
    Files.writeString(folder.resolve("b.log"), "two\n");
    int[] offers = new int[1];
    DropFolders folders =
        folders(
            DropSettings.Then.KEEP,
            () -> {
              if (++offers[0] == 1) {
                throw new IllegalStateException("thought of for the test");
              }
            });
    folders.look();
    folders.look();
    folders.look();
    assertThat(offers[0]).isEqualTo(2);
    assertThat(sent).isEqualTo(1);
    assertThat(folders.problems()).singleElement().asString().contains("a.log", "thought of");
  }

  @Test
  void aFolderThatIsNotThereIsSaid() throws Exception {
    DropFolders folders = folders(DropSettings.Then.KEEP, () -> {});
    Files.delete(folder);
    folders.look();
    assertThat(folders.problems())
        .singleElement()
        .asString()
        .contains("drop-folder", folder + ": no such file or folder");
    Files.createDirectory(folder);
    folders.look();
    assertThat(folders.problems()).isEmpty();
  }

  private int sent;

  private interface Action {
    void run() throws IOException;
  }

  /**
   * @param atSend what happens while a chunk is on its way
   */
  private DropFolders folders(DropSettings.Then then, Action atSend) throws IOException {
    Intake intake =
        new OpenIntake(
            (chunk, commit) -> {
              try {
                atSend.run();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              sent += chunk.count();
              commit.done(0, null);
            });
    return new DropFolders(
        List.of(
            new DropSettings(
                folder,
                ImportOptions.Type.LINES,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                then)),
        notes,
        ZoneOffset.UTC,
        "here",
        new ImportReceiver(intake, new Counters(new PrometheusRegistry()), () -> 0),
        List::of);
  }
}
