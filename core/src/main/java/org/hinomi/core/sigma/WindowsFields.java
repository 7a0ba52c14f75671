package org.hinomi.core.sigma;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hinomi.core.windows.EventValue;
import org.hinomi.core.windows.WindowsEvent;
import org.hinomi.core.windows.WindowsEvent.EventSystem;
import org.jspecify.annotations.Nullable;

/**
 * What rules see of a Windows event: its data under their own names, values without a name as
 * {@code Data}, and of its System element what public rules name: {@code EventID}, {@code Channel},
 * {@code Provider_Name}, {@code Computer}, … A process creation of the Security log (4688) answers
 * to the names of Sysmon's too, as far as it says the same: {@code Image}, {@code ParentImage},
 * {@code User}, {@code LogonId}, {@code IntegrityLevel}; the specification's taxonomy has no other
 * names for process creations.
 *
 * <p>Also understood are ECS names with {@code winlog.}, {@code event.code}, {@code
 * event.provider}, {@code host.name} and {@code message}. Keywords are looked for in every value
 * and in the message. For one thread.
 */
public final class WindowsFields implements FieldView {
  private static final int PROCESS_CREATION = 4688;
  private static final String EVENT_DATA = "winlog.event_data.";

  /** Mandatory labels (MS-DTYP 2.4.2.4) in the words of Sysmon. */
  private static final Map<String, String> INTEGRITY =
      Map.of(
          "S-1-16-4096", "Low",
          "S-1-16-8192", "Medium",
          "S-1-16-8448", "Medium",
          "S-1-16-12288", "High",
          "S-1-16-16384", "System");

  /** What is only of the System element, whatever the data are called. */
  private static final Set<String> OWN =
      Set.of("EventID", "Channel", "Provider_Name", "Computer", "EventRecordID");

  private static final Map<String, String> ECS =
      Map.of(
          "event.code", "EventID",
          "event.provider", "Provider_Name",
          "host.name", "Computer",
          "message", "Message",
          "winlog.event_id", "EventID",
          "winlog.provider_name", "Provider_Name",
          "winlog.channel", "Channel",
          "winlog.computer_name", "Computer",
          "winlog.record_id", "EventRecordID");

  private final WindowsEvent event;
  private final Map<String, List<String>> fields = new HashMap<>(64);
  private @Nullable List<String> texts;

  /** A view of the event. */
  public WindowsFields(WindowsEvent event) {
    this.event = event;
    EventSystem system = event.system();
    put("EventID", system.eventId());
    put("Channel", system.channel());
    put("Provider_Name", system.provider().name());
    put("Provider_Guid", system.provider().guid());
    put("EventSourceName", system.provider().eventSourceName());
    put("Computer", system.computer());
    put("Level", system.level());
    put("Version", system.version());
    put("Task", system.task());
    put("Opcode", system.opcode());
    put("EventRecordID", system.eventRecordId());
    Long keywords = system.keywords();
    put("Keywords", keywords == null ? null : "0x" + Long.toHexString(keywords));
    put("Message", event.message());
    for (EventValue value : event.data()) {
      String name = value.name() == null ? "Data" : value.name();
      // An event about another event has that one's id in its data (1108 of Security).
      if (!OWN.contains(name)) {
        // Empty elements are there: rules that look for '' mean them.
        put(name, value.value() == null ? "" : value.value());
      }
    }
    if (system.eventId() != null
        && system.eventId() == PROCESS_CREATION
        && "Security".equalsIgnoreCase(system.channel())) {
      asSysmon();
    }
  }

  private void asSysmon() {
    alias("Image", event.value("NewProcessName"));
    alias("ParentImage", event.value("ParentProcessName"));
    alias("LogonId", event.value("SubjectLogonId"));
    String user = event.value("SubjectUserName");
    String domain = event.value("SubjectDomainName");
    alias("User", user == null || domain == null ? user : domain + "\\" + user);
    String label = event.value("MandatoryLabel");
    alias("IntegrityLevel", label == null ? null : integrity(label));
  }

  /** The word of Sysmon for the SID of a mandatory label; null where it has none. */
  public static @Nullable String integrity(String label) {
    return INTEGRITY.get(label);
  }

  /** Another name for a value, which the event itself does not have. */
  private void alias(String name, @Nullable String value) {
    if (value != null) {
      fields.putIfAbsent(name, List.of(value));
    }
  }

  private void put(String name, @Nullable Object value) {
    if (value == null) {
      return;
    }
    List<String> one = List.of(value.toString());
    List<String> before = fields.putIfAbsent(name, one);
    if (before != null) {
      List<String> more = new ArrayList<>(before);
      more.add(value.toString());
      fields.put(name, more);
    }
  }

  @Override
  public List<String> values(String field) {
    List<String> found = fields.get(field);
    if (found == null) {
      String own =
          field.startsWith(EVENT_DATA) ? field.substring(EVENT_DATA.length()) : ECS.get(field);
      found = own == null ? null : fields.get(own);
    }
    return found == null ? List.of() : found;
  }

  @Override
  public List<String> texts() {
    List<String> all = texts;
    if (all == null) {
      all = new ArrayList<>();
      for (EventValue value : event.data()) {
        if (value.value() != null) {
          all.add(value.value());
        }
      }
      EventSystem system = event.system();
      for (Object value :
          new @Nullable Object[] {
            system.eventId(),
            system.provider().name(),
            system.channel(),
            system.computer(),
            event.message()
          }) {
        if (value != null) {
          all.add(value.toString());
        }
      }
      texts = all;
    }
    return all;
  }
}
