package org.hinomi.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnerFilesTest {
  @TempDir Path dir;

  @BeforeEach
  void permissions() {
    assumeTrue(
        dir.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "no POSIX permissions here");
  }

  @ParameterizedTest
  @CsvSource({
    "rw-------, false",
    "rw-r-----, false",
    "rw-r--r--, true",
    "rw----r--, true",
    "rw-----w-, true",
  })
  void tellsWhatOthersMayRead(String permissions, boolean open) throws Exception {
    Path file = Files.createFile(dir.resolve("secret"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    assertThat(OwnerFiles.openToOthers(file)).isEqualTo(open);
  }

  @Test
  void aFolderThatIsThereStaysAsItIs() throws Exception {
    Path made = OwnerFiles.folder(dir.resolve("made"));
    assertThat(OwnerFiles.openToOthers(made)).isFalse();
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-x--x"));
    assertThat(OwnerFiles.openToOthers(OwnerFiles.folder(made))).isTrue();
  }

  @Test
  void foldersAboveAreTheOwnersAlone() throws Exception {
    Path made = OwnerFiles.folders(dir.resolve("a/b/c"));
    assertThat(OwnerFiles.openToOthers(made)).isFalse();
    assertThat(OwnerFiles.openToOthers(dir.resolve("a"))).isFalse();
    assertThat(OwnerFiles.openToOthers(dir.resolve("a/b"))).isFalse();
  }

  @Test
  void manyAtOnceMakeTheSameFolder() throws Exception {
    for (int round = 0; round < 200; round++) {
      Path folder = dir.resolve("folder" + round);
      CyclicBarrier together = new CyclicBarrier(2);
      Callable<Path> make =
          () -> {
            together.await();
            return OwnerFiles.folder(folder);
          };
      try (ExecutorService both = Executors.newFixedThreadPool(2)) {
        for (Future<Path> made : both.invokeAll(List.of(make, make))) {
          assertThat(made.get()).isDirectory();
        }
      }
    }
  }

  @Test
  void aFileInItsPlaceIsNoFolder() throws Exception {
    Path file = Files.createFile(dir.resolve("file"));
    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> OwnerFiles.folder(file));
  }
}
