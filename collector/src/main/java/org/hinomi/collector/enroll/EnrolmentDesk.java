package org.hinomi.collector.enroll;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.audit.AuditLog;
import org.hinomi.collector.audit.Who;
import org.hinomi.core.tls.CertificateRequest;
import org.hinomi.core.tls.PeerIdentity;
import org.hinomi.core.tls.Pem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers agents that ask for a certificate. A request is lines {@code key=value}: {@code token},
 * {@code host}, {@code agent}, {@code request} (PKCS#10 in base64); to renew, {@code request} is
 * enough, and everything else stays as it was. The answer is {@code 200 OK} and certificates in
 * PEM, or {@code 500} and why not. For one thread.
 */
public final class EnrolmentDesk {
  private static final Logger LOG = LoggerFactory.getLogger(EnrolmentDesk.class);
  private static final int LONGEST_REQUEST = 12 << 10;
  private static final String NO_SUCH_TOKEN =
      "the token is unknown, was used, or has ended; another one, on the collector:"
          + " hinomi enroll token";

  private final CertificateAuthority authority;
  private final Tokens tokens;
  private final Register register;
  private final AuditLog audit;

  public EnrolmentDesk(
      CertificateAuthority authority, Tokens tokens, Register register, AuditLog audit) {
    this.authority = authority;
    this.tokens = tokens;
    this.register = register;
    this.audit = audit;
  }

  /** What is said to the agent when it does not get a certificate. */
  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String why) {
      super(why);
    }
  }

  /**
   * Answers a request.
   *
   * @param command {@code enroll} or {@code renew}
   * @param names the hosts of the certificate that the agent has shown; none: it has shown none
   * @param agentId the agent of that certificate
   * @param address where the request comes from
   */
  public String answer(
      String command, String data, List<String> names, @Nullable String agentId, String address) {
    Map<String, String> request = new HashMap<>();
    if (data.length() <= LONGEST_REQUEST) {
      for (String line : data.lines().limit(20).toList()) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          request.put(line.substring(0, equals), line.substring(equals + 1));
        }
      }
    }
    boolean renews = command.equals("renew");
    try {
      X509Certificate issued = renews ? renew(request, names, agentId) : enroll(request);
      note(issued, renews, address);
      return "200 OK\n" + Pem.text(List.of(issued, authority.certificate()));
    } catch (RefusedException e) {
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("An agent got no certificate.");
      return "500 " + e.getMessage();
    } catch (IOException | GeneralSecurityException e) {
      LOG.atError().setCause(e).log("An agent got no certificate.");
      return "500 the collector cannot issue certificates; its log says why";
    }
  }

  /** Somebody was let in. Who is refused writes nothing: it would be a way to fill the history. */
  private void note(X509Certificate issued, boolean renews, String address) {
    PeerIdentity peer = PeerIdentity.of(issued);
    audit.done(
        renews ? "enroll.renew" : "enroll.issue",
        new Who("", renews ? "certificate" : "token", address),
        Map.of(
            "host",
            peer.name(),
            "agent",
            String.valueOf(peer.agentId()),
            "serial",
            issued.getSerialNumber().toString(16),
            "until",
            issued.getNotAfter().toInstant().toString()));
  }

  private X509Certificate enroll(Map<String, String> asked) throws RefusedException, IOException {
    byte[] secret = decoded(asked, "token");
    Tokens.Grant grant = tokens.look(secret).orElseThrow(() -> new RefusedException(NO_SUCH_TOKEN));
    String host = asked.getOrDefault("host", "");
    if (!PeerIdentity.isName(host)) {
      throw new RefusedException("host: expected a name of printable ASCII characters");
    }
    String agentId = asked.getOrDefault("agent", "");
    if (!agentId.matches("[0-9a-f]{32}")) {
      throw new RefusedException("agent: expected 32 hexadecimal digits");
    }
    if (grant.host().isPresent() && !grant.host().get().equalsIgnoreCase(host)) {
      throw new RefusedException(
          "the token is for the host " + grant.host().get() + ", not for " + host);
    }
    if (grant.host().isEmpty() && register.inForce(host).isPresent()) {
      throw new RefusedException(
          host
              + " is enrolled already; on the collector: hinomi enroll token --host "
              + host
              + ", or hinomi enroll revoke "
              + host);
    }
    CertificateRequest request = request(asked);
    if (!tokens.use(secret)) {
      throw new RefusedException(NO_SUCH_TOKEN);
    }
    return issue(request, List.of(host), agentId);
  }

  private X509Certificate renew(
      Map<String, String> asked, List<String> names, @Nullable String agentId)
      throws RefusedException, IOException {
    if (agentId == null || names.isEmpty()) {
      throw new RefusedException("only an enrolled agent can renew its certificate");
    }
    Optional<Register.Entry> entry = register.inForce(names.getFirst());
    if (entry.isEmpty() || !entry.get().agentId().equals(agentId)) {
      throw new RefusedException("no certificate of this authority is in force for " + names);
    }
    return issue(request(asked), names, agentId);
  }

  private X509Certificate issue(CertificateRequest request, List<String> hosts, String agentId)
      throws IOException {
    try {
      X509Certificate certificate = authority.issue(request, hosts, agentId);
      register.add(certificate);
      LOG.atInfo()
          .addKeyValue("host", hosts.getFirst())
          .addKeyValue("agent", agentId)
          .addKeyValue("serial", certificate.getSerialNumber().toString(16))
          .addKeyValue("until", certificate.getNotAfter().toInstant())
          .log("A certificate was issued.");
      return certificate;
    } catch (GeneralSecurityException e) {
      throw new IOException("signing failed: " + e.getMessage(), e);
    }
  }

  private static CertificateRequest request(Map<String, String> asked) throws RefusedException {
    try {
      return CertificateRequest.read(decoded(asked, "request"));
    } catch (GeneralSecurityException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  private static byte[] decoded(Map<String, String> asked, String key) throws RefusedException {
    try {
      return Base64.getUrlDecoder().decode(asked.getOrDefault(key, ""));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(key + ": expected base64url");
    }
  }
}
