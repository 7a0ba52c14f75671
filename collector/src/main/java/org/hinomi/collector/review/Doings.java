package org.hinomi.collector.review;

/**
 * Conditions on events that tables of people are compared with: somebody comes in or uses the
 * rights of an administrator, a machine goes on or off. Each is of constants and says nothing of
 * time; {@link Facts} counts them.
 */
public final class Doings {
  /**
   * Somebody comes in: at a desk, over the network, through the gateway. Mail is fetched by phones.
   */
  public static final String LOGON =
      """
      user_name IS NOT NULL AND outcome = 'success' AND (
        (code = '4624' AND coalesce(json_extract_string(fields, '/winlog.logon.type'), '')
          NOT IN ('Batch', 'Service', 'System'))
        OR (provider = 'Microsoft-Windows-TerminalServices-Gateway' AND code IN ('200', '302'))
        OR (code IS NULL AND app IN ('sshd', 'sshd-session', 'login', 'gdm-password', 'openvpn')
          AND json_extract_string(fields, '/event.action') = 'logged-in'))\
      """;

  /** Somebody comes in from outside. */
  public static final String REMOTE =
      """
      user_name IS NOT NULL AND (
        (provider = 'Microsoft-Windows-TerminalServices-Gateway' AND code IN ('200', '302'))
        OR (app IN ('openvpn', 'ovpn-server')
          AND json_extract_string(fields, '/event.action') = 'logged-in'))\
      """;

  /** Rights of an administrator are used, or accounts and audits are changed. */
  public static final String PRIVILEGED =
      """
      user_name IS NOT NULL AND outcome = 'success' AND (
        (app IN ('sudo', 'sudo-rs', 'doas', 'pkexec')
          AND json_extract_string(fields, '/event.action') = 'command-run')
        OR (provider = 'Microsoft-Windows-Security-Auditing'
          AND code IN ('4672', '4697', '4719', '4720', '4726', '4728', '4732', '4756')))\
      """;

  /** A machine goes on or off, wakes or sleeps. */
  public static final String POWER =
      """
      ((provider IN ('EventLog', 'Eventlog') AND code IN ('6005', '6006', '6008', '6009'))
        OR (provider = 'Microsoft-Windows-Kernel-General' AND code IN ('12', '13'))
        OR (provider = 'Microsoft-Windows-Kernel-Power' AND code = '42')
        OR (provider = 'Microsoft-Windows-Power-Troubleshooter' AND code = '1'))\
      """;

  /** The column {@code doing}: somebody came in. */
  public static final int CAME_IN = 1;

  /** Somebody used the rights of an administrator. */
  public static final int ADMINISTERED = 2;

  /** Either. */
  static final String ANY = "(" + LOGON + ") OR (" + PRIVILEGED + ")";

  /** What an event is, of both. */
  static final String DOING =
      "CASE WHEN %s THEN %d ELSE 0 END + CASE WHEN %s THEN %d ELSE 0 END"
          .formatted(LOGON, CAME_IN, PRIVILEGED, ADMINISTERED);

  private Doings() {}
}
