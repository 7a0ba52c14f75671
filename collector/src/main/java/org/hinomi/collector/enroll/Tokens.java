package org.hinomi.collector.enroll;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.hinomi.core.file.OwnerFiles;

/**
 * The tokens that are out: a file each, named by the SHA-256 of the token's secret, which is kept
 * nowhere. Who deletes the file has used the token, so that it is used once, whatever happens at
 * the same time. Thread-safe, also beside other processes.
 */
public final class Tokens {
  /** Bytes of a secret. */
  private static final int SECRET = 16;

  private final Path dir;
  private final InstantSource clock;

  /**
   * What a token allows.
   *
   * @param host the one host that it is for; empty: any that is not enrolled yet
   */
  public record Grant(Instant until, Optional<String> host) {}

  public Tokens(Path dir, InstantSource clock) {
    this.dir = dir;
    this.clock = clock;
  }

  /** Makes a token; gives its secret. */
  public byte[] make(Duration validity, Optional<String> host) throws IOException {
    OwnerFiles.folder(dir);
    removeEnded();
    byte[] secret = new byte[SECRET];
    new SecureRandom().nextBytes(secret);
    OwnerFiles.create(
        file(secret),
        clock.instant().plus(validity).getEpochSecond() + "\n" + host.orElse("") + "\n");
    return secret;
  }

  /** What the token with this secret allows; empty where it is unknown, used or has ended. */
  Optional<Grant> look(byte[] secret) throws IOException {
    try {
      Grant grant = read(file(secret));
      return grant.until().isAfter(clock.instant()) ? Optional.of(grant) : Optional.empty();
    } catch (NoSuchFileException unknown) {
      return Optional.empty();
    }
  }

  /** Uses the token up; whether this call was the one that did. */
  boolean use(byte[] secret) throws IOException {
    return Files.deleteIfExists(file(secret));
  }

  private void removeEnded() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, "[0-9a-f]*")) {
      for (Path file : files) {
        if (!read(file).until().isAfter(clock.instant())) {
          Files.deleteIfExists(file);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Grant read(Path file) throws IOException {
    List<String> lines = Files.readString(file, StandardCharsets.UTF_8).lines().toList();
    try {
      return new Grant(
          Instant.ofEpochSecond(Long.parseLong(lines.getFirst())),
          Optional.of(lines.get(1)).filter(host -> !host.isEmpty()));
    } catch (RuntimeException e) {
      throw new IOException(file + ": damaged; remove it and make a new token", e);
    }
  }

  private Path file(byte[] secret) {
    try {
      return dir.resolve(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256, which every Java must have", e);
    }
  }
}
