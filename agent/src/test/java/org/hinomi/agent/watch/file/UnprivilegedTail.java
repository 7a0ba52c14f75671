package org.hinomi.agent.watch.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.hinomi.core.charset.LineUnit;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.slf4j.Logger;

/**
 * Runs the test of lost permissions in a process of its own that has given up the right of root to
 * read every file: builds in containers often run as root.
 */
final class UnprivilegedTail {
  private static final String CHILD = "hinomi.unprivileged";
  private static final int STILL_PRIVILEGED = 3;

  private UnprivilegedTail() {}

  static void run() throws IOException, InterruptedException {
    if (Boolean.getBoolean(CHILD)) {
      throw new StillPrivilegedException();
    }
    Path setpriv = Path.of("/usr/bin/setpriv");
    assumeTrue(Files.isExecutable(setpriv), "root reads everything; no setpriv (util-linux)");
    Path output = Files.createTempFile("unprivileged", ".txt");
    Process child =
        new ProcessBuilder(
                List.of(
                    setpriv.toString(),
                    "--inh-caps=-all",
                    "--bounding-set=-dac_override,-dac_read_search",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-D" + CHILD + "=true",
                    "-cp",
                    classPath(),
                    UnprivilegedTail.class.getName()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(output, StandardCharsets.UTF_8);
    Files.delete(output);
    assumeTrue(child.exitValue() != STILL_PRIVILEGED, "root cannot give up its rights here");
    assertThat(child.exitValue()).as(said).isZero();
    assertThat(said).contains("passed");
  }

  /** Where what the test needs was loaded from: who runs tests may load them by other ways. */
  private static String classPath() {
    Set<String> places = new LinkedHashSet<>();
    for (Class<?> each :
        List.of(
            UnprivilegedTail.class,
            Tail.class,
            LineUnit.class,
            Logger.class,
            Assertions.class,
            AssertionFailedError.class,
            Test.class)) {
      CodeSource source = each.getProtectionDomain().getCodeSource();
      if (source != null) {
        places.add(Path.of(URI.create(source.getLocation().toString())).toString());
      }
    }
    places.add(System.getProperty("java.class.path"));
    return String.join(File.pathSeparator, places);
  }

  /** What root was to give up, it has kept. */
  private static final class StillPrivilegedException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  public static void main(String[] arguments) throws Exception {
    TailTest test = new TailTest();
    test.folder = Files.createTempDirectory("unprivileged");
    test.place();
    try {
      test.lostPermissionIsSaidAndNothingIsReadTwiceWhenItIsBack();
    } catch (StillPrivilegedException e) {
      System.exit(STILL_PRIVILEGED);
    }
    System.out.println("passed");
  }
}
