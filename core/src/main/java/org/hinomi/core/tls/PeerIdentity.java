package org.hinomi.core.tls;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificate it is.
 *
 * @param names the hosts that it is for, in lower case: DNS names and addresses among the
 *     alternative names, else the common name (RFC 6125, 6.4.4); wildcards name no host. At most 16
 * @param agentId the agent that it was made for, where our own authority made it
 */
public record PeerIdentity(List<String> names, @Nullable String agentId) {
  /** Begins the alternative name (URI) that names the agent. */
  public static final String AGENT_URI = "urn:hinomi:agent:";

  /** The longest host name. */
  public static final int MAX_NAME = 255;

  private static final int MAX_NAMES = 16;
  private static final int DNS = 2;
  private static final int URI = 6;
  private static final int IP = 7;

  public PeerIdentity {
    names = List.copyOf(names);
  }

  /** Reads a certificate that has been verified. */
  public static PeerIdentity of(X509Certificate certificate) {
    Set<String> names = new LinkedHashSet<>();
    String agentId = null;
    for (List<?> alternative : alternatives(certificate)) {
      int type = (Integer) alternative.get(0);
      String value = String.valueOf(alternative.get(1));
      if (type == DNS || type == IP) {
        addName(names, type == IP ? address(value) : value);
      } else if (type == URI && value.matches(AGENT_URI + "[0-9a-f]{32}")) {
        agentId = value.substring(AGENT_URI.length());
      }
    }
    if (names.isEmpty()) {
      commonNames(certificate).forEach(name -> addName(names, name));
    }
    return new PeerIdentity(new ArrayList<>(names), agentId);
  }

  /** How logs and the history name it. */
  public String name() {
    return names.isEmpty() ? "-" : names.getFirst();
  }

  private static Collection<List<?>> alternatives(X509Certificate certificate) {
    try {
      Collection<List<?>> found = certificate.getSubjectAlternativeNames();
      return found == null ? List.of() : found;
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  private static List<String> commonNames(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().reversed().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .map(String::valueOf)
              .limit(1)
              .toList();
    } catch (InvalidNameException e) {
      return List.of();
    }
  }

  private static String address(String text) {
    return InetAddress.ofLiteral(text).getHostAddress();
  }

  private static void addName(Set<String> names, String name) {
    if (names.size() < MAX_NAMES && isName(name)) {
      names.add(name.toLowerCase(Locale.ROOT));
    }
  }

  /** Whether a host may be called so: RFC 5424 HOSTNAME, printable and without wildcards. */
  public static boolean isName(String name) {
    return name.length() <= MAX_NAME && name.matches("[\\x21-\\x29\\x2b-\\x7e]+");
  }
}
