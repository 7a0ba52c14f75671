package org.hinomi.collector.detect;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hinomi.core.sigma.Aims;

/** What is looked for without a rule file. Alerts of these last until what they say is over. */
public enum BuiltIn {
  SOURCE_SILENT("source-silent", "Source Silent"),
  SOURCE_BLANK("source-blank", "Source Silent in Working Hours"),
  SOURCE_FLOOD("source-flood", "Flood Out of Hours"),
  RECORDS_MISSING("records-missing", "Records Missing"),
  RECORDS_LOST("records-lost", "Records Lost"),
  RECORDS_DAMAGED("records-damaged", "Records Cut or Damaged"),
  SNMP_ENGINES("snmp-engines", "Too Many SNMPv3 Engines"),
  AGENT_SILENT("agent-silent", "Agent Silent"),
  HOST_DOWN("host-down", "Host Silent"),
  FIRST_ACCOUNT("first-account", "Account New on Host"),
  FIRST_ADDRESS("first-address", "Account from New Address"),
  FIRST_RECIPIENT("first-recipient", "Mail to Stranger"),
  RARE_EVENT("rare-event", "Event New on Host"),
  NEW_MESSAGE("new-message", "Kind of Message New on Host"),
  EXTREME_VALUE("extreme-value", "Extreme Value");

  private static final List<String> DISCOVERY = List.of("discovery");

  private final String key;
  private final String title;

  BuiltIn(String key, String title) {
    this.key = key;
    this.title = title;
  }

  /** The key of its alerts. */
  public String key() {
    return key;
  }

  public String title() {
    return title;
  }

  /** What its alerts are for. */
  public Aims aims() {
    return switch (this) {
      case SOURCE_SILENT, SOURCE_BLANK, RECORDS_MISSING, RECORDS_LOST, RECORDS_DAMAGED ->
          new Aims(List.of("cause", "discovery"), List.of("integrity", "availability"));
      case SOURCE_FLOOD, AGENT_SILENT, HOST_DOWN -> new Aims(DISCOVERY, List.of("availability"));
      case FIRST_ACCOUNT, FIRST_ADDRESS, FIRST_RECIPIENT, SNMP_ENGINES ->
          new Aims(DISCOVERY, List.of("confidentiality"));
      case RARE_EVENT, NEW_MESSAGE -> new Aims(DISCOVERY, List.of("integrity", "availability"));
      case EXTREME_VALUE -> new Aims(DISCOVERY, List.of("confidentiality", "availability"));
    };
  }

  /** What has this key. */
  public static Optional<BuiltIn> of(String key) {
    return Arrays.stream(values()).filter(b -> b.key.equals(key)).findFirst();
  }

  /** Whether it is only unusual: listed, not told. */
  public boolean isUnusual() {
    return switch (this) {
      case FIRST_ACCOUNT, FIRST_ADDRESS, FIRST_RECIPIENT, RARE_EVENT, NEW_MESSAGE, EXTREME_VALUE ->
          true;
      case SOURCE_SILENT,
          SOURCE_BLANK,
          SOURCE_FLOOD,
          RECORDS_MISSING,
          RECORDS_LOST,
          RECORDS_DAMAGED,
          SNMP_ENGINES,
          AGENT_SILENT,
          HOST_DOWN ->
          false;
    };
  }

  /** Whether it lasts as long as a source is silent, or floods. */
  boolean isOfRhythm() {
    return !isUnusual() && !endsQuietly();
  }

  /** Whether its alerts last as long as what they say is so, however often it came. */
  public boolean lasts() {
    return !endsQuietly();
  }

  /** Whether its alerts end by themselves like those of events: nothing says that it is well. */
  boolean endsQuietly() {
    return switch (this) {
      case RECORDS_MISSING, RECORDS_LOST, RECORDS_DAMAGED, SNMP_ENGINES -> true;
      default -> false;
    };
  }
}
