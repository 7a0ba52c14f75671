package org.hinomi.collector.record;

/**
 * Addresses in the words of DuckDB, which has a type for them only in an extension. All SQL made
 * here is of constants and of the expression given.
 */
final class AddressSql {
  private static final String GROUPS = "[0-9a-f]{1,4}(:[0-9a-f]{1,4})";
  private static final String IPV6 =
      "(" + (GROUPS + "{7}|(" + GROUPS + "{0,6})?::(" + GROUPS + "{0,6})?") + ")";

  private AddressSql() {}

  /** An IPv4 address, also an IPv4-mapped one, as a number; null for what is none. */
  static String ipv4(String value) {
    String dotted =
        "(CASE WHEN starts_with(lower(V), '::ffff:') THEN substr(V, 8) ELSE V END)"
            .replace("V", value);
    StringBuilder number =
        new StringBuilder("CASE WHEN regexp_full_match(")
            .append(dotted)
            .append(", '\\d{1,3}(\\.\\d{1,3}){3}') THEN 0");
    for (int part = 1; part <= 4; part++) {
      number.append(" + CAST(split_part(").append(dotted).append(", '.', ").append(part);
      number.append(") AS BIGINT) * ").append(1L << (8 * (4 - part)));
    }
    return number.append(" END").toString();
  }

  /**
   * The 32 digits of an IPv6 address, in lower case; null for what is none. Looking for a colon
   * first keeps it cheap where there is no such address.
   */
  static String ipv6(String value) {
    String text = "lower(split_part(" + value + ", '%', 1))";
    String head = digits("split_part(" + text + ", '::', 1)");
    String tail = digits("split_part(" + text + ", '::', 2)");
    return "CASE WHEN contains("
        + value
        + ", ':') AND regexp_full_match("
        + text
        + ", '"
        + IPV6
        + "') THEN "
        + head
        + " || repeat('0', 32 - length("
        + head
        + ") - length("
        + tail
        + ")) || "
        + tail
        + " END";
  }

  private static String digits(String groups) {
    return "(CASE WHEN "
        + groups
        + " = '' THEN '' ELSE array_to_string(list_transform(string_split("
        + groups
        + ", ':'), lambda part: lpad(part, 4, '0')), '') END)";
  }
}
