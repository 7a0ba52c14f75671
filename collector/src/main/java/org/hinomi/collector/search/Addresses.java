package org.hinomi.collector.search;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.collector.record.Condition;
import org.hinomi.collector.record.Condition.Bound;
import org.hinomi.collector.record.FieldKind;
import org.hinomi.collector.record.IpAddress;
import org.jspecify.annotations.Nullable;

/** IP addresses, networks and ranges of them in a query. */
final class Addresses {
  private static final Pattern NETWORK = Pattern.compile("([^/]+)/(\\d{1,4})");
  private static final Pattern DOTTED = Pattern.compile("\\d+(?:\\.\\d+){3}");

  private Addresses() {}

  /** Whether a field holds nothing but addresses (ECS calls them so). */
  private static boolean ofAddresses(String field) {
    return field.endsWith(".ip");
  }

  /**
   * The condition of a value that is an address or a network (RFC 4632, RFC 4291 section 2.3).
   * Empty where the text is neither, or the field holds text to look into.
   *
   * @throws WrongQuestion where a field of addresses is asked for what looks like one and is none
   */
  static Optional<Condition> term(String field, String text) {
    if (FieldKind.of(field) != FieldKind.TEXT) {
      return Optional.empty();
    }
    Optional<IpAddress> address = IpAddress.of(text);
    if (address.isPresent()) {
      Condition mapped =
          address.get().ipv4() && !text.contains(":")
              ? new Condition.Term(field, "::ffff:" + text)
              : new Condition.Addresses(field, address.get(), address.get());
      return Optional.of(new Condition.Or(List.of(new Condition.Term(field, text), mapped)));
    }
    Matcher network = NETWORK.matcher(text);
    if (network.matches()) {
      Optional<IpAddress> base = IpAddress.of(network.group(1));
      int prefix = Integer.parseInt(network.group(2));
      if (base.isPresent() && !base.get().ipv4() == network.group(1).contains(":")) {
        if (prefix <= base.get().bits()) {
          return Optional.of(
              new Condition.Addresses(
                  field, base.get().inNetwork(prefix, false), base.get().inNetwork(prefix, true)));
        }
        if (ofAddresses(field)) {
          throw new WrongQuestion("prefix", text, base.get().bits());
        }
      }
    }
    if (ofAddresses(field)
        && (network.matches() || DOTTED.matcher(text).matches() || text.contains(":"))) {
      throw new WrongQuestion("address", text);
    }
    return Optional.empty();
  }

  /**
   * The condition of a range whose ends are addresses. Empty where they are none.
   *
   * @throws WrongQuestion where they do not fit each other, or a field of addresses has others
   */
  static Optional<Condition> range(String field, @Nullable Bound lower, @Nullable Bound upper) {
    if (FieldKind.of(field) != FieldKind.TEXT || (lower == null && upper == null)) {
      return Optional.empty();
    }
    Optional<IpAddress> from = lower == null ? Optional.empty() : IpAddress.of(lower.value());
    Optional<IpAddress> to = upper == null ? Optional.empty() : IpAddress.of(upper.value());
    boolean both = (lower == null || from.isPresent()) && (upper == null || to.isPresent());
    boolean families = from.isPresent() && to.isPresent() && from.get().ipv4() != to.get().ipv4();
    if (families || (!both && ofAddresses(field))) {
      throw new WrongQuestion("families");
    }
    if (!both) {
      return Optional.empty();
    }
    IpAddress any = from.or(() -> to).orElseThrow();
    Optional<IpAddress> first =
        lower == null ? Optional.of(any.inNetwork(0, false)) : inside(from, lower, 1);
    Optional<IpAddress> last =
        upper == null ? Optional.of(any.inNetwork(0, true)) : inside(to, upper, -1);
    return Optional.of(
        first.isEmpty() || last.isEmpty()
            ? new Condition.Or(List.of())
            : new Condition.Addresses(field, first.get(), last.get()));
  }

  private static Optional<IpAddress> inside(Optional<IpAddress> end, Bound bound, int step) {
    return bound.inclusive() ? end : end.flatMap(address -> address.plus(step));
  }
}
