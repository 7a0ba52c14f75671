package org.hinomi.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is delivered is what was looked at: each jar has the checksum that the source says. */
class DeliveredJarsIT {
  private static final Path CHECKSUMS = Path.of("..", ".mvn", "checksums", "checksums.sha256");

  /** File names; that of a jar has its version in it. */
  private static Map<String, String> trusted() throws IOException {
    Map<String, String> trusted = new HashMap<>();
    for (String line : Files.readAllLines(CHECKSUMS)) {
      String[] parts = line.strip().split("\\s+", 2);
      trusted.put(parts[1].substring(parts[1].lastIndexOf('/') + 1), parts[0]);
    }
    return trusted;
  }

  @Test
  void everyJarOfOthersHasItsChecksum() throws Exception {
    Map<String, String> trusted = trusted();
    List<Path> jars;
    try (Stream<Path> files = Files.list(Program.HOME.resolve("lib"))) {
      jars =
          files
              .filter(file -> file.toString().endsWith(".jar"))
              .filter(file -> !file.getFileName().toString().startsWith("hinomi-"))
              .toList();
    }
    assertThat(jars).isNotEmpty();
    for (Path jar : jars) {
      String name = jar.getFileName().toString();
      String sha256 =
          HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
      assertThat(trusted)
          .as("%s (docs/security.md: what is in it)", name)
          .containsEntry(name, sha256);
    }
  }

  @Test
  void theBillOfMaterialsNamesThem() throws Exception {
    Path bill;
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      bill =
          files
              .filter(file -> file.getFileName().toString().matches("hinomi-.*\\.cdx\\.json"))
              .findFirst()
              .orElseThrow();
    }
    assertThat(Files.readString(bill))
        .contains("\"bomFormat\" : \"CycloneDX\"")
        .contains("pkg:maven/io.netty/netty-handler@", "pkg:maven/org.duckdb/duckdb_jdbc@")
        .doesNotContain("pkg:maven/org.assertj/");
  }
}
