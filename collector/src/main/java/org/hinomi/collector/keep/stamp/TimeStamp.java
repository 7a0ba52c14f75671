package org.hinomi.collector.keep.stamp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * What an authority signed over the SHA-256 of a text at a moment (RFC 3161, 2.4.2: a
 * TimeStampToken, in DER). Immutable.
 */
public final class TimeStamp {
  /** Longest one that is read: tokens with their certificates have some 6 KB. */
  static final int LIMIT = 64 << 10;

  private static final String PREFIX = "hinomi-stamp ";

  private final byte[] token;

  /**
   * What a time stamp proves: the text was there at {@code at}, says {@code authority}.
   *
   * @param authority the subject of the certificate that signed
   * @param trusted whether that certificate leads to one of those that were asked for
   */
  public record Proof(Instant at, String authority, boolean trusted) {}

  /** It is no time stamp of this text; the message says why. */
  public static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1;

    BrokenException(String message) {
      super(message);
    }

    BrokenException(String message, Exception cause) {
      super(message + ": " + cause.getMessage(), cause);
    }
  }

  TimeStamp(byte[] token) {
    this.token = token.clone();
  }

  /** Whether a line is one that {@link #line} wrote, or shall look like it. */
  public static boolean isLine(String line) {
    return line.startsWith(PREFIX);
  }

  /**
   * Reads a line of {@link #line}.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static TimeStamp parse(String line) {
    if (!isLine(line) || line.length() > LIMIT * 2) {
      throw new IllegalArgumentException("no time stamp (expected: " + PREFIX + "and base64)");
    }
    return new TimeStamp(Base64.getDecoder().decode(line.substring(PREFIX.length()).strip()));
  }

  /** It as a line of text. */
  public String line() {
    return PREFIX + Base64.getEncoder().encodeToString(token);
  }

  /** It in DER, as {@code openssl ts -verify -token_in} reads it. */
  public byte[] der() {
    return token.clone();
  }

  /**
   * Checks it: that it is over this text, and that whoever has the certificate in it signed it.
   *
   * @param authorities certificates that the signer's shall lead to
   */
  public Proof check(String text, List<X509Certificate> authorities) throws BrokenException {
    TimeStampToken read = read();
    if (!read.getTimeStampInfo().getMessageImprintAlgOID().equals(TSPAlgorithms.SHA256)
        || !MessageDigest.isEqual(
            read.getTimeStampInfo().getMessageImprintDigest(), sha256(text))) {
      throw new BrokenException("it is over something else");
    }
    try {
      JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
      List<X509Certificate> sent = new ArrayList<>();
      for (X509CertificateHolder holder : read.getCertificates().getMatches(null)) {
        sent.add(converter.getCertificate(holder));
      }
      X509CertificateHolder signer =
          read.getCertificates().getMatches(null).stream()
              .filter(holder -> read.getSID().match(holder))
              .findFirst()
              .orElseThrow(() -> new BrokenException("the certificate of its signer is not in it"));
      // Also: the certificate is for time stamps alone, was valid then, and is the one signed over.
      read.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
      X509Certificate certificate = converter.getCertificate(signer);
      Instant at = read.getTimeStampInfo().getGenTime().toInstant();
      return new Proof(
          at,
          certificate.getSubjectX500Principal().getName(),
          leads(certificate, sent, authorities, at));
    } catch (TSPException | OperatorCreationException | GeneralSecurityException e) {
      throw new BrokenException("its signature does not hold", e);
    } catch (RuntimeException e) {
      // The library trusts what it reads: anything may come out of bytes that somebody changed.
      throw new BrokenException("it cannot be read", e);
    }
  }

  private TimeStampToken read() throws BrokenException {
    try {
      return new TimeStampToken(new CMSSignedData(token));
    } catch (CMSException | TSPException | IOException | RuntimeException e) {
      throw new BrokenException("it cannot be read", e);
    }
  }

  /** As of the moment of the stamp: the certificate may be over since. */
  private static boolean leads(
      X509Certificate signer,
      List<X509Certificate> sent,
      List<X509Certificate> authorities,
      Instant at)
      throws GeneralSecurityException {
    if (authorities.contains(signer)) {
      return true;
    }
    if (authorities.isEmpty()) {
      return false;
    }
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(signer);
    PKIXBuilderParameters parameters =
        new PKIXBuilderParameters(Authorities.anchors(authorities), target);
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(at));
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(sent)));
    try {
      return CertPathBuilder.getInstance("PKIX").build(parameters) != null;
    } catch (CertPathBuilderException e) {
      return false;
    }
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
