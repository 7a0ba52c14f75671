package org.hinomi.core.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.jspecify.annotations.Nullable;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.Snmp;
import org.snmp4j.mp.CounterSupport;
import org.snmp4j.mp.MPv1;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.mp.MPv3;
import org.snmp4j.security.AuthenticationProtocol;
import org.snmp4j.security.PrivacyProtocol;
import org.snmp4j.security.SecurityModel;
import org.snmp4j.security.SecurityModels;
import org.snmp4j.security.SecurityProtocols;
import org.snmp4j.security.USM;
import org.snmp4j.security.UsmUser;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.transport.DefaultUdpTransportMapping;
import org.snmp4j.util.DefaultPDUFactory;

/**
 * SNMP4J's sessions: one for v1 and v2c, and one for each destination of v3, since two may know
 * users of the same name with other passwords. Each has a socket. Thread-safe.
 */
final class NotificationSessions implements AutoCloseable {
  private final @Nullable SnmpEngine engine;
  private final Map<Peer, Session> byPeer = new HashMap<>();
  private final Session communities;
  private boolean closed;

  private record Peer(SnmpUser user, HostPort address) {}

  /**
   * A session with its socket.
   *
   * @param version3 null for the communities
   */
  record Session(Snmp snmp, DefaultUdpTransportMapping transport, @Nullable MPv3 version3) {

    /** A sender of traps alone needs no thread that waits for answers. */
    void listenForAnswers() throws IOException {
      synchronized (transport) {
        if (!transport.isListening()) {
          transport.listen();
        }
      }
    }
  }

  /**
   * @param engine ours; null where nothing is sent as SNMPv3
   */
  NotificationSessions(@Nullable SnmpEngine engine) throws IOException {
    this.engine = engine;
    this.communities = session(null);
    MessageDispatcherImpl dispatcher =
        (MessageDispatcherImpl) communities.snmp.getMessageDispatcher();
    dispatcher.addMessageProcessingModel(new MPv1());
    dispatcher.addMessageProcessingModel(new MPv2c());
  }

  /** The session for a target. */
  Session of(NotificationTarget target) throws IOException {
    SnmpUser user = target.user();
    return user == null ? communities : of(new Peer(user, target.address()));
  }

  private synchronized Session of(Peer peer) throws IOException {
    Session open = byPeer.get(peer);
    if (open != null) {
      return open;
    }
    if (closed || engine == null) {
      throw new IOException(closed ? "closed" : "SNMPv3 needs an engine of ours");
    }
    MPv3 version3 = version3(peer.user, engine);
    Session session = session(version3);
    byPeer.put(peer, session);
    session.snmp.getMessageDispatcher().addMessageProcessingModel(version3);
    return session;
  }

  /**
   * Forgets engine and clock of a target that answers no more: another engine may stand there now.
   *
   * @param address that the target's name has
   * @return whether they were known, so that there is reason to try again
   */
  boolean renew(NotificationTarget target, UdpAddress address) throws IOException {
    SnmpUser user = target.user();
    if (user == null) {
      return false;
    }
    Session old;
    synchronized (this) {
      Peer peer = new Peer(user, target.address());
      old = byPeer.get(peer);
      if (old == null || old.version3 == null || old.version3.getEngineID(address) == null) {
        return false;
      }
      byPeer.remove(peer);
    }
    old.snmp.close();
    return true;
  }

  private static Session session(@Nullable MPv3 version3) throws IOException {
    DefaultUdpTransportMapping transport = new DefaultUdpTransportMapping();
    return new Session(new Snmp(new MessageDispatcherImpl(), transport), transport, version3);
  }

  private static MPv3 version3(SnmpUser user, SnmpEngine engine) {
    SecurityProtocols protocols = new SecurityProtocols(SecurityProtocols.SecurityProtocolSet.none);
    AuthenticationProtocol auth = user.auth().protocol();
    if (auth != null) {
      protocols.addAuthenticationProtocol(auth);
    }
    PrivacyProtocol priv = user.priv().protocol();
    if (priv != null) {
      protocols.addPrivacyProtocol(priv);
    }
    byte[] id = engine.id();
    USM usm = new USM(protocols, new OctetString(id), engine.boots());
    usm.setLocalEngine(new OctetString(id), engine.boots(), engine.time());
    usm.addUser(
        new UsmUser(
            new OctetString(user.name().getBytes(UTF_8)),
            auth == null ? null : auth.getID(),
            octets(user.authPassphrase()),
            priv == null ? null : priv.getID(),
            octets(user.privPassphrase())));
    return new MPv3(
        id,
        new DefaultPDUFactory(),
        protocols,
        SecurityModels.getCollection(new SecurityModel[] {usm}),
        CounterSupport.getInstance());
  }

  private static @Nullable OctetString octets(@Nullable Secret secret) {
    return secret == null ? null : new OctetString(secret.reveal().getBytes(UTF_8));
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    communities.snmp.close();
    for (Session session : byPeer.values()) {
      session.snmp.close();
    }
  }
}
