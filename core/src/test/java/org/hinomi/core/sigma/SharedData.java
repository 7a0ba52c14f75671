package org.hinomi.core.sigma;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the developers' data, which lies beside the checkout and not in it. */
public final class SharedData {
  private SharedData() {}

  /** A file or folder of it; the test is skipped where there is none. */
  public static Path find(String name) {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null
        && !(Files.exists(folder.resolve("pom.xml"))
            && Files.isDirectory(folder.resolve("core")))) {
      folder = folder.getParent();
    }
    Path found = folder == null ? null : folder.resolveSibling("shared").resolve("data/" + name);
    assumeTrue(
        found != null && Files.exists(found),
        () -> "no " + name + ": it belongs into ../shared/data beside the checkout");
    return found == null ? Path.of(name) : found;
  }
}
