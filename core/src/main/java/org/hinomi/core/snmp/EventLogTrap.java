package org.hinomi.core.snmp;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hinomi.core.windows.EventValue;
import org.hinomi.core.windows.WindowsEvent;
import org.hinomi.core.windows.WindowsEvent.EventSystem;
import org.hinomi.core.windows.WindowsEvent.Provider;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.OID;

/**
 * An event of Windows' event log as the SNMP extension agent that evntwin sets up sends it: the
 * source in the enterprise OID, the full event identifier as specific-trap, everything else as text
 * (Microsoft, "SNMP event translator" and KB Q259586).
 *
 * @param source the source that is registered for the event; not empty
 * @param id the full identifier: severity, facility and code, as the 32 bits stand on the wire
 * @param message the event's text; may be empty
 * @param user an account's name, {@code Unknown} where there is none
 * @param computer who logged it
 * @param type 0 success, 1 error, 2 warning, 4 information, 8 audit success, 16 audit failure
 * @param category the event's task
 * @param inserts what stands in the text's places, in order
 */
public record EventLogTrap(
    String source,
    int id,
    String message,
    String user,
    String computer,
    int type,
    int category,
    List<String> inserts)
    implements SnmpNotification {

  /** The length of the source and one arc a character follow. */
  public static final OID ENTERPRISE = new OID("1.3.6.1.4.1.311.1.13.1");

  /** What NT 4 had in its place (KB Q259586). */
  public static final OID NT4_ENTERPRISE = new OID("1.3.6.1.4.1.311.1.4.1");

  /** The place among these objects and a zero follow: 1 is the text, from 6 on the inserts. */
  public static final OID OBJECTS = new OID("1.3.6.1.4.1.311.1.13.1.9999");

  public static final int FIRST_INSERT = 6;

  public static final String NOBODY = "Unknown";

  private static final int AUDIT_SUCCESS = 8;
  private static final int AUDIT_FAILURE = 16;
  private static final long AUDIT_FAILURE_BIT = 0x0010_0000_0000_0000L;
  private static final long AUDIT_SUCCESS_BIT = 0x0020_0000_0000_0000L;
  private static final long CLASSIC_BIT = 0x0080_0000_0000_0000L;

  /** Accounts that have the same identifier on every computer ([MS-DTYP] 2.4.2.4). */
  private static final Map<String, String> WELL_KNOWN =
      Map.of(
          "S-1-5-7", "ANONYMOUS LOGON",
          "S-1-5-18", "SYSTEM",
          "S-1-5-19", "LOCAL SERVICE",
          "S-1-5-20", "NETWORK SERVICE");

  public EventLogTrap {
    requireNonNull(message, "message");
    requireNonNull(user, "user");
    requireNonNull(computer, "computer");
    if (source.isEmpty()) {
      throw new IllegalArgumentException("source: \"\" (expected: at least one character)");
    }
    inserts = List.copyOf(inserts);
  }

  @Override
  public TrapFormat format() {
    return TrapFormat.EVNTWIN;
  }

  /** The trap of an event; where the event has no text, the trap has none. */
  public static EventLogTrap of(WindowsEvent event) {
    EventSystem system = event.system();
    Provider provider = system.provider();
    String source =
        provider.eventSourceName() != null ? provider.eventSourceName() : provider.name();
    List<String> inserts = new ArrayList<>();
    for (EventValue each : event.data()) {
      // The data of a classic event are no insert, though they stand beside them.
      if (!"Binary".equals(each.name())) {
        inserts.add(Objects.requireNonNullElse(each.value(), ""));
      }
    }
    String sid = system.userSid();
    return new EventLogTrap(
        source == null || source.isEmpty() ? NOBODY : source,
        (system.qualifiers() == null ? 0 : system.qualifiers() << 16)
            | (system.eventId() == null ? 0 : system.eventId() & 0xFFFF),
        Objects.requireNonNullElse(event.message(), ""),
        sid == null ? NOBODY : WELL_KNOWN.getOrDefault(sid, sid),
        Objects.requireNonNullElse(system.computer(), ""),
        type(system),
        system.task() == null ? 0 : system.task(),
        inserts);
  }

  private static int type(EventSystem system) {
    long keywords = system.keywords() == null ? 0 : system.keywords();
    if ((keywords & AUDIT_FAILURE_BIT) != 0) {
      return AUDIT_FAILURE;
    }
    if ((keywords & AUDIT_SUCCESS_BIT) != 0) {
      return AUDIT_SUCCESS;
    }
    int level = system.level() == null ? 4 : system.level();
    return switch (level) {
      case 1, 2 -> 1;
      case 3 -> 2;
      // Of a classic source it was logged as a success, of any other it is always logged.
      case 0 -> (keywords & CLASSIC_BIT) != 0 ? 0 : 4;
      default -> 4;
    };
  }

  /** The event that the trap tells of, as far as it does. */
  public WindowsEvent event() {
    List<EventValue> data = new ArrayList<>(inserts.size());
    for (String insert : inserts) {
      data.add(new EventValue(null, insert));
    }
    boolean audit = type == AUDIT_SUCCESS || type == AUDIT_FAILURE;
    // Where the upper half is empty the source has a manifest; its events have no qualifiers.
    int upper = id >>> 16;
    return new WindowsEvent(
        new EventSystem(
            new Provider(source, null, null),
            id & 0xFFFF,
            upper == 0 ? null : upper,
            null,
            level(),
            category,
            null,
            keywords(upper),
            null,
            null,
            null,
            null,
            null,
            null,
            audit ? "Security" : null,
            computer.isEmpty() ? null : computer,
            null),
        "EventData",
        data,
        message.isEmpty() ? null : message);
  }

  private @Nullable Integer level() {
    return switch (type) {
      case 1 -> 2;
      case 2 -> 3;
      case 4 -> 4;
      case 0, AUDIT_SUCCESS, AUDIT_FAILURE -> 0;
      default -> null;
    };
  }

  private @Nullable Long keywords(int upper) {
    return switch (type) {
      case AUDIT_SUCCESS -> AUDIT_SUCCESS_BIT;
      case AUDIT_FAILURE -> AUDIT_FAILURE_BIT;
      default -> upper == 0 ? null : Long.valueOf(CLASSIC_BIT);
    };
  }
}
