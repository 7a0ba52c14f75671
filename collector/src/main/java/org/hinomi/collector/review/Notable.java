package org.hinomi.collector.review;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Conditions on events that are looked at one by one. They are rare, so that a review finds them
 * put aside: see {@link Facts}. Each is of constants and says nothing of time.
 */
public final class Notable {
  /** An agent says that it could not read or had to drop something. */
  public static final String AGENT_GAP = "app = 'hinomi-agent' AND msgid = 'GAP'";

  /** The collector says that records of a sender were lost, refused, cut or damaged. */
  public static final String LOSS =
      "transport = 'internal' AND provider = 'hinomi' AND code = 'loss'";

  /**
   * What explains a gap of numbers: event logs that were stopped, started, cleared; starts and
   * stops of the machine; what the agent says of itself.
   */
  public static final String GAP_MARKER =
      """
      (provider IN ('EventLog', 'Eventlog', 'Microsoft-Windows-Eventlog')
          AND code IN ('6005', '6006', '6008', '6009', '1100', '1102', '104', '1101'))
        OR (provider IN ('Microsoft-Windows-Kernel-Power', 'Microsoft-Windows-Kernel-General')
          AND code IN ('41', '12', '13'))
        OR (code = '517' AND channel = 'Security')
        OR (app = 'hinomi-agent' AND msgid = 'GAP')\
      """;

  /** A log was cleared. */
  public static final String CLEARED =
      """
      (provider = 'Microsoft-Windows-Eventlog' AND code IN ('1102', '104'))
        OR (channel = 'Security' AND code = '517')\
      """;

  /** Malware was found. */
  public static final String MALWARE =
      """
      contains(fields, '"threat.software.name":')
        OR (provider = 'Microsoft-Windows-Windows Defender' AND code IN ('1006', '1116'))\
      """;

  /** Accounts, groups or what is audited were changed. */
  public static final String ACCOUNT_CHANGE =
      """
      (channel = 'Security' AND code IN ('4719', '4720', '4722',
          '4723', '4724', '4725', '4726', '4728', '4732', '4738', '4740', '4756'))
        OR app IN ('useradd', 'userdel', 'usermod', 'groupadd', 'gpasswd', 'passwd', 'chpasswd')\
      """;

  /** A kernel or a file system says so. */
  static final String UNCLEAN_TEXT =
      """
      regexp_matches(template,
          'kernel panic|oops:|corrupted or uncleanly shut down|after an unclean shutdown', 'i')\
      """;

  /** A machine stopped without being shut down. */
  public static final String UNCLEAN_STOP =
      """
      (code = '6008' AND provider IN ('EventLog', 'Eventlog'))
        OR (code = '41' AND provider IN ('Microsoft-Windows-Kernel-Power', 'Kernel-Power'))
        OR (code = '1001' AND provider IN ('Microsoft-Windows-WER-SystemErrorReporting',
          'BugCheck', 'Save Dump'))
        OR \
      """
          + UNCLEAN_TEXT;

  /** Somebody was refused. */
  public static final String REFUSED =
      """
      outcome = 'failure' AND (code IN ('4625', '4771', '4776', '529', '530', '531', '532', '533',
          '534', '535', '539', '201', '304') OR contains(fields, '"event.category":"authentication"')
          OR contains(fields, '"authentication'))\
      """;

  /** Bytes of a mail that is worth a look; most servers refuse more than 25 MB. */
  public static final long LARGE_BYTES = 10_000_000;

  /** Outsiders who see each other's addresses. */
  public static final int MANY_OUTSIDERS = 20;

  /** A mail that is large or has many recipients. */
  public static final String LARGE_MAIL =
      """
      app = 'postfix/qmgr' AND contains(fields, '"event.action":"mail-record"')
        AND (%s >= %d OR %s >= %d)\
      """
          .formatted(
              ReviewSql.number("email.size"),
              LARGE_BYTES,
              ReviewSql.number("email.recipient_count"),
              MANY_OUTSIDERS);

  /** A mail whose headers do not fit together. */
  public static final String ODD_MAIL =
      """
      contains(fields, '"email.findings":')
        AND (contains(json_extract_string(fields, '/email.findings'), 'dmarc-fail')
          OR contains(json_extract_string(fields, '/email.findings'), ','))\
      """;

  /** What is not everybody's business, as folders are called. */
  private static final List<String> CONFIDENTIAL =
      List.of(
          "給与",
          "賃金",
          "賞与",
          "人事",
          "経理",
          "役員",
          "機密",
          "極秘",
          "社外秘",
          "個人情報",
          "マイナンバー",
          "confidential",
          "secret",
          "payroll",
          "salary",
          "personnel",
          "finance");

  /** The share and the path of a file. */
  public static final String FILE =
      "concat_ws('/', json_extract_string(fields, '/service.name'),"
          + " json_extract_string(fields, '/file.path'))";

  /** A file with pay, staff and the like in its name or folder was used. */
  public static final String CONFIDENTIAL_FILE =
      """
      user_name IS NOT NULL AND outcome = 'success'
        AND (code IN ('4663', '5145', '560') OR app IN ('smbd_audit', 'smbd-audit', 'smbd'))
        AND regexp_matches(%s, %s)\
      """
          .formatted(FILE, ReviewSql.literal("(?i)(" + String.join("|", CONFIDENTIAL) + ")"));

  /** Any of these. */
  static final String ANY =
      List.of(
              AGENT_GAP,
              LOSS,
              GAP_MARKER,
              CLEARED,
              MALWARE,
              ACCOUNT_CHANGE,
              UNCLEAN_STOP,
              REFUSED,
              LARGE_MAIL,
              ODD_MAIL,
              CONFIDENTIAL_FILE)
          .stream()
          .collect(Collectors.joining(") OR (", "(", ")"));

  /** What is kept of them: names, and what gives them. */
  static final Map<String, String> COLUMNS = columns();

  private Notable() {}

  private static Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    List.of(
            "position",
            "host",
            "transport",
            "app",
            "msgid",
            "code",
            "provider",
            "channel",
            "user_name",
            "source_ip",
            "outcome",
            "template",
            "fields")
        .forEach(name -> columns.put(name, name));
    columns.put("message", "left(message, 300)");
    return Collections.unmodifiableMap(columns);
  }
}
