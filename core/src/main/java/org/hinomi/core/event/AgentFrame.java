package org.hinomi.core.event;

/**
 * The words of the frame in which an agent sends a record: an RFC 5424 message with one structured
 * data element and the original record as its MSG.
 *
 * <pre>{@code
 * <PRI>1 TIMESTAMP HOST APP PROCID EVENT [hinomi@32473 agent="3f2c…" inc="1763900000000" seq="17" source="auth" kind="line"] the line
 * <PRI>1 TIMESTAMP HOST hinomi-agent - SAMPLE [hinomi@32473 agent="3f2c…" inc="1763900000000" seq="18" source="sample" kind="sample"] {"samples":[…]}
 * }</pre>
 *
 * <p>TIMESTAMP is the record's own time (UTC, microseconds) where the source gives one, else the
 * time it was read. MSG of an EVENT is the original record, byte for byte and without a BOM: the
 * line without its terminator, the journal entry as JSON, the Windows event as XML.
 */
public final class AgentFrame {

  /** RFC 5424 SD-ID; 32473 is the enterprise number reserved for documentation (RFC 5612). */
  public static final String SD_ID = "hinomi@32473";

  public static final String AGENT = "agent";
  public static final String INCARNATION = "inc";
  public static final String SEQUENCE = "seq";

  /** The name that the agent's settings give the source. */
  public static final String SOURCE = "source";

  /** How MSG is to be read: one of the KIND constants. */
  public static final String KIND = "kind";

  /** Of the state of a source: its word, the reason's code, what belongs to it, since when. */
  public static final String STATE = "state";

  public static final String REASON = "reason";
  public static final String DETAIL = "detail";
  public static final String SINCE = "since";

  /** The path of the file a line came from. */
  public static final String PATH = "path";

  /** Of an imported line: zone of a time without one, as {@code java.time.ZoneId} names it. */
  public static final String ZONE = "zone";

  /** Of a line: the charset of its bytes; UTF-8 where absent. */
  public static final String CHARSET = "charset";

  /**
   * Of an imported line: one of the FORMAT constants. Of a watched one only {@link #FORMAT_W3C} and
   * {@link #FORMAT_CSV}, with {@link #COLUMNS}.
   */
  public static final String FORMAT = "format";

  /** As syslog daemons write it, with or without PRI. */
  public static final String FORMAT_SYSLOG = "syslog";

  /** All of it is the message; a time that it begins with is its time. */
  public static final String FORMAT_TEXT = "text";

  /** Of what was captured from the network: an SNMP message. */
  public static final String FORMAT_SNMP = "snmp";

  /** Of what was captured from the network: udp or tcp. */
  public static final String NETWORK = "network";

  /** Of what was captured from the network: the address that sent it, and its port. */
  public static final String SENDER = "sender";

  public static final String SENDER_PORT = "sender-port";

  /** Of what was captured from the network: the address that it was sent to, and its port. */
  public static final String RECEIVER = "receiver";

  public static final String RECEIVER_PORT = "receiver-port";

  /** Of what was captured from the network without a time: {@code true}. */
  public static final String UNTIMED = "untimed";

  /** Of a mail: bytes that it has. */
  public static final String SIZE = "size";

  /** Of a mail: what is attached, a JSON list of objects with name, type and size. */
  public static final String ATTACHMENTS = "attachments";

  /** Formats of records of named values. */
  public static final String FORMAT_JSON = "json";

  public static final String FORMAT_CSV = "csv";
  public static final String FORMAT_PAIRS = "kv";
  public static final String FORMAT_W3C = "w3c";
  public static final String FORMAT_PATTERN = "pattern";

  /** Of a record of named values: the names, {@link #COLUMN_SEPARATOR} between them. */
  public static final String COLUMNS = "columns";

  /** Unit separator: no name has it. */
  public static final String COLUMN_SEPARATOR = "\u001f";

  /** Of delimited text: the character between values. */
  public static final String DELIMITER = "delimiter";

  /** Of a record of named values: which name is which field, {@code NAME=FIELD,…}. */
  public static final String MAP = "map";

  /** Of lines: a pattern with named groups. */
  public static final String PATTERN = "pattern";

  /** What the agent of an imported line begins with. */
  public static final String IMPORT_AGENT = "import:";

  public static final String KIND_LINE = "line";
  public static final String KIND_JOURNALD = "journald";

  /** A Windows event; MSG is its XML as Windows renders it, UTF-8. */
  public static final String KIND_WINEVENT = "winevent";

  /** A record of wtmp or btmp; MSG is the JSON of {@code core.unix.LoginEvent}. */
  public static final String KIND_UTMP = "utmp";

  /** A start that the journal shows; MSG is the JSON of {@code core.unix.BootEvent}. */
  public static final String KIND_BOOT = "boot";

  public static final String KIND_SAMPLE = "sample";

  /** A message as it was captured from the network; imports only. The frame's time is its own. */
  public static final String KIND_CAPTURED = "captured";

  /** The sums of a flow, a JSON object of stored fields; imports only. */
  public static final String KIND_FLOW = "flow";

  /** The header section of a stored mail; imports only. */
  public static final String KIND_MAIL = "mail";

  /** A record of named values; imports only. */
  public static final String KIND_COLUMNS = "columns";

  /** What the agent has to say of itself: gaps, sources that cannot be read. MSG is text. */
  public static final String KIND_AGENT = "agent";

  public static final String MSGID_EVENT = "EVENT";
  public static final String MSGID_SAMPLE = "SAMPLE";
  public static final String MSGID_GAP = "GAP";

  /** How a watched source stands. */
  public static final String MSGID_STATE = "STATE";

  public static final String APP_NAME = "hinomi-agent";

  private AgentFrame() {}
}
