package org.hinomi.collector.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that knows of failed logins. */
@Timeout(60)
class LockoutKillIT {
  @TempDir Path data;

  /** What is killed: ten logins fail, and it lives on. */
  public static final class Victim {
    private Victim() {}

    public static void main(String[] args) throws Exception {
      LockoutFile open = LockoutFile.open(Path.of(args[0]), InstantSource.system());
      for (int i = 0; i < Lockouts.ACCOUNT_FAILURES; i++) {
        int unused = open.lockouts().attempt("hanako", Instant.EPOCH, "192.0.2.1", Instant.now());
      }
      System.out.println("failed");
      Thread.sleep(Duration.ofMinutes(1));
      open.close();
    }
  }

  @Test
  void aKillGivesNoMoreAttempts() throws Exception {
    Files.createDirectory(data.resolve("state"));
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                data.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = victim.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      while (line != null && !line.equals("failed")) {
        line = out.readLine();
      }
      assertThat(line).isEqualTo("failed");
      // Written within a second; twice that is promised to nobody, but disks can be slow.
      Thread.sleep(Duration.ofSeconds(2));
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
