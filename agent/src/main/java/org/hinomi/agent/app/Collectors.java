package org.hinomi.agent.app;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.hinomi.agent.enroll.Enrolment;
import org.hinomi.core.relp.Failover.Opener;
import org.hinomi.core.relp.PlainConnector;
import org.hinomi.core.relp.RelpSettings;
import org.hinomi.core.relp.TlsConnector;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.tls.ReloadingTls;
import org.hinomi.core.tls.TlsFiles;

/**
 * Where the agent sends, and how it connects.
 *
 * @param servers in the order of preference, at least one
 * @param tls the agent's certificate; empty: plain text
 * @param enrolled whether that certificate is from enrolment and to be renewed
 */
record Collectors(
    List<HostPort> servers, Opener opener, Optional<ReloadingTls> tls, boolean enrolled) {
  private static final HostPort ON_THIS_MACHINE = new HostPort("127.0.0.1", 2514);

  /**
   * @throws IOException where certificates cannot be used, or are required and there are none
   */
  static Collectors of(AgentSettings settings, Enrolment enrolment, RelpSettings relp)
      throws IOException {
    AgentTlsSettings how = settings.tls();
    Optional<HostPort> enrolledAt = enrolment.collector();
    boolean own = how.own().isPresent();
    boolean encrypted = how.mode() != AgentTlsSettings.Mode.OFF && (own || enrolledAt.isPresent());
    if (how.mode() == AgentTlsSettings.Mode.REQUIRED && !encrypted) {
      throw new IOException(
          "tls.mode is required, and this agent is not enrolled: hinomi enroll --collector HOST"
              + " --token T, or tls.certificate, tls.key and tls.trust in its settings");
    }
    List<HostPort> servers =
        settings.collectors().isEmpty()
            ? List.of(encrypted && enrolledAt.isPresent() ? enrolledAt.get() : ON_THIS_MACHINE)
            : settings.collectors();
    if (!encrypted) {
      return new Collectors(servers, new PlainConnector(relp), Optional.empty(), false);
    }
    TlsFiles files = own ? how.own().get() : enrolment.files();
    ReloadingTls tls = new ReloadingTls(files, System::nanoTime);
    // Our own authority makes server certificates for collectors alone: what it signed is one,
    // whatever name leads there. Of somebody else's the name is to be checked.
    return new Collectors(
        servers, new TlsConnector(tls::context, own, relp), Optional.of(tls), !own);
  }
}
