package org.hinomi.collector.receive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.hinomi.core.tls.CertificateRequest;
import org.hinomi.core.tls.Certificates;
import org.hinomi.core.tls.Certificates.Issued;
import org.hinomi.core.tls.Pem;
import org.hinomi.core.tls.ReloadingTls;
import org.hinomi.core.tls.TlsFiles;

/** An authority and what it signed, in a folder: NAME.pem, NAME-key.pem and ca.pem. */
public final class TestPki {
  public static final String AGENT = "0123456789abcdef0123456789abcdef";
  private static final Duration DAY = Duration.ofDays(1);

  public final Path dir;
  private final Certificates certificates = new Certificates(Instant.now(), new SecureRandom());
  private final Issued authority;

  public TestPki(Path dir) throws Exception {
    this.dir = Files.createDirectories(dir);
    authority = certificates.authority("Test CA", DAY);
    Files.writeString(dir.resolve("ca.pem"), Pem.text(List.of(authority.certificate())));
  }

  /** A collector's certificate. */
  public TestPki server(String name) throws Exception {
    return write(name, certificates.collector(authority, List.of("127.0.0.1", "localhost"), DAY));
  }

  /** A sender's certificate, with our agent's id in it or without. */
  public TestPki sender(String name, boolean agent) throws Exception {
    CertificateRequest.NewKey key = CertificateRequest.newKey(name);
    return write(
        name,
        new Issued(
            certificates.agent(
                authority,
                CertificateRequest.read(key.request()).key(),
                List.of(name),
                agent ? AGENT : null,
                DAY),
            key.key()));
  }

  private TestPki write(String name, Issued issued) throws Exception {
    Files.writeString(certificate(name), Pem.text(List.of(issued.certificate())));
    Files.writeString(key(name), Pem.text(issued.key()));
    return this;
  }

  public Path certificate(String name) {
    return dir.resolve(name + ".pem");
  }

  public Path key(String name) {
    return dir.resolve(name + "-key.pem");
  }

  public Path ca() {
    return dir.resolve("ca.pem");
  }

  public SSLContext context(String name) throws Exception {
    return new ReloadingTls(
            new TlsFiles(certificate(name), key(name), List.of(ca())), System::nanoTime)
        .context();
  }
}
