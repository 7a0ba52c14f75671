package org.hinomi.collector.enroll;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hinomi.core.file.OwnerFiles;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.tls.CertificateRequest;
import org.hinomi.core.tls.Certificates;
import org.hinomi.core.tls.Certificates.Issued;
import org.hinomi.core.tls.Fingerprint;
import org.hinomi.core.tls.PeerIdentity;
import org.hinomi.core.tls.Pem;

/**
 * The collector's own authority, in a folder that its owner alone may read:
 *
 * <pre>
 * ca-key.pem     the authority: key and certificate
 * ca.pem         its certificate alone, to give to others
 * collector.pem  key and certificates of the collector, made anew before they end
 * address        where agents reach the collector
 * </pre>
 *
 * Thread-safe.
 */
public final class CertificateAuthority {
  private static final Duration OWN_VALIDITY = Duration.ofDays(7300);
  private static final Duration COLLECTOR_VALIDITY = Duration.ofDays(397);

  /** How long the certificate of an agent is good. */
  public static final Duration AGENT_VALIDITY = Duration.ofDays(90);

  private static final String ADDRESS = "address";

  private final Path dir;
  private final InstantSource clock;
  private final Issued authority;

  private CertificateAuthority(Path dir, InstantSource clock, Issued authority) {
    this.dir = dir;
    this.clock = clock;
    this.authority = authority;
  }

  /** The folder of the authority of a history. */
  public static Path folderIn(Path data) {
    return data.resolve("ca");
  }

  /** Leaves for whoever makes tokens where agents find the collector. */
  public static void publishAddress(Path data, HostPort address) throws IOException {
    OwnerFiles.replace(folderIn(data).resolve(ADDRESS), address + "\n");
  }

  /** Where agents find the collector, as it was when it last listened for them; empty: never. */
  public static Optional<HostPort> address(Path data) throws IOException {
    Path file = folderIn(data).resolve(ADDRESS);
    return Files.exists(file)
        ? Optional.of(HostPort.parse(Files.readString(file, StandardCharsets.UTF_8).strip()))
        : Optional.empty();
  }

  /**
   * Opens the authority of a history; makes it where there is none.
   *
   * @param name of the machine, for the certificate's subject
   * @throws IOException where it cannot be read or written
   */
  public static CertificateAuthority open(Path dir, String name, InstantSource clock)
      throws IOException {
    OwnerFiles.folder(dir);
    Path file = dir.resolve("ca-key.pem");
    if (!Files.exists(file)) {
      make(file, name, clock);
    }
    Issued authority;
    try {
      String text = Files.readString(file, StandardCharsets.US_ASCII);
      authority = new Issued(Pem.certificates(text).getFirst(), Pem.privateKey(text));
    } catch (GeneralSecurityException e) {
      throw new IOException(
          file
              + ": "
              + e.getMessage()
              + "; restore the file, or remove it to begin with a new"
              + " authority, at which every agent must enrol again",
          e);
    }
    CertificateAuthority opened = new CertificateAuthority(dir, clock, authority);
    opened.publish();
    return opened;
  }

  private static void make(Path file, String name, InstantSource clock) throws IOException {
    try {
      Issued made =
          new Certificates(clock.instant(), new SecureRandom())
              .authority("Hinomi CA of " + name, OWN_VALIDITY);
      OwnerFiles.create(file, Pem.text(made.key()) + Pem.text(List.of(made.certificate())));
    } catch (FileAlreadyExistsException madeMeanwhile) {
      // A command beside the collector was faster; there is one, and that is what counts.
    } catch (GeneralSecurityException e) {
      throw new IOException(file + ": no authority could be made: " + e.getMessage(), e);
    }
  }

  private void publish() throws IOException {
    Path file = file();
    String text = text(List.of(authority.certificate()));
    if (!Files.exists(file) || !Files.readString(file, StandardCharsets.US_ASCII).equals(text)) {
      OwnerFiles.replace(file, text);
    }
  }

  /** The file with its certificate. */
  public Path file() {
    return dir.resolve("ca.pem");
  }

  public X509Certificate certificate() {
    return authority.certificate();
  }

  public Fingerprint fingerprint() {
    return Fingerprint.of(authority.certificate());
  }

  /**
   * The file with key and certificates of the collector; made anew where a third or less of their
   * time is left, or where the collector is reached under other names.
   *
   * @param names host names and addresses, at least one
   */
  public synchronized Path collector(List<String> names) throws IOException {
    Set<String> wanted = new LinkedHashSet<>();
    names.forEach(name -> wanted.add(name.toLowerCase(Locale.ROOT)));
    Path file = dir.resolve("collector.pem");
    try {
      if (Files.exists(file) && serves(file, wanted)) {
        return file;
      }
      Issued made =
          new Certificates(clock.instant(), new SecureRandom())
              .collector(authority, List.copyOf(wanted), COLLECTOR_VALIDITY);
      OwnerFiles.replace(
          file, Pem.text(made.key()) + text(List.of(made.certificate(), authority.certificate())));
      return file;
    } catch (GeneralSecurityException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private boolean serves(Path file, Set<String> names) throws IOException {
    try {
      List<X509Certificate> chain =
          Pem.certificates(Files.readString(file, StandardCharsets.US_ASCII));
      X509Certificate own = chain.getFirst();
      own.verify(authority.certificate().getPublicKey());
      Duration left = Duration.between(clock.instant(), own.getNotAfter().toInstant());
      return left.compareTo(COLLECTOR_VALIDITY.dividedBy(3)) > 0
          && new LinkedHashSet<>(PeerIdentity.of(own).names()).equals(names);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Signs what an agent asks for. */
  X509Certificate issue(CertificateRequest request, List<String> hosts, String agentId)
      throws GeneralSecurityException {
    return new Certificates(clock.instant(), new SecureRandom())
        .agent(authority, request.key(), hosts, agentId, AGENT_VALIDITY);
  }

  private static String text(List<X509Certificate> certificates) throws IOException {
    try {
      return Pem.text(certificates);
    } catch (GeneralSecurityException e) {
      throw new IOException("a certificate cannot be written: " + e.getMessage(), e);
    }
  }
}
