package org.hinomi.collector.decode.syslog;

import java.net.InetAddress;
import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.hinomi.collector.decode.SourceAddress;
import org.jspecify.annotations.Nullable;

/** Looks up the rule of a sender once and remembers it. Not thread-safe. */
public final class Senders {
  /** Spoofed datagrams may come from any address: what is remembered must not grow with them. */
  private static final int REMEMBERED = 16_384;

  /**
   * A sender with its rule applied.
   *
   * @param address without port, RFC 5952
   * @param charset of its messages; null for UTF-8
   */
  public record Known(
      String address,
      ZoneId zone,
      @Nullable String host,
      boolean namesHost,
      @Nullable Charset charset) {}

  private final SyslogRules rules;
  private final Map<InetAddress, Known> known = new HashMap<>();
  private @Nullable InetAddress lastAddress;
  private @Nullable Known last;

  public Senders(SyslogRules rules) {
    this.rules = rules;
  }

  public SyslogRules rules() {
    return rules;
  }

  public Known of(InetAddress address) {
    Known same = last;
    if (same != null && address.equals(lastAddress)) {
      return same;
    }
    if (known.size() >= REMEMBERED) {
      known.clear();
    }
    Known found = known.computeIfAbsent(address, this::lookUp);
    lastAddress = address;
    last = found;
    return found;
  }

  private Known lookUp(InetAddress address) {
    String text = SourceAddress.text(address);
    return rules.senders().stream()
        .filter(rule -> rule.network().contains(address))
        .max(Comparator.comparingInt(rule -> rule.network().prefix()))
        .map(
            rule ->
                new Known(
                    text,
                    rule.zone() == null ? rules.zone() : rule.zone(),
                    rule.host(),
                    rule.namesHost(),
                    rule.charset()))
        .orElseGet(() -> new Known(text, rules.zone(), null, true, null));
  }
}
