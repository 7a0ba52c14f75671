package org.hinomi.collector.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.hinomi.collector.ChildJvm;
import org.hinomi.collector.notify.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that knows of failed logins. */
@Timeout(60)
class LockoutKillIT {
  @TempDir Path data;

  /** What is killed: ten logins fail, and it lives on until its standard input ends. */
  public static final class Victim {
    private Victim() {}

    public static void main(String[] args) throws Exception {
      LockoutFile open = LockoutFile.open(Path.of(args[0]), InstantSource.system());
      for (int i = 0; i < Lockouts.ACCOUNT_FAILURES; i++) {
        int unused = open.lockouts().attempt("hanako", Instant.EPOCH, "192.0.2.1", Instant.now());
      }
      int unused = System.in.read();
      open.close();
    }
  }

  @Test
  void aKillGivesNoMoreAttempts() throws Exception {
    Files.createDirectory(data.resolve("state"));
    Process victim =
        new ProcessBuilder(ChildJvm.line(Victim.class, List.of("-Xmx64m"), data.toString()))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Path file = data.resolve("state/lockouts");
    try {
      Waiting.until(
          Duration.ofSeconds(40),
          "all failures are in the file",
          () -> {
            assertThat(victim.isAlive()).isTrue();
            return Files.exists(file) && Files.readString(file).contains("account hanako 10 ");
          });
    } finally {
      victim.destroyForcibly().waitFor();
    }
    try (LockoutFile after = LockoutFile.open(data, InstantSource.system())) {
      assertThat(
              after
                  .lockouts()
                  .attempt("hanako", Instant.now().minusSeconds(60), "192.0.2.2", Instant.now()))
          .isZero();
    }
  }
}
