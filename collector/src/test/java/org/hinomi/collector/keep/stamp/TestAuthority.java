package org.hinomi.collector.keep.stamp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** An authority for time stamps that listens on this machine, below a root of its own. */
public final class TestAuthority implements AutoCloseable {
  private static final Duration VALID = Duration.ofDays(1);

  private final HttpServer server;
  private final X509Certificate root;
  private final X509Certificate signer;
  private final KeyPair key;
  private final Instant at;

  /** What it answers instead of what was asked for; empty: no fault. */
  private volatile byte[] fault = new byte[0];

  private volatile boolean certificates = true;

  /**
   * @param at the time that it stamps, within a day of now
   */
  public TestAuthority(Instant at) throws Exception {
    this.at = at;
    KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
    keys.initialize(256);
    KeyPair rootKey = keys.generateKeyPair();
    key = keys.generateKeyPair();
    X500Name rootName = new X500Name("CN=Test root");
    root =
        certificate(
            new JcaX509v3CertificateBuilder(
                    rootName,
                    BigInteger.ONE,
                    Date.from(at.minus(VALID)),
                    Date.from(at.plus(VALID)),
                    rootName,
                    rootKey.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true)),
            rootKey);
    signer =
        certificate(
            new JcaX509v3CertificateBuilder(
                    rootName,
                    BigInteger.TWO,
                    Date.from(at.minus(VALID)),
                    Date.from(at.plus(VALID)),
                    new X500Name("CN=Test time stamps"),
                    key.getPublic())
                .addExtension(
                    Extension.extendedKeyUsage,
                    true,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping)),
            rootKey);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  private static X509Certificate certificate(X509v3CertificateBuilder builder, KeyPair by)
      throws Exception {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tsa");
  }

  public TimeStampClient client() {
    return new TimeStampClient(url(), Optional.empty(), Duration.ofSeconds(20));
  }

  /** Whose certificate leads to the one that signs. */
  public Authorities authorities() {
    return new Authorities("test", List.of(root));
  }

  /** The root in PEM. */
  public String pem() throws Exception {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(root.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  void answerInstead(byte[] bytes) {
    fault = bytes.clone();
  }

  void leaveCertificatesOut() {
    certificates = false;
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      byte[] query = exchange.getRequestBody().readAllBytes();
      byte[] answer = fault.length > 0 ? fault : stamp(query);
      exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] stamp(byte[] query) throws IOException {
    try {
      DigestCalculator sha1 =
          new JcaDigestCalculatorProviderBuilder()
              .build()
              .get(new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1));
      TimeStampTokenGenerator tokens =
          new TimeStampTokenGenerator(
              new JcaSimpleSignerInfoGeneratorBuilder()
                  .build("SHA256withECDSA", key.getPrivate(), signer),
              sha1,
              new ASN1ObjectIdentifier("1.3.6.1.4.1.32473.1"));
      tokens.addCertificates(new JcaCertStore(certificates ? List.of(signer) : List.of()));
      return new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED)
          .generate(new TimeStampRequest(query), BigInteger.valueOf(7), Date.from(at))
          .getEncoded();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
