package org.hinomi.collector.decode.columns;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.collector.decode.Review;
import org.hinomi.core.event.Fields;

/**
 * A record of the audit log of Windows' DHCP server (DhcpSrvLog-*.log, DhcpV6SrvLog-*.log). Its ids
 * are those that the head of such a file lists; whatever the language, its date is month/day/year.
 */
final class DhcpRecord {
  private static final Pattern DATE = Pattern.compile("(\\d{2})/(\\d{2})/(\\d{2})");
  private static final Pattern HARDWARE = Pattern.compile("[0-9A-Fa-f]{12}");

  private static final String V6_ADDRESS = "IPv6 Address";

  private DhcpRecord() {}

  /** Whether these are its columns. */
  static boolean isLayout(List<String> columns) {
    return columns.size() >= 7
        && columns.getFirst().equals("ID")
        && (columns.get(4).equals("IP Address") && columns.get(6).equals("MAC Address")
            || columns.get(4).equals(V6_ADDRESS));
  }

  /** Takes what it knows out of the columns; leaves time and address to their names. */
  static void take(Map<String, Object> values, Map<String, Object> fields) {
    String id = String.valueOf(values.remove("ID"));
    fields.put(Fields.EVENT_CODE, id);
    fields.put(Fields.EVENT_PROVIDER, "Microsoft-Windows-DHCP-Server");
    fields.put(Fields.NETWORK_PROTOCOL, "dhcp");
    Matcher date = DATE.matcher(String.valueOf(values.get("Date")));
    if (date.matches()) {
      values.put("Date", "20" + date.group(3) + '-' + date.group(1) + '-' + date.group(2));
    }
    move(values, V6_ADDRESS, Fields.SOURCE_IP, fields);
    move(values, "Host Name", Fields.SOURCE_DOMAIN, fields);
    move(values, "Description", Fields.DATA + "Description", fields);
    move(values, "User Name", Fields.USER_NAME, fields);
    Object hardware = values.remove("MAC Address");
    if (hardware != null) {
      String text = hardware.toString();
      fields.put(
          Fields.SOURCE_MAC,
          HARDWARE.matcher(text).matches()
              ? String.join("-", text.toUpperCase(java.util.Locale.ROOT).split("(?<=\\G..)"))
              : text);
    }
    judge(id, fields);
  }

  private static void move(
      Map<String, Object> values, String column, String field, Map<String, Object> fields) {
    Object value = values.remove(column);
    if (value != null) {
      fields.put(field, value.toString());
    }
  }

  private static void judge(String id, Map<String, Object> fields) {
    switch (id) {
      case "00" -> put(fields, Review.EXCEPTION, "success", "service-started");
      case "01", "02" -> put(fields, Review.EXCEPTION, "success", "service-stopped");
      case "10", "11", "20", "21" -> put(fields, Review.USER_ACTIVITY, "success", "address-leased");
      case "12" -> put(fields, Review.USER_ACTIVITY, "success", "address-released");
      case "13" -> put(fields, Review.EXCEPTION, "failure", "address-in-use");
      case "14", "22" -> put(fields, Review.FAULT, "failure", "no-free-leases");
      case "15" -> put(fields, Review.EXCEPTION, "failure", "lease-refused");
      case "16", "17", "18", "23" -> put(fields, Review.USER_ACTIVITY, "success", "lease-ended");
      case "30", "32" -> put(fields, Review.USER_ACTIVITY, "success", "dns-updated");
      case "31", "34", "35" -> put(fields, Review.EXCEPTION, "failure", "dns-update-failed");
      case "33" -> put(fields, Review.SECURITY_EVENT, "failure", "packet-dropped");
      // Its partner of a failover answers instead: half of all packets, where both share the load.
      case "36" -> put(fields, Review.USER_ACTIVITY, "", "packet-dropped");
      // A server that its directory does not know: it may be somebody else's.
      case "54", "56" -> put(fields, Review.SECURITY_EVENT, "failure", "authorization-failed");
      case "51", "53", "55" -> put(fields, Review.EXCEPTION, "success", "authorized");
      case "62" -> put(fields, Review.SECURITY_EVENT, "", "other-server-found");
      case "50", "58", "59", "60", "64" ->
          put(fields, Review.EXCEPTION, "failure", "service-error");
      // DHCPv6
      case "11002", "11004", "11005" ->
          put(fields, Review.USER_ACTIVITY, "success", "address-leased");
      case "11006" -> put(fields, Review.EXCEPTION, "failure", "lease-refused");
      case "11007" -> put(fields, Review.USER_ACTIVITY, "success", "address-released");
      case "11009" -> put(fields, Review.FAULT, "failure", "no-free-leases");
      case "11010" -> put(fields, Review.EXCEPTION, "success", "service-started");
      case "11011", "11012" -> put(fields, Review.EXCEPTION, "success", "service-stopped");
      case "11014", "11015" -> put(fields, Review.EXCEPTION, "failure", "address-in-use");
      case "11016", "11018", "11019" -> put(fields, Review.USER_ACTIVITY, "success", "lease-ended");
      default -> put(fields, Review.USER_ACTIVITY, "", "dhcp-message");
    }
  }

  private static void put(Map<String, Object> fields, String kind, String outcome, String action) {
    fields.put(Fields.REVIEW_KIND, kind);
    fields.put(Fields.EVENT_ACTION, action);
    fields.put(Fields.EVENT_CATEGORY, "network");
    if (!outcome.isEmpty()) {
      fields.put(Fields.EVENT_OUTCOME, outcome);
    }
  }
}
