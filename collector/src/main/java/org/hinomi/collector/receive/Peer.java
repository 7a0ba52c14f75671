package org.hinomi.collector.receive;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.hinomi.core.tls.PeerIdentity;
import org.jspecify.annotations.Nullable;

/**
 * A sender that has shown a certificate which was verified.
 *
 * @param names the hosts that its certificate is for, in lower case; may be none
 * @param agentId the agent that it was made for; null: it is no agent of ours
 * @param relay whether it may write in the names of other hosts
 */
public record Peer(List<String> names, @Nullable String agentId, boolean relay) {

  public Peer {
    names = List.copyOf(names);
  }

  static Peer of(X509Certificate certificate, List<String> relays) {
    PeerIdentity identity = PeerIdentity.of(certificate);
    return new Peer(
        identity.names(),
        identity.agentId(),
        identity.names().stream().anyMatch(name -> isAmong(name, relays)));
  }

  private static boolean isAmong(String name, List<String> relays) {
    return relays.stream().anyMatch(relay -> relay.toLowerCase(Locale.ROOT).equals(name));
  }

  static boolean inForce(X509Certificate certificate, long epochNanos) {
    try {
      certificate.checkValidity(new Date(Math.floorDiv(epochNanos, 1_000_000L)));
      return true;
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      return false;
    }
  }
}
