package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the digests of parts are kept: {@code history/digest/DIGEST/SHA256-of-the-part.parquet}.
 * They can be deleted at any time, and go with their parts. Thread-safe.
 */
final class DigestFiles {
  private static final Logger LOG = LoggerFactory.getLogger(DigestFiles.class);
  private static final String FOLDER = "digest";

  private DigestFiles() {}

  /** The file of a digest of a part, whether it is there or not. */
  static Path file(Path history, Digest digest, String sha256) {
    return history.resolve(FOLDER).resolve(name(digest)).resolve(sha256 + ".parquet");
  }

  /** A name for the file until it is whole. */
  static Path unfinished(Path file) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    return Files.createTempFile(file.resolveSibling(""), "unfinished-", ".tmp");
  }

  /** Gives a whole file its name. */
  static void publish(Path unfinished, Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes what is kept of parts: what they held shall be nowhere. */
  static void forget(Path history, Collection<Part> parts) {
    Path folder = history.resolve(FOLDER);
    if (parts.isEmpty() || !Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> digests = Files.newDirectoryStream(folder)) {
      for (Path digest : digests) {
        for (Part part : parts) {
          Files.deleteIfExists(digest.resolve(part.sha256() + ".parquet"));
        }
      }
    } catch (IOException e) {
      failed(folder, e);
    }
  }

  private static void failed(Path folder, IOException e) {
    LOG.atWarn()
        .addKeyValue("folder", folder)
        .setCause(e)
        .log("Digests of parts that are gone stay; delete the folder, it is made anew.");
  }

  /** Deletes what was not whole when the program ended; while nothing is being read. */
  static void clean(Path history) {
    Path folder = history.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> digests = Files.newDirectoryStream(folder)) {
      for (Path digest : digests) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(digest, "*.tmp")) {
          for (Path file : files) {
            Files.deleteIfExists(file);
          }
        }
      }
    } catch (IOException e) {
      failed(folder, e);
    }
  }

  /** Deletes what is kept of other parts than these: one may go while it is read. */
  static void keepOnly(Path history, Collection<String> hashes) {
    Path folder = history.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return;
    }
    Set<String> known = hashes.stream().map(hash -> hash + ".parquet").collect(Collectors.toSet());
    try (DirectoryStream<Path> digests = Files.newDirectoryStream(folder)) {
      for (Path digest : digests) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(digest, "*.parquet")) {
          for (Path file : files) {
            if (!known.contains(file.getFileName().toString())) {
              Files.deleteIfExists(file);
            }
          }
        }
      }
    } catch (IOException e) {
      failed(folder, e);
    }
  }

  private static String name(Digest digest) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(digest.version().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
