package org.hinomi.collector.detect;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hinomi.collector.decode.Event;
import org.hinomi.core.event.Fields;
import org.hinomi.core.sigma.FieldView;
import org.hinomi.core.sigma.WindowsFields;
import org.hinomi.core.windows.EventXml;
import org.hinomi.core.windows.MalformedEventException;
import org.jspecify.annotations.Nullable;

/**
 * What rules see of a Windows event. This view answers from the decoded fields, to the names that
 * {@link WindowsFields} knows; that is enough to look for literals. {@link #exact} answers what the
 * decoded fields do not tell, such as whether an element that is not there was empty: it reads the
 * original record, the first time that it is asked. For one thread.
 */
final class WindowsView implements FieldView {
  private static final int NAMES = 10_000;
  private static final String PLACE = Fields.WINLOG_EVENT_DATA + "param";

  private static final Comparator<String> BY_NUMBER =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private static final Map<String, String> SYSTEM =
      Map.ofEntries(
          Map.entry("EventID", Fields.EVENT_CODE),
          Map.entry("event.code", Fields.EVENT_CODE),
          Map.entry("winlog.event_id", Fields.EVENT_CODE),
          Map.entry("Provider_Name", Fields.EVENT_PROVIDER),
          Map.entry("event.provider", Fields.EVENT_PROVIDER),
          Map.entry("winlog.provider_name", Fields.EVENT_PROVIDER),
          Map.entry("Channel", Fields.WINLOG_CHANNEL),
          Map.entry("winlog.channel", Fields.WINLOG_CHANNEL),
          Map.entry("EventRecordID", Fields.WINLOG_RECORD_ID),
          Map.entry("winlog.record_id", Fields.WINLOG_RECORD_ID),
          Map.entry("Level", Fields.WINLOG_LEVEL),
          Map.entry("Version", Fields.WINLOG_VERSION),
          Map.entry("Task", Fields.WINLOG_TASK),
          Map.entry("Opcode", Fields.WINLOG_OPCODE),
          Map.entry("Keywords", Fields.WINLOG_KEYWORDS));

  /** Of these, what data may be called as well; rules see both. */
  private static final Set<String> ALSO_DATA =
      Set.of("Level", "Version", "Task", "Opcode", "Keywords");

  /** Of the System element, but not decoded. */
  private static final Set<String> OF_RECORD = Set.of("Provider_Guid", "EventSourceName");

  private static final Map<String, String> PROCESS_CREATION =
      Map.of(
          "Image", "NewProcessName",
          "ParentImage", "ParentProcessName",
          "LogonId", "SubjectLogonId");

  private final TimeFields times;
  private final Map<String, Places> names = new HashMap<>();
  private final FieldView exact = new Exact();
  private @Nullable Event event;
  private @Nullable FieldView whole;
  private boolean isCreation;

  /** Which of the places of a field has its values. */
  private enum Where {
    FIRST,
    ALL,
    /** The record; where there is none, the first. */
    RECORD
  }

  /** Where a field may be stored. */
  private record Places(Where where, String... names) {}

  WindowsView(TimeFields times) {
    this.times = requireNonNull(times, "times");
  }

  /** Looks at this event from now on. */
  WindowsView of(Event next) {
    event = next;
    whole = null;
    isCreation = "4688".equals(next.fields().get(Fields.EVENT_CODE));
    return this;
  }

  /** The view that decides. */
  FieldView exact() {
    return exact;
  }

  private Event event() {
    return requireNonNull(event, "of() comes first");
  }

  @Override
  public List<String> values(String field) {
    Event e = event();
    if (field.equals("host.name")
        || field.equals("Computer")
        || field.equals("winlog.computer_name")) {
      return List.of(e.host());
    }
    if (field.equals("message") || field.equals("Message")) {
      return List.of(e.message());
    }
    List<String> time = times.values(field, e);
    if (time != null) {
      return time;
    }
    Places places = names.get(field);
    if (places == null) {
      places = places(field);
      if (names.size() < NAMES) {
        names.put(field, places);
      }
    }
    if (places.where == Where.RECORD && whole != this) {
      return exact.values(field);
    }
    List<String> found = List.of();
    for (String name : places.names) {
      Object value = e.fields().get(name);
      if (value != null && found.isEmpty()) {
        found = EventFields.texts(value);
        if (places.where != Where.ALL) {
          return found;
        }
      } else if (value != null) {
        found = new ArrayList<>(found);
        found.addAll(EventFields.texts(value));
      }
    }
    if (!found.isEmpty()) {
      return found;
    }
    if (field.equals("Data")) {
      return unnamed(e.fields());
    }
    return isCreation ? ofCreation(field) : List.of();
  }

  private static Places places(String field) {
    String system = SYSTEM.get(field);
    if (system != null && !ALSO_DATA.contains(field)) {
      return new Places(Where.FIRST, system);
    }
    String own =
        field.startsWith(Fields.WINLOG_EVENT_DATA)
            ? field.substring(Fields.WINLOG_EVENT_DATA.length())
            : field;
    String name = own.replace('/', '.');
    String inEvent = Fields.WINLOG_EVENT_DATA + name;
    String inUser = Fields.WINLOG_USER_DATA + name;
    if (system != null) {
      return new Places(Where.ALL, system, inEvent, inUser);
    }
    if (OF_RECORD.contains(field)) {
      return new Places(Where.RECORD, inEvent, inUser);
    }
    // All that the decoder itself names has a dot (docs/fields.md).
    return field.indexOf('.') < 0
        ? new Places(Where.FIRST, inEvent, inUser)
        : new Places(Where.FIRST, inEvent, inUser, field);
  }

  /** In their order; empty ones among them, however many, are not decoded. */
  private static List<String> unnamed(Map<String, Object> fields) {
    Map<String, Object> places = new TreeMap<>(BY_NUMBER);
    fields.forEach(
        (name, value) -> {
          if (name.startsWith(PLACE) && isNumber(name, PLACE.length())) {
            places.put(name, value);
          }
        });
    return places.values().stream().flatMap(value -> EventFields.texts(value).stream()).toList();
  }

  private static boolean isNumber(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() > from;
  }

  /** The names of Sysmon, whose makers of values are few: the exact view has them. */
  private List<String> ofCreation(String field) {
    String other = PROCESS_CREATION.get(field);
    if (other != null) {
      return EventFields.texts(event().fields().get(Fields.WINLOG_EVENT_DATA + other));
    }
    if (whole == this || !field.equals("User") && !field.equals("IntegrityLevel")) {
      return List.of();
    }
    String label = data("MandatoryLabel");
    if (label != null && field.equals("IntegrityLevel")) {
      String word = WindowsFields.integrity(label);
      return word == null ? List.of() : List.of(word);
    }
    String domain = data("SubjectDomainName");
    String user = data("SubjectUserName");
    // What is not there was empty or missing, which is not the same.
    return domain != null && user != null && field.equals("User")
        ? List.of(domain + "\\" + user)
        : exact.values(field);
  }

  private @Nullable String data(String name) {
    Object value = event().fields().get(Fields.WINLOG_EVENT_DATA + name);
    return value instanceof String text ? text : null;
  }

  @Override
  public List<String> texts() {
    Event e = event();
    List<String> all = new ArrayList<>();
    e.fields()
        .forEach(
            (name, value) -> {
              if (name.startsWith(Fields.WINLOG_EVENT_DATA)
                  || name.startsWith(Fields.WINLOG_USER_DATA)
                  || name.equals(Fields.EVENT_CODE)
                  || name.equals(Fields.EVENT_PROVIDER)
                  || name.equals(Fields.WINLOG_CHANNEL)) {
                all.addAll(EventFields.texts(value));
              }
            });
    all.add(e.host());
    all.add(e.message());
    return all;
  }

  private final class Exact implements FieldView {
    @Override
    public List<String> values(String field) {
      List<String> values = whole().values(field);
      // Named fields of docs/fields.md are made by the decoder; the record has none of them.
      return values.isEmpty() && field.indexOf('.') > 0 ? WindowsView.this.values(field) : values;
    }

    @Override
    public List<String> texts() {
      return whole().texts();
    }

    private FieldView whole() {
      FieldView view = whole;
      if (view == null && !EventSources.isRecord(event())) {
        view = WindowsView.this; // Snare, NXLog or a trap: there is no more than was decoded
        whole = view;
      }
      if (view == null) {
        try {
          view = new WindowsFields(EventXml.read(event().original().bytes()));
        } catch (MalformedEventException e) {
          view = WindowsView.this; // a damaged record: what was decoded is all there is
        }
        whole = view;
      }
      return view;
    }
  }
}
