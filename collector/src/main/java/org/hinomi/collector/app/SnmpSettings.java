package org.hinomi.collector.app;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hinomi.core.settings.Cidr;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.settings.Section;
import org.hinomi.core.settings.Setting;
import org.hinomi.core.snmp.NotificationTarget.Version;
import org.hinomi.core.snmp.SnmpUser;
import org.hinomi.core.snmp.SnmpUserSettings;

/**
 * Whose SNMP notifications are believed.
 *
 * @param communities of versions 1 and 2c; any when empty
 * @param networks of the senders; any when empty
 * @param users of version 3; names are unique
 */
public record SnmpSettings(
    Set<Version> versions, List<Secret> communities, List<Cidr> networks, List<SnmpUser> users) {

  public SnmpSettings {
    versions = Set.copyOf(versions);
    communities = List.copyOf(communities);
    networks = List.copyOf(networks);
    users = List.copyOf(users);
  }

  static SnmpSettings read(Section s) {
    boolean weak = s.bool("weak-protocols").orElse(false);
    Set<String> names = new HashSet<>();
    return new SnmpSettings(
        versions(s),
        s.sections("communities").stream().map(c -> c.requiredSecret("community")).toList(),
        s.cidr("networks").list(),
        s.sections("users").stream().map(u -> user(u, names, weak)).toList());
  }

  private static Set<Version> versions(Section s) {
    Setting<Version> versions = s.oneOf("versions", Version.class);
    return s.has("versions") ? Set.copyOf(versions.oneOrMore()) : EnumSet.allOf(Version.class);
  }

  private static SnmpUser user(Section s, Set<String> names, boolean weak) {
    return SnmpUserSettings.read(s, s.uniqueName("name", names), weak);
  }

  /** Whether anybody who reaches the port is believed. */
  boolean open() {
    return communities.isEmpty()
        && networks.isEmpty()
        && (versions.contains(Version.V1) || versions.contains(Version.V2C));
  }
}
