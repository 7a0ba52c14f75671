package org.hinomi.collector.decode.mail;

import java.net.InetAddress;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.collector.decode.SourceAddress;
import org.jspecify.annotations.Nullable;

/**
 * A Received field (RFC 5321 section 4.4): one server's note of how a mail came to it.
 *
 * @param from what the client called itself; null where it says none
 * @param ip the client's address; null where it says none
 * @param by the server that wrote it; null where it says none
 * @param with the protocol; null where it says none
 * @param seconds since 1970
 */
record Hop(
    @Nullable String from,
    @Nullable InetAddress ip,
    @Nullable String by,
    @Nullable String with,
    OptionalLong seconds) {
  private static final Pattern FROM =
      Pattern.compile("^from\\s+(\\S{1,255})", Pattern.CASE_INSENSITIVE);
  private static final Pattern BY =
      Pattern.compile("(?:^|\\s)by\\s+([^\\s;]{1,255})", Pattern.CASE_INSENSITIVE);
  private static final Pattern WITH =
      Pattern.compile(
          "\\swith\\s+(Microsoft SMTP Server\\b|[^\\s;]{1,100})", Pattern.CASE_INSENSITIVE);
  private static final Pattern ADDRESS =
      Pattern.compile("[\\[(](?:IPv6:)?([0-9A-Fa-f:.]{2,45})[])]");

  static Hop of(String field) {
    int semicolon = field.lastIndexOf(';');
    String text = semicolon < 0 ? field : field.substring(0, semicolon);
    // Postfix notes "using TLSv1.3 with cipher …" there; only addresses are looked for in comments.
    String plain = Comments.blanked(text);
    Matcher by = BY.matcher(plain);
    boolean hasBy = by.find();
    String client = hasBy ? text.substring(0, by.start()) : text;
    Matcher from = FROM.matcher(plain);
    Matcher with = WITH.matcher(plain);
    return new Hop(
        from.find() ? from.group(1) : null,
        address(client),
        hasBy ? by.group(1) : null,
        with.find() ? with.group(1) : null,
        MailTime.seconds(semicolon < 0 ? "" : field.substring(semicolon + 1)));
  }

  private static @Nullable InetAddress address(String client) {
    Matcher address = ADDRESS.matcher(client);
    while (address.find()) {
      try {
        return InetAddress.ofLiteral(address.group(1));
      } catch (IllegalArgumentException e) {
        continue;
      }
    }
    return null;
  }

  /** Whether the client is outside: its address is neither private nor of this machine. */
  boolean isFromOutside() {
    InetAddress address = ip;
    return address != null
        && !address.isSiteLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isLinkLocalAddress()
        && !(address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc);
  }

  /** Like {@code mx1.example.org [192.0.2.1] → mail.example.com (ESMTPS)}. */
  String text() {
    StringBuilder text = new StringBuilder(from == null ? "-" : from);
    if (ip != null) {
      text.append(" [").append(SourceAddress.text(ip)).append(']');
    }
    text.append(" → ").append(by == null ? "-" : by);
    return with == null ? text.toString() : text.append(" (").append(with).append(')').toString();
  }
}
