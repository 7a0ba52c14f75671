package org.hinomi.collector.decode;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.HashSet;
import java.util.Set;
import org.hinomi.collector.journal.RecordView;
import org.hinomi.collector.receive.Peer;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Identity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a record to what its sender has proved. Who has shown a certificate writes in the names
 * that stand in it and in no other, unless it may relay: what claims another host is recorded under
 * the certificate's name, with the claim beside it, and what claims to be another agent's record is
 * recorded without that identity, so that it cannot pass for a record that is still to come.
 *
 * <p>Not thread-safe.
 */
final class SenderProof {
  private static final Logger LOG = LoggerFactory.getLogger(SenderProof.class);

  /** Shown by {@link Fields#SOURCE_AUTHENTICATION}. */
  private static final String CERTIFICATE = "certificate";

  private static final int MOST_TOLD = 100;

  private final Counter claims;
  private final Set<Peer> told = new HashSet<>();

  SenderProof(PrometheusRegistry registry) {
    claims =
        Counter.builder()
            .name("hinomi_false_claims_total")
            .help("Records in the name of a host or an agent other than the certificate's.")
            .labelNames("transport")
            .register(registry);
  }

  /** Records of senders that have proved nothing pass as they are. */
  Decoded hold(RecordView record, Decoded decoded) {
    Peer peer = record.peer();
    if (peer == null) {
      return decoded;
    }
    Identity identity = decoded.identity();
    boolean bound = !peer.relay();
    String host = bound ? own(peer, decoded) : decoded.host();
    boolean otherHost = bound && !isSpoken(decoded, host);
    boolean otherAgent =
        !peer.relay()
            && peer.agentId() != null
            && identity != null
            && !peer.agentId().equals(identity.agentId());
    if (otherHost || otherAgent) {
      claimed(record, peer, decoded, otherAgent);
    }
    Identity kept = otherAgent ? null : identity;
    return switch (decoded) {
      case Event event -> {
        Event held =
            (host.equals(event.host()) && kept == identity ? event : event.as(host, kept))
                .with(Fields.SOURCE_AUTHENTICATION, CERTIFICATE)
                .with(
                    Fields.SOURCE_IDENTITY, peer.names().isEmpty() ? "-" : peer.names().getFirst());
        if (otherHost) {
          held = held.with(Fields.SOURCE_CLAIMED_HOST, event.host());
        }
        if (otherAgent && identity != null) {
          held = held.with(Fields.SOURCE_CLAIMED_AGENT, identity.agentId());
        }
        yield held;
      }
      case SampleRound round ->
          host.equals(round.host()) && kept == identity ? round : round.as(host, kept);
    };
  }

  /**
   * The name among those of the certificate that the record speaks of, else the first of them; the
   * sender's address where it names no host, as one with a wildcard alone.
   */
  private static String own(Peer peer, Decoded decoded) {
    for (String name : peer.names()) {
      if (name.equalsIgnoreCase(decoded.host())) {
        return decoded.host();
      }
    }
    for (String name : peer.names()) {
      if (isShort(decoded.host(), name)) {
        return name;
      }
    }
    return peer.names().isEmpty() ? decoded.sourceAddress() : peer.names().getFirst();
  }

  /** Whether the record names this host, in short at least, or none at all. */
  private static boolean isSpoken(Decoded decoded, String host) {
    return host.equals(decoded.host())
        || isShort(decoded.host(), host)
        || decoded.host().equals(decoded.sourceAddress());
  }

  private static boolean isShort(String shorter, String name) {
    return name.length() > shorter.length()
        && name.charAt(shorter.length()) == '.'
        && name.regionMatches(true, 0, shorter, 0, shorter.length());
  }

  /** Counted each time; told once of a sender, and of the first senders only. */
  private void claimed(RecordView record, Peer peer, Decoded decoded, boolean agent) {
    claims.labelValues(record.transport().wireName()).inc();
    if (told.size() < MOST_TOLD && told.add(peer)) {
      LOG.atWarn()
          .addKeyValue("position", record.position())
          .addKeyValue("sender", record.sender())
          .addKeyValue("certificate", peer.names())
          .addKeyValue("claimed", agent ? String.valueOf(decoded.identity()) : decoded.host())
          .log(
              "A sender writes in the name of another; recorded under its own. If it may, name it"
                  + " under tls.relays.");
    }
  }
}
