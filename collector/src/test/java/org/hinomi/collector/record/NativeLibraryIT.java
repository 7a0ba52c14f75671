package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hinomi.collector.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a program that has DuckDB's library in memory leaves behind when it is killed. */
@Timeout(60)
class NativeLibraryIT {
  @TempDir Path temporary;

  /** What is killed: it has asked DuckDB, and lives on until its standard input ends. */
  public static final class Victim {
    private Victim() {}

    public static void main(String[] args) throws Exception {
      if (args.length > 0) {
        NativeLibrary.loadForLong();
      }
      PartSearch.connect().createStatement().execute("SELECT 1");
      System.out.println("asked");
      int unused = System.in.read();
    }
  }

  @Test
  void aCommandThatIsKilledLeavesNothingBehind() throws Exception {
    assertThat(left()).isEmpty();
  }

  @Test
  void aCollectorThatIsKilledLeavesNothingBehind() throws Exception {
    assertThat(left("long")).isEmpty();
  }

  private List<Path> left(String... arguments) throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/maps")), "no /proc here");
    Process victim =
        new ProcessBuilder(
                ChildJvm.line(Victim.class, List.of("-Djava.io.tmpdir=" + temporary), arguments))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(victim.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("asked");
    } finally {
      victim.destroyForcibly().waitFor();
    }
    try (Stream<Path> files = Files.list(temporary)) {
      return files.toList();
    }
  }
}
