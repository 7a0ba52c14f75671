package org.hinomi.collector.detect;

import java.util.Arrays;
import java.util.Optional;

/** What is looked for without a rule file. Alerts of these last until what they say is over. */
public enum BuiltIn {
  SOURCE_SILENT("source-silent", "Source Silent"),
  SOURCE_BLANK("source-blank", "Source Silent in Working Hours"),
  SOURCE_FLOOD("source-flood", "Flood Out of Hours"),
  RECORDS_MISSING("records-missing", "Records Missing"),
  AGENT_SILENT("agent-silent", "Agent Silent"),
  HOST_DOWN("host-down", "Host Silent"),
  FIRST_ACCOUNT("first-account", "Account New on Host"),
  FIRST_ADDRESS("first-address", "Account from New Address"),
  RARE_EVENT("rare-event", "Event New on Host");

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

  /** What has this key. */
  public static Optional<BuiltIn> of(String key) {
    return Arrays.stream(values()).filter(b -> b.key.equals(key)).findFirst();
  }

  /** Whether it is only unusual: listed, not told. */
  public boolean isUnusual() {
    return this == FIRST_ACCOUNT || this == FIRST_ADDRESS || this == RARE_EVENT;
  }

  /** Whether it lasts as long as a source is silent, or floods. */
  boolean isOfRhythm() {
    return !isUnusual() && !endsQuietly();
  }

  /** Whether its alerts end by themselves like those of events: nothing says that it is well. */
  boolean endsQuietly() {
    return this == RECORDS_MISSING;
  }
}
