package org.hinomi.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
}
