package org.hinomi.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distributions, unpacked, installed into a scratch root, run from there, and removed. */
class InstallIT {
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  @TempDir Path work;

  @Test
  void installsRunsAndUninstalls() throws Exception {
    Path unpacked = unpack("-all.tar.gz");
    Path root = work.resolve("root");
    Program.run(work, unpacked.resolve("service/install").toString(), "--root", root.toString());
    assertThat(root.resolve("opt/hinomi/hinomi")).isExecutable();
    assertThat(Files.readString(root.resolve("etc/hinomi/collector.yaml")))
        .contains("data: /var/lib/hinomi");
    assertThat(Files.readString(root.resolve("etc/hinomi/agent.yaml")))
        .contains("state: /var/lib/hinomi-agent");
    assertThat(root.resolve("etc/systemd/system/hinomi-collector.service")).exists();
    Program.run(
        work,
        root.resolve("opt/hinomi/hinomi").toString(),
        "check",
        root.resolve("etc/hinomi/collector.yaml").toString(),
        root.resolve("etc/hinomi/agent.yaml").toString());

    // An edited setting survives the next version; the new default lies beside it.
    Path edited = root.resolve("etc/hinomi/agent.yaml");
    Files.writeString(edited, "# mine\n" + Files.readString(edited));
    Program.run(work, unpacked.resolve("service/install").toString(), "--root", root.toString());
    assertThat(Files.readString(edited)).startsWith("# mine");
    assertThat(root.resolve("etc/hinomi/agent.yaml.new")).exists();

    Program.run(work, unpacked.resolve("service/uninstall").toString(), "--root", root.toString());
    assertThat(root.resolve("opt/hinomi")).doesNotExist();
    assertThat(edited).exists();
    Program.run(
        work,
        unpacked.resolve("service/uninstall").toString(),
        "--root",
        root.toString(),
        "--purge");
    assertThat(root.resolve("etc/hinomi")).doesNotExist();
  }

  @Test
  void theAgentAloneRunsItsCommands() throws Exception {
    Path unpacked = unpack("-agent.zip");
    assertThat(unpacked.resolve("lib/collector.classpath")).doesNotExist();
    try (Stream<Path> jars = Files.list(unpacked.resolve("lib"))) {
      assertThat(jars.map(p -> p.getFileName().toString()))
          .noneMatch(name -> name.startsWith("duckdb") || name.startsWith("netty"));
    }
    Program.run(
        work,
        unpacked.resolve("hinomi").toString(),
        "check",
        unpacked.resolve("conf/agent.yaml").toString());
  }

  @Test
  void unitsAreCleanAndHardened() throws Exception {
    assumeTrue(
        Program.installed("systemd-analyze"),
        "systemd-analyze is missing: apt-get install systemd");
    Path units = Files.createDirectory(work.resolve("units"));
    for (String unit : List.of("hinomi-agent.service", "hinomi-collector.service")) {
      // verify wants the program where the unit says it is; here it stands in the build folder.
      Files.writeString(
          units.resolve(unit),
          Files.readString(Path.of("systemd", unit))
              .replace("/opt/hinomi/hinomi", Program.HOME.resolve("hinomi").toString()));
      Path file = units.resolve(unit);
      assertThat(Program.run(work, "systemd-analyze", "verify", file.toString())).isEmpty();
      String security =
          Program.run(work, "systemd-analyze", "security", "--offline=true", file.toString());
      assertThat(security.lines().toList().getLast()).contains(" OK ");
    }
  }

  /** The newest archive of the build with this ending, unpacked. */
  private Path unpack(String ending) throws Exception {
    Path archive;
    try (Stream<Path> files = Files.list(TARGET)) {
      archive =
          files
              .filter(file -> file.getFileName().toString().endsWith(ending))
              .findFirst()
              .orElseThrow();
    }
    Path folder = Files.createDirectory(work.resolve("unpacked"));
    if (ending.endsWith(".zip")) {
      try (Program program =
          Program.start(
              folder,
              Map.of(),
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "jar").toString(),
                  "xf",
                  archive.toString()))) {
        assertThat(program.awaitExit()).isZero();
      }
    } else {
      Program.run(folder, "tar", "xf", archive.toString());
    }
    Path home;
    try (Stream<Path> folders = Files.list(folder)) {
      home = folders.findFirst().orElseThrow();
    }
    assertThat(home.resolve("hinomi").toFile().setExecutable(true)).isTrue();
    return home;
  }
}
