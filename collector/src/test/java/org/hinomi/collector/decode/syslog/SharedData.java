package org.hinomi.collector.decode.syslog;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The public cases that lie beside the checkout; their test is skipped where they do not. */
final class SharedData {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SharedData() {}

  static List<JsonNode> lines(String name) {
    Path checkout = Path.of("").toAbsolutePath();
    while (checkout != null && !isCheckout(checkout)) {
      checkout = checkout.getParent();
    }
    Path file = sibling(checkout, "shared/data/syslog/" + name);
    assumeTrue(file != null && Files.exists(file), () -> "no ../shared/data/syslog/" + name);
    try {
      return Files.readAllLines(file).stream().map(JSON::readTree).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable Path sibling(@Nullable Path checkout, String path) {
    return checkout == null || checkout.getParent() == null
        ? null
        : checkout.getParent().resolve(path);
  }

  private static boolean isCheckout(Path folder) {
    return Files.exists(folder.resolve("pom.xml")) && Files.isDirectory(folder.resolve("core"));
  }
}
