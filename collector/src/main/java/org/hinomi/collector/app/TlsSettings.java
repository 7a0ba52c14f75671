package org.hinomi.collector.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hinomi.core.settings.Section;
import org.hinomi.core.settings.Setting;
import org.hinomi.core.tls.PeerIdentity;
import org.hinomi.core.tls.TlsContexts.ClientCertificate;

/**
 * How the TLS listeners prove who they are and whom they believe.
 *
 * @param own certificates of one's own PKI instead of those of the collector's own authority
 * @param clients authorities whose certificates senders may show, besides the collector's own
 * @param relp whether senders of RELP must show a certificate
 * @param syslog whether senders of syslog must show one
 * @param relays host names, as in their certificates, of senders that may write in other names
 * @param names under which the collector is reached, besides those of the machine
 */
public record TlsSettings(
    Optional<Own> own,
    Optional<Path> clients,
    ClientCertificate relp,
    ClientCertificate syslog,
    List<String> relays,
    List<String> names) {

  /**
   * @param certificate with those above it behind it
   * @param key may be the same file
   */
  public record Own(Path certificate, Path key) {}

  public TlsSettings {
    relays = List.copyOf(relays);
    names = List.copyOf(names);
  }

  static TlsSettings read(Section s) {
    Optional<Path> certificate = s.existingFile("certificate").optional();
    Optional<Path> key = s.existingFile("key").optional();
    Optional<Path> clients = s.existingFile("clients").optional();
    ClientCertificate relp =
        s.oneOf("relp-certificates", ClientCertificate.class).orElse(ClientCertificate.REQUIRED);
    ClientCertificate syslog =
        s.oneOf("syslog-certificates", ClientCertificate.class).orElse(ClientCertificate.OPTIONAL);
    if (s.has("certificate") != s.has("key")) {
      String there = s.has("certificate") ? "certificate" : "key";
      s.problem(there, "alone", "certificate and key, both or none");
    }
    boolean none = s.has("certificate") && !s.has("clients");
    if (none && relp == ClientCertificate.REQUIRED) {
      s.problem(
          "certificate",
          "without clients",
          "clients beside it: the authorities that senders' certificates are from; or"
              + " relp-certificates: optional");
    } else if (none && syslog == ClientCertificate.REQUIRED) {
      s.problem("syslog-certificates", "required", "clients: the authorities they are from");
    }
    return new TlsSettings(
        certificate.flatMap(c -> key.map(k -> new Own(c, k))),
        clients,
        relp,
        syslog,
        names(s, "relays").list(),
        names(s, "names").list());
  }

  private static Setting<String> names(Section s, String key) {
    return s.text(key)
        .where(PeerIdentity::isName, "a host name: at most 255 printable ASCII characters, no *");
  }
}
