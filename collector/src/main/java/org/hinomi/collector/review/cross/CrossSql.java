package org.hinomi.collector.review.cross;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hinomi.collector.review.ReviewSql;

/** Fragments of the statements of cross-checks. */
final class CrossSql {
  /** The account without its domain, in small letters, as {@code Names.account} makes it. */
  static final String ACCOUNT = "lower(split_part(split_part(user_name, '@', 1), '\\', -1))";

  static final String ACTION = "json_extract_string(fields, '/event.action')";
  static final String FILE = "json_extract_string(fields, '/file.path')";
  static final String SERVICE = "json_extract_string(fields, '/service.name')";

  /**
   * Somebody comes in: at a desk, over the network, through the gateway. Mail is fetched by phones.
   */
  static final String LOGON =
      """
      user_name IS NOT NULL AND outcome = 'success' AND (
        (code = '4624' AND coalesce(json_extract_string(fields, '/winlog.logon.type'), '')
          NOT IN ('Batch', 'Service', 'System'))
        OR (provider = 'Microsoft-Windows-TerminalServices-Gateway' AND code IN ('200', '302'))
        OR (code IS NULL AND app IN ('sshd', 'sshd-session', 'login', 'gdm-password', 'openvpn')
          AND json_extract_string(fields, '/event.action') = 'logged-in'))\
      """;

  /** Somebody comes in from outside. */
  static final String REMOTE =
      """
      user_name IS NOT NULL AND (
        (provider = 'Microsoft-Windows-TerminalServices-Gateway' AND code IN ('200', '302'))
        OR (app IN ('openvpn', 'ovpn-server')
          AND json_extract_string(fields, '/event.action') = 'logged-in'))\
      """;

  /** Rights of an administrator are used, or accounts and audits are changed. */
  static final String PRIVILEGED =
      """
      user_name IS NOT NULL AND outcome = 'success' AND (
        (app IN ('sudo', 'sudo-rs', 'doas', 'pkexec')
          AND json_extract_string(fields, '/event.action') = 'command-run')
        OR (provider = 'Microsoft-Windows-Security-Auditing'
          AND code IN ('4672', '4697', '4719', '4720', '4726', '4728', '4732', '4756')))\
      """;

  /** A file or a share is used. */
  static final String FILES =
      """
      user_name IS NOT NULL AND outcome = 'success' AND (
        code IN ('4663', '5140', '5145', '560') OR app IN ('smbd_audit', 'smbd-audit', 'smbd'))\
      """;

  /** Days end when nobody is left. */
  static final int DAY_BEGINS = 5;

  private CrossSql() {}

  static String in(String column, Collection<String> texts) {
    return texts.isEmpty()
        ? "FALSE"
        : "("
            + column
            + ")"
            + texts.stream()
                .sorted()
                .map(ReviewSql::literal)
                .collect(Collectors.joining(", ", " IN (", ")"));
  }

  /**
   * Whether two columns hold one of many pairs. Nothing is joined: a statement as long as this may
   * become is refused where it makes texts.
   *
   * @param pairs texts of the second column by one of the first
   */
  static String in(String first, String second, Map<String, ? extends Collection<String>> pairs) {
    return pairs.isEmpty()
        ? "FALSE"
        : new TreeMap<>(pairs)
            .entrySet().stream()
                .map(
                    of ->
                        "WHEN "
                            + ReviewSql.literal(of.getKey())
                            + " THEN "
                            + in(second, of.getValue()))
                .collect(Collectors.joining(" ", "(CASE " + first + " ", " ELSE FALSE END)"));
  }
}
