package org.hinomi.collector.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.hinomi.core.settings.Secret;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * {@code DIR/run.json}: where the collector that runs on a data folder answers, and the token that
 * opens its API to whoever may read the file: its owner alone.
 *
 * @param url of the API, such as {@code http://127.0.0.1:8514}
 * @param token made anew at each start
 * @param pid of the collector
 * @param certificate the file with the certificate that it shows over TLS; null: no TLS
 */
public record RunFile(String url, Secret token, long pid, @Nullable Path certificate) {
  private static final String NAME = "run.json";

  /** Of a collector without TLS. */
  public RunFile(String url, Secret token, long pid) {
    this(url, token, pid, null);
  }

  /** A token that cannot be guessed: 256 bits from {@code random}, which must be a secure one. */
  public static Secret newToken(RandomGenerator random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return new Secret(java.util.HexFormat.of().formatHex(bytes));
  }

  /** Puts the file in place, whole or not at all. */
  public void write(Path dataDir) throws IOException {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("url", url);
    content.put("token", token.reveal());
    content.put("pid", pid);
    if (certificate != null) {
      content.put("certificate", certificate.toAbsolutePath().toString());
    }
    Path temporary = dataDir.resolve(NAME + ".new");
    Files.deleteIfExists(temporary);
    Files.createFile(temporary, ownerOnly(dataDir));
    Files.writeString(
        temporary,
        new ObjectMapper().writeValueAsString(content) + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.WRITE);
    Files.move(
        temporary,
        dataDir.resolve(NAME),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Takes the file away, if it is still this collector's. */
  public void remove(Path dataDir) throws IOException {
    Optional<RunFile> found = read(dataDir);
    if (found.isPresent() && found.get().token().equals(token)) {
      Files.deleteIfExists(dataDir.resolve(NAME));
    }
  }

  /**
   * Reads the file; empty where there is none.
   *
   * @throws IOException also where it is not what a collector writes
   */
  public static Optional<RunFile> read(Path dataDir) throws IOException {
    Path file = dataDir.resolve(NAME);
    try {
      JsonNode content = new ObjectMapper().readTree(Files.readString(file));
      return Optional.of(
          new RunFile(
              content.required("url").asString(),
              new Secret(content.required("token").asString()),
              content.required("pid").asLong(),
              content.has("certificate") ? Path.of(content.get("certificate").asString()) : null));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException(file + ": cannot be read (expected: as a collector writes it)", e);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path dataDir) throws IOException {
    FileStore store = Files.getFileStore(dataDir);
    return store.supportsFileAttributeView(PosixFileAttributeView.class)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
