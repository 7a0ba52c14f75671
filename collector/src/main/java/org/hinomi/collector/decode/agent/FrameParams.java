package org.hinomi.collector.decode.agent;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.hinomi.collector.decode.SharedFields;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Fields;

/**
 * The structured data of agents' frames that differ in the sequence only: what stands before its
 * digits, what behind them, and what they say. Immutable.
 */
final class FrameParams {
  /** Of a record that was not whole when it was read: "true". */
  static final String PARTIAL = "partial";

  /** Of a record that was cut: how many bytes are missing. */
  static final String CUT = "cut";

  private static final Map<String, String> NAMED =
      Map.of(
          AgentFrame.SOURCE,
          Fields.AGENT_SOURCE,
          AgentFrame.KIND,
          Fields.AGENT_KIND,
          AgentFrame.PATH,
          Fields.LOG_FILE_PATH,
          AgentFrame.REASON,
          Fields.AGENT_REASON,
          AgentFrame.STATE,
          Fields.AGENT_STATE,
          AgentFrame.DETAIL,
          Fields.AGENT_DETAIL,
          AgentFrame.SINCE,
          Fields.AGENT_SINCE);

  private final byte[] before;
  private final byte[] after;
  private final Map<String, String> values;
  private final SharedFields fields;
  private final String agentId;
  private final boolean imported;
  private final boolean columns;
  private final long incarnation;

  /**
   * @param values the parameters, the sequence among them or not
   * @param before bytes from {@code [} up to the sequence's digits
   * @param after bytes behind the digits up to the last {@code ]}
   * @param incarnation 0 where it could not be read
   */
  FrameParams(Map<String, String> values, byte[] before, byte[] after, long incarnation) {
    this.values = Map.copyOf(values);
    this.before = before;
    this.after = after;
    this.incarnation = incarnation;
    this.agentId = value(AgentFrame.AGENT);
    this.imported = agentId.startsWith(AgentFrame.IMPORT_AGENT);
    this.columns =
        values.containsKey(AgentFrame.COLUMNS)
            && value(AgentFrame.KIND).equals(AgentFrame.KIND_LINE);
    this.fields = new SharedFields(fields(values));
  }

  private static Map<String, Object> fields(Map<String, String> values) {
    Map<String, Object> fields = new HashMap<>();
    NAMED.forEach(
        (param, field) -> {
          String value = values.get(param);
          if (value != null) {
            fields.put(field, value);
          }
        });
    if (values.containsKey(PARTIAL)) {
      fields.put(Fields.AGENT_PARTIAL, true);
    }
    return fields;
  }

  /**
   * Whether the structured data at {@code p} begin like these.
   *
   * @return where the digits of their sequence start, or -1
   */
  int digits(byte[] b, int p, int end) {
    int q = p + before.length;
    return q <= end && Arrays.equals(b, p, q, before, 0, before.length) ? q : -1;
  }

  /**
   * Whether these go on behind the digits, and end there.
   *
   * @return where they end, or -1
   */
  int end(byte[] b, int p, int end) {
    int q = p + after.length;
    return q <= end && (q == end || b[q] == ' ') && Arrays.equals(b, p, q, after, 0, after.length)
        ? q
        : -1;
  }

  /** A parameter; empty where it is absent. */
  String value(String param) {
    return values.getOrDefault(param, "");
  }

  boolean has(String param) {
    return values.containsKey(param);
  }

  /** What they give every event. */
  SharedFields fields() {
    return fields;
  }

  String agentId() {
    return agentId;
  }

  /** Whether the agent is one of those that imports make up. */
  boolean imported() {
    return imported;
  }

  /** Whether the line is one of a log that names its columns. */
  boolean columns() {
    return columns;
  }

  long incarnation() {
    return incarnation;
  }
}
