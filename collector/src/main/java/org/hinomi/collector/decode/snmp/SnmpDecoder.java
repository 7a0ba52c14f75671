package org.hinomi.collector.decode.snmp;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hinomi.collector.decode.Decoder;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.collector.decode.Review;
import org.hinomi.collector.decode.SourceAddress;
import org.hinomi.collector.decode.snmp.SnmpMessage.V1Trap;
import org.hinomi.collector.decode.windows.WindowsEventDecoder;
import org.hinomi.collector.decode.windows.WindowsReading;
import org.hinomi.collector.journal.RecordView;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.hinomi.core.snmp.EventLogTrap;
import org.hinomi.core.snmp.HinomiMib;
import org.hinomi.core.snmp.SnmpUser;
import org.hinomi.core.snmp.UsmMessage;
import org.hinomi.core.snmp.UsmUsers;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/**
 * Decodes SNMP notifications of versions 1, 2c and 3. A version 1 trap gets the names of version 2
 * (RFC 3584, section 3.1); any other PDU is kept as data. What cannot be read, and what is not
 * authentic, has its reason in {@code error.message}. The community is no field. A trap of Windows'
 * event log ({@link EventLogTraps}) also has the fields of the event itself.
 *
 * <p>The host is the one the notification names: hinomiHost of our own, the event's computer, else
 * snmpTrapAddress.0 or agent-addr (a proxy passes on what others sent), else the sender. What is
 * refused names nobody but its sender, and tells of no event. Not thread-safe.
 */
public final class SnmpDecoder implements Decoder {

  private static final OID SNMP_TRAP_ADDRESS = new OID("1.3.6.1.6.3.18.1.3.0");
  private static final OID SNMP_TRAP_COMMUNITY = new OID("1.3.6.1.6.3.18.1.4.0");
  private static final OID SNMP_TRAP_ENTERPRISE = new OID("1.3.6.1.6.3.1.1.4.3.0");
  private static final String USM = "usm";
  private static final String UNSPECIFIED_ADDRESS = "0.0.0.0";

  private final SnmpReader reader;
  private final OidNames names;
  private final WindowsEventDecoder windows = new WindowsEventDecoder();

  /**
   * @param mib where our own MIB is rooted
   * @param users who may send SNMPv3, whatever their engine
   */
  public SnmpDecoder(HinomiMib mib, List<SnmpUser> users) {
    this.reader = new SnmpReader(new UsmUsers(users));
    this.names = new OidNames(mib);
  }

  @Override
  public Event decode(RecordView record) {
    RawMessage original = RawMessage.copyOf(record.buffer(), record.offset(), record.length());
    SnmpMessage message = reader.read(original.bytes());
    FrameFault atReceipt = record.fault();
    if (atReceipt != null && atReceipt.refused()) {
      message.refuse(atReceipt.text());
    }
    Map<String, Object> fields = LinkedHashMap.newLinkedHashMap(24);
    Summary summary = new Summary();

    InetAddress sender = record.sender().getAddress();
    String senderText =
        sender == null ? record.sender().getHostString() : SourceAddress.text(sender);
    putHeader(message, fields);
    putTrap(message, fields, summary);
    EventLogTraps.Found found = EventLogTraps.find(message);
    for (VariableBinding varBind : message.varBinds) {
      putVarBind(varBind, found == null ? null : found.text(varBind), fields, summary);
    }
    if (message.fault != null) {
      fields.put(Fields.ERROR_MESSAGE, message.fault);
    }
    String address = (String) fields.get(Fields.SNMP_AGENT_ADDRESS);
    String host =
        message.refused
            ? senderText
            : summary.host != null
                ? summary.host
                : address != null && !address.equals(UNSPECIFIED_ADDRESS) ? address : senderText;
    WindowsReading read = found == null || message.refused ? null : windows(found, fields);
    if (provesItsUser(record, message)) {
      fields.put(Fields.SOURCE_AUTHENTICATION, USM);
    }
    long receivedMicros = record.receivedNanos() / 1000;
    return new Event(
        record.position(),
        record.transport(),
        senderText,
        receivedMicros,
        receivedMicros,
        read == null || read.host() == null ? host : read.host(),
        -1,
        read == null ? -1 : read.severity(),
        read == null ? null : read.processName(),
        read == null ? null : read.processId(),
        read == null ? summary.text(message) : read.message(),
        original,
        null,
        fields);
  }

  /** Not what a capture holds: its time has not been checked, and it may have been sent again. */
  private static boolean provesItsUser(RecordView record, SnmpMessage message) {
    return record.transport() == Transport.SNMP
        && !message.refused
        && message.security != null
        && message.security.authenticated();
  }

  /** The fields of the event that the trap tells of, as if it had come itself. */
  private WindowsReading windows(EventLogTraps.Found found, Map<String, Object> fields) {
    EventLogTrap trap = found.trap();
    WindowsReading read =
        windows.readUnnamed(
            trap.event(), trap.user().equals(EventLogTrap.NOBODY) ? "" : trap.user());
    fields.putAll(read.fields());
    if (found.damaged()) {
      fields.put(Fields.EVENT_CHARSET_DAMAGED, true);
    }
    return read;
  }

  private static void putHeader(SnmpMessage message, Map<String, Object> fields) {
    switch (message.version) {
      case SnmpMessage.V1 -> fields.put(Fields.SNMP_VERSION, "1");
      case SnmpMessage.V2C -> fields.put(Fields.SNMP_VERSION, "2c");
      case SnmpMessage.V3 -> fields.put(Fields.SNMP_VERSION, "3");
      default -> {
        // Not read, or not one of SNMP: the fault says so.
      }
    }
    UsmMessage security = message.security;
    if (security != null) {
      fields.put(Fields.SNMP_SECURITY_NAME, security.userName());
      fields.put(Fields.SNMP_SECURITY_LEVEL, security.level());
      fields.put(Fields.SNMP_ENGINE_ID, HexFormat.of().formatHex(security.engineId()));
    }
    if (message.contextName != null && !message.contextName.isEmpty()) {
      fields.put(Fields.SNMP_CONTEXT_NAME, message.contextName);
    }
    if (message.pduType != -1) {
      fields.put(Fields.SNMP_PDU, pduName(message.pduType));
      if (message.pduType != PDU.V1TRAP) {
        fields.put(Fields.SNMP_REQUEST_ID, (long) message.requestId);
      }
      if (message.errorStatus != 0 && message.pduType != PDU.GETBULK) {
        fields.put(Fields.SNMP_ERROR_STATUS, (long) message.errorStatus);
      }
    }
  }

  private void putTrap(SnmpMessage message, Map<String, Object> fields, Summary summary) {
    V1Trap v1 = message.v1Trap;
    if (v1 == null) {
      return;
    }
    putTrapOid(v1.trapOid(), fields, summary);
    fields.put(Fields.SNMP_ENTERPRISE, v1.enterprise().toDottedString());
    fields.put(Fields.SNMP_GENERIC_TRAP, (long) v1.generic());
    fields.put(Fields.SNMP_SPECIFIC_TRAP, (long) v1.specific());
    fields.put(Fields.SNMP_AGENT_ADDRESS, v1.agentAddress().getInetAddress().getHostAddress());
    fields.put(Fields.SNMP_UPTIME, v1.timeStamp());
  }

  private void putTrapOid(OID oid, Map<String, Object> fields, Summary summary) {
    OidNames.Known known = names.of(oid);
    fields.put(Fields.SNMP_TRAP_OID, known.dotted());
    String name = known.notification();
    if (name != null) {
      fields.put(Fields.SNMP_TRAP_NAME, name);
      describe(name, fields);
    }
    summary.name = name == null ? known.dotted() : name;
  }

  /** The notifications of SNMPv2-MIB and IF-MIB (RFC 3418, RFC 2863). */
  private static void describe(String name, Map<String, Object> fields) {
    switch (name) {
      case "coldStart", "warmStart" -> describe(fields, Review.EXCEPTION, "os-started", "success");
      case "linkDown" -> describe(fields, Review.FAULT, "link-down", "failure");
      case "linkUp" -> describe(fields, Review.EXCEPTION, "link-up", "success");
      case "authenticationFailure" ->
          describe(fields, Review.SECURITY_EVENT, "logon-failed", "failure");
      default -> {}
    }
  }

  private static void describe(
      Map<String, Object> fields, String kind, String action, String outcome) {
    fields.put(Fields.REVIEW_KIND, kind);
    fields.put(Fields.EVENT_ACTION, action);
    fields.put(Fields.EVENT_OUTCOME, outcome);
  }

  /**
   * @param text the value where it is known to be text, else null
   */
  private void putVarBind(
      VariableBinding varBind, @Nullable String text, Map<String, Object> fields, Summary summary) {
    OID oid = varBind.getOid();
    Variable variable = varBind.getVariable();
    if (oid.equals(SNMP_TRAP_COMMUNITY)) {
      return; // a secret
    }
    OidNames.Known known = names.of(oid);
    Object value =
        text != null
            ? text
            : variable instanceof OID named
                ? names.of(named).dotted()
                : VarBindText.value(variable);
    list(fields, Fields.SNMP_VARBINDS)
        .add(known.dotted() + ' ' + VarBindText.type(variable) + ' ' + value);
    if (oid.equals(SnmpConstants.snmpTrapOID) && variable instanceof OID trapOid) {
      putTrapOid(trapOid, fields, summary);
      return;
    }
    if (oid.equals(SnmpConstants.sysUpTime) && value instanceof Long) {
      fields.put(Fields.SNMP_UPTIME, value);
      return;
    }
    if (oid.equals(SNMP_TRAP_ADDRESS) && value instanceof String from && !from.isEmpty()) {
      fields.put(Fields.SNMP_AGENT_ADDRESS, from);
    } else if (oid.equals(SNMP_TRAP_ENTERPRISE) && variable instanceof OID enterprise) {
      fields.put(Fields.SNMP_ENTERPRISE, enterprise.toDottedString());
    }
    String field = known.field();
    Object before = fields.putIfAbsent(field, value);
    if (before != null) { // the same OID again: all its values, in their order
      List<Object> all = new ArrayList<>();
      if (before instanceof List<?> several) {
        all.addAll(several);
      } else {
        all.add(before.toString());
      }
      all.add(value.toString());
      fields.put(field, all);
    }
    summary.add(known.readable(), value);
    HinomiMib.Node node = known.node();
    if (node != null) {
      putOwn(node, variable, value, fields, summary);
    }
  }

  /** What a notification of our own says; its identity names another record and stays a field. */
  private static void putOwn(
      HinomiMib.Node node,
      Variable variable,
      Object value,
      Map<String, Object> fields,
      Summary summary) {
    boolean empty = variable instanceof OctetString text && text.length() == 0;
    if (empty) {
      return; // not known
    }
    switch (node) {
      case HOST -> summary.host = value.toString();
      case EVENT_CODE -> fields.put(Fields.EVENT_CODE, value.toString());
      case EVENT_PROVIDER -> fields.put(Fields.EVENT_PROVIDER, value.toString());
      case RULE_TITLE, THRESHOLD_NAME -> summary.title = value.toString();
      case EVENT_MESSAGE, SUBJECT -> summary.detail = value.toString();
      default -> {
        // Only the field below.
      }
    }
    fields.put(Fields.HINOMI_PREFIX + node.name().toLowerCase(Locale.ROOT), value);
  }

  @SuppressWarnings("unchecked") // only this class puts the list there
  private static List<String> list(Map<String, Object> fields, String name) {
    return (List<String>) fields.computeIfAbsent(name, ignored -> new ArrayList<String>());
  }

  private static String pduName(int type) {
    return switch (type) {
      case PDU.V1TRAP, PDU.TRAP -> "trap";
      case PDU.INFORM -> "inform";
      case PDU.GET -> "get";
      case PDU.GETNEXT -> "getnext";
      case PDU.GETBULK -> "getbulk";
      case PDU.SET -> "set";
      case PDU.RESPONSE -> "response";
      case PDU.REPORT -> "report";
      default -> Integer.toString(type);
    };
  }

  /** The one line for people, gathered on the way. */
  private static final class Summary {
    @Nullable String name;
    @Nullable String host;
    @Nullable String title;
    @Nullable String detail;
    private final StringBuilder pairs = new StringBuilder(256);

    void add(String oid, Object value) {
      pairs.append(' ').append(oid).append('=').append(value);
    }

    String text(SnmpMessage message) {
      if (title != null) {
        return detail == null ? title : title + ": " + detail;
      }
      if (name != null) {
        return name + pairs;
      }
      String pdu = message.pduType == -1 ? "SNMP" : "SNMP " + pduName(message.pduType);
      return message.fault == null ? pdu + pairs : pdu + pairs + " (" + message.fault + ")";
    }
  }
}
