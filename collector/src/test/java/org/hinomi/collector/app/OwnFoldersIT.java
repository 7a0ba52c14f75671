package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hinomi.core.lifecycle.Stops;
import org.hinomi.core.settings.SettingsLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may read what a collector writes on its machine. */
@Timeout(120)
class OwnFoldersIT {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  @TempDir Path dir;

  private void run() throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("collector.yaml"),
            "data: data\nlisten: {relp-tls: '127.0.0.1:0', console: '127.0.0.1:0'}\n");
    try (Stops stops = new Stops()) {
      CollectorProgram unused =
          CollectorProgram.start(
              new SettingsLoader(Map.of()).load(file, List.of(), CollectorSettings::read), stops);
    }
  }

  @Test
  void theHistoryIsItsOwnersAlone() throws Exception {
    assumeTrue(
        dir.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "no POSIX permissions here");
    run();
    assertThat(Files.getPosixFilePermissions(dir.resolve("data"))).isEqualTo(OWNER);
  }

  @Test
  void inAFolderThatWasThereEachOfItsFoldersIs() throws Exception {
    assumeTrue(
        dir.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "no POSIX permissions here");
    Path data = Files.createDirectory(dir.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    run();
    try (Stream<Path> made = Files.list(data)) {
      assertThat(made.filter(Files::isDirectory))
          .extracting(folder -> folder.getFileName().toString())
          .contains("history", "journal", "state", "ca");
    }
    try (Stream<Path> made = Files.list(data)) {
      assertThat(made)
          .allSatisfy(
              path ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                      .as(path.toString())
                      .endsWith("------"));
    }
    assertThat(Files.getPosixFilePermissions(data)).contains(PosixFilePermission.OTHERS_READ);
  }
}
