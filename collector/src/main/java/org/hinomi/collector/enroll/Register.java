package org.hinomi.collector.enroll;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hinomi.core.file.ChangeLock;
import org.hinomi.core.file.OwnerFiles;
import org.hinomi.core.tls.PeerIdentity;
import org.hinomi.core.tls.Pem;
import org.jspecify.annotations.Nullable;

/**
 * Which certificates were issued, a file each, and which were revoked, in one file. Commands write
 * it beside a collector that runs, which sees it with the next connection. Thread-safe.
 */
public final class Register {
  private final Path issued;
  private final Path revokedFile;
  private final InstantSource clock;
  private Map<BigInteger, Instant> revoked = Map.of();
  private @Nullable Object seen;

  /**
   * One certificate.
   *
   * @param revoked when it was; null: it was not
   */
  public record Entry(
      String host,
      String agentId,
      BigInteger serial,
      Instant from,
      Instant until,
      @Nullable Instant revoked) {}

  /**
   * @param dir of the authority
   */
  public Register(Path dir, InstantSource clock) {
    this.issued = dir.resolve("issued");
    this.revokedFile = dir.resolve("revoked");
    this.clock = clock;
  }

  /** Adds a certificate; forgets those that have ended. */
  synchronized void add(X509Certificate certificate) throws IOException {
    OwnerFiles.folder(issued);
    removeEnded();
    try {
      OwnerFiles.create(
          issued.resolve(certificate.getSerialNumber().toString(16) + ".pem"),
          Pem.text(List.of(certificate)));
    } catch (GeneralSecurityException e) {
      throw new IOException("a certificate cannot be written: " + e.getMessage(), e);
    }
  }

  /** All that have not ended, by host, the newest of each first. */
  public synchronized List<Entry> entries() throws IOException {
    Map<BigInteger, Instant> gone = revoked();
    List<Entry> entries = new ArrayList<>();
    for (X509Certificate certificate : certificates()) {
      PeerIdentity identity = PeerIdentity.of(certificate);
      entries.add(
          new Entry(
              identity.name(),
              identity.agentId() == null ? "-" : identity.agentId(),
              certificate.getSerialNumber(),
              certificate.getNotBefore().toInstant(),
              certificate.getNotAfter().toInstant(),
              gone.get(certificate.getSerialNumber())));
    }
    entries.removeIf(entry -> entry.until().isBefore(clock.instant()));
    entries.sort(
        Comparator.comparing(Entry::host)
            .thenComparing(Comparator.comparing(Entry::until).reversed()));
    return List.copyOf(entries);
  }

  /** The newest certificate of a host that counts. */
  Optional<Entry> inForce(String host) throws IOException {
    return entries().stream()
        .filter(entry -> entry.revoked() == null && entry.host().equalsIgnoreCase(host))
        .findFirst();
  }

  /**
   * Revokes all certificates of a host, or the one with a serial number (hexadecimal).
   *
   * @return those that counted until now; none where there is no such
   */
  public List<Entry> revoke(String hostOrSerial) throws IOException {
    String wanted = hostOrSerial.toLowerCase(Locale.ROOT);
    return entries().isEmpty()
        ? List.of()
        : ChangeLock.alone(revokedFile, () -> revokeAlone(wanted));
  }

  private synchronized List<Entry> revokeAlone(String wanted) throws IOException {
    List<Entry> found =
        entries().stream()
            .filter(entry -> entry.revoked() == null)
            .filter(
                entry -> entry.host().equals(wanted) || entry.serial().toString(16).equals(wanted))
            .toList();
    if (!found.isEmpty()) {
      StringBuilder text = new StringBuilder();
      Map<BigInteger, Instant> all = new HashMap<>(revoked());
      found.forEach(entry -> all.put(entry.serial(), clock.instant()));
      all.forEach(
          (serial, at) ->
              text.append(serial.toString(16))
                  .append(' ')
                  .append(at.getEpochSecond())
                  .append('\n'));
      OwnerFiles.replace(revokedFile, text.toString());
    }
    return found;
  }

  /**
   * Whether a certificate was revoked. Where the list cannot be read, everything is: rather nobody
   * than somebody who was shut out.
   */
  public synchronized boolean isRevoked(X509Certificate certificate) {
    try {
      return revoked().containsKey(certificate.getSerialNumber());
    } catch (IOException e) {
      return true;
    }
  }

  private Map<BigInteger, Instant> revoked() throws IOException {
    Object now;
    try {
      BasicFileAttributes is = Files.readAttributes(revokedFile, BasicFileAttributes.class);
      now = List.of(is.lastModifiedTime(), is.size(), String.valueOf(is.fileKey()));
    } catch (NoSuchFileException e) {
      now = "none";
    }
    if (!now.equals(seen)) {
      Map<BigInteger, Instant> read = new HashMap<>();
      if (!now.equals("none")) {
        for (String line : Files.readAllLines(revokedFile, StandardCharsets.US_ASCII)) {
          String[] parts = line.split(" ", 2);
          try {
            read.put(new BigInteger(parts[0], 16), Instant.ofEpochSecond(Long.parseLong(parts[1])));
          } catch (RuntimeException e) {
            throw new IOException(revokedFile + ": damaged (expected: SERIAL TIME a line)", e);
          }
        }
      }
      revoked = Map.copyOf(read);
      seen = now;
    }
    return revoked;
  }

  private List<X509Certificate> certificates() throws IOException {
    List<X509Certificate> found = new ArrayList<>();
    if (Files.isDirectory(issued)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(issued, "*.pem")) {
        for (Path file : files) {
          try {
            found.addAll(Pem.certificates(Files.readString(file, StandardCharsets.US_ASCII)));
          } catch (NoSuchFileException removedMeanwhile) {
            continue;
          } catch (GeneralSecurityException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
          }
        }
      }
    }
    return found;
  }

  private void removeEnded() throws IOException {
    for (X509Certificate certificate : certificates()) {
      if (certificate.getNotAfter().toInstant().isBefore(clock.instant())) {
        Files.deleteIfExists(issued.resolve(certificate.getSerialNumber().toString(16) + ".pem"));
      }
    }
  }
}
