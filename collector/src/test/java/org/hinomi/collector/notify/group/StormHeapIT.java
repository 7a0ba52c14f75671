package org.hinomi.collector.notify.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The storm of {@link RouterTest} in a program that has little memory. */
class StormHeapIT {
  /** For all: detection, alerts, groups, the test itself. docs/notify.md states it. */
  private static final String HEAP = "-Xmx192m";

  @TempDir Path folder;

  @Test
  void aStormFitsIntoASmallHeap() throws Exception {
    Process storm =
        new ProcessBuilder(
                ChildJvm.line(
                    Storm.class, List.of(HEAP, "-XX:+ExitOnOutOfMemoryError"), folder.toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(storm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(storm.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(storm.exitValue()).as(said).isZero();
  }

  /** A hundred thousand alerts in a minute. */
  static final class Storm {
    public static void main(String[] args) throws Exception {
      RouterTest test = new RouterTest();
      test.use(Path.of(args[0]));
      test.open();
      test.aStormIsAHandfulOfMessages();
      test.close();
    }
  }
}
