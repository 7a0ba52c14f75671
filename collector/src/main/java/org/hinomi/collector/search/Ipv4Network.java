package org.hinomi.collector.search;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.collector.record.Condition;
import org.hinomi.collector.record.Condition.Bound;
import org.hinomi.core.event.Fields;

/** An IPv4 network in CIDR notation as the range of its addresses. */
final class Ipv4Network {
  private static final Pattern CIDR =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

  private Ipv4Network() {}

  /** Empty where the text is no network, or the field holds text to look into. */
  static Optional<Condition> range(String field, String text) {
    Matcher cidr = CIDR.matcher(text);
    if (field.equals(Fields.MESSAGE) || field.equals(Fields.ERROR_MESSAGE) || !cidr.matches()) {
      return Optional.empty();
    }
    long address = 0;
    for (int i = 1; i <= 4; i++) {
      int part = Integer.parseInt(cidr.group(i));
      if (part > 255) {
        return Optional.empty();
      }
      address = address * 256 + part;
    }
    int prefix = Integer.parseInt(cidr.group(5));
    if (prefix > 32) {
      return Optional.empty();
    }
    long size = 1L << (32 - prefix);
    long first = address / size * size;
    return Optional.of(
        new Condition.Range(
            field, new Bound(dotted(first), true), new Bound(dotted(first + size - 1), true)));
  }

  private static String dotted(long address) {
    return (address >> 24)
        + "."
        + (address >> 16 & 255)
        + "."
        + (address >> 8 & 255)
        + "."
        + (address & 255);
  }
}
