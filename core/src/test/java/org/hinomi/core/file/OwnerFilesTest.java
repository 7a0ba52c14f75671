package org.hinomi.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

  @Test
  void manyAtOnceReplaceTheSameFile() throws Exception {
    Path file = dir.resolve("list");
    int threads = 4;
    CyclicBarrier together = new CyclicBarrier(threads);
    List<String> contents = List.of("a".repeat(5_000), "b", "", "c".repeat(70_000));
    List<Callable<Void>> replacements =
        contents.stream()
            .<Callable<Void>>map(
                content ->
                    () -> {
                      for (int round = 0; round < 100; round++) {
                        together.await(10, TimeUnit.SECONDS);
                        OwnerFiles.replace(file, content);
                        assertThat(Files.readString(file)).isIn(contents);
                      }
                      return null;
                    })
            .toList();
    try (ExecutorService all = Executors.newFixedThreadPool(threads)) {
      for (Future<Void> done : all.invokeAll(replacements)) {
        done.get();
      }
    }
    assertThat(OwnerFiles.openToOthers(file)).isFalse();
    assertThat(names()).containsExactly("list");
  }

  @Test
  void whatACrashLeftGoesWithALaterReplacement() throws Exception {
    Path file = dir.resolve("agent");
    FileTime old = FileTime.from(Instant.now().minus(Duration.ofMinutes(11)));
    for (String left : List.of("agent.0123456789abcdef.new", "agent.new")) {
      Files.setLastModifiedTime(Files.createFile(dir.resolve(left)), old);
    }
    List<String> others =
        List.of("agent.pem.0123456789abcdef.new", "agents.new", "agent.pem.new", "agent.old");
    for (String other : others) {
      Files.setLastModifiedTime(Files.createFile(dir.resolve(other)), old);
    }
    String ofAnother = "agent.fedcba9876543210.new";
    Files.createFile(dir.resolve(ofAnother));
    OwnerFiles.replace(file, "new");
    assertThat(names()).containsAll(others).contains("agent", ofAnother).hasSize(others.size() + 2);
  }

  @Test
  void aReplacementThatFailsLeavesNothingBehind() throws Exception {
    Path folder = Files.createDirectory(dir.resolve("in-its-place"));
    Files.createFile(folder.resolve("not-empty"));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> OwnerFiles.replace(folder, "new"));
    assertThat(names()).containsExactly("in-its-place");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(file -> dir.relativize(file).toString()).sorted().toList();
    }
  }
}
