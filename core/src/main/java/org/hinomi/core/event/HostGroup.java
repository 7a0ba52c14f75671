package org.hinomi.core.event;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import org.hinomi.core.text.Glob;

/**
 * Hosts that are treated alike.
 *
 * @param hosts a host belongs to the group if one of them matches its name; letter case does not
 *     matter, as in DNS
 */
public record HostGroup(String name, List<Glob> hosts) {

  public HostGroup {
    requireNonNull(name, "name");
    hosts = hosts.stream().map(g -> new Glob(g.pattern().toLowerCase(Locale.ROOT))).toList();
  }

  public boolean contains(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    for (Glob glob : hosts) {
      if (glob.matches(lower)) {
        return true;
      }
    }
    return false;
  }
}
