package org.hinomi.collector.detect;

import static java.util.Objects.requireNonNull;

import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.RandomAccess;
import java.util.stream.IntStream;
import org.hinomi.collector.decode.Event;
import org.hinomi.core.event.Fields;
import org.hinomi.core.sigma.FieldView;
import org.jspecify.annotations.Nullable;

/**
 * What rules see of an event that is none of Windows: its stored fields (docs/fields.md), and the
 * fields of a journal entry under the journal's own names too. Keywords are looked for in the
 * message and in the name of the program. One view serves many events, one after the other; it
 * makes nothing for message and program. For one thread.
 */
final class EventFields implements FieldView {
  /** Names of fields come from rules; those of a few thousand are no more than this. */
  private static final int NAMES = 10_000;

  /** Facilities and severities as texts. */
  private static final List<List<String>> NUMBERS =
      IntStream.range(0, 128).mapToObj(number -> List.of(Integer.toString(number))).toList();

  private static final Map<String, String> JOURNAL =
      Map.of(
          "user.id", "journald._uid",
          "process.executable", "journald._exe",
          "process.command_line", "journald._cmdline",
          "service.name", "journald._systemd_unit");

  private final TimeFields times;
  private final Map<String, String> names = new HashMap<>();
  private final Held message = new Held(1);
  private final Held program = new Held(1);
  private final Held texts = new Held(2);
  private @Nullable Event event;

  EventFields(TimeFields times) {
    this.times = requireNonNull(times, "times");
  }

  /** Looks at this event from now on. */
  EventFields of(Event next) {
    event = next;
    message.set(0, next.message());
    String app = next.app();
    program.hold(app == null ? 0 : 1);
    texts.hold(app == null ? 1 : 2);
    texts.set(0, next.message());
    if (app != null) {
      program.set(0, app);
      texts.set(1, app);
    }
    return this;
  }

  @Override
  public List<String> values(String field) {
    Event e = requireNonNull(event, "of() comes first");
    return switch (field) {
      case "message", "MESSAGE" -> message;
      case "process.name", "SYSLOG_IDENTIFIER" -> program;
      case "host.name", "_HOSTNAME" -> List.of(e.host());
      case "process.pid", "_PID" -> e.pid() == null ? List.of() : List.of(e.pid());
      case "source.address" -> List.of(e.sourceAddress());
      case "transport" -> List.of(e.transport().wireName());
      case "log.syslog.facility.code", "SYSLOG_FACILITY" -> number(e.facility());
      case "log.syslog.severity.code", "PRIORITY" -> number(e.severity());
      default -> {
        List<String> time = times.values(field, e);
        yield time == null ? texts(stored(e, field)) : time;
      }
    };
  }

  private @Nullable Object stored(Event of, String field) {
    Map<String, Object> fields = of.fields();
    Object value = fields.get(field);
    if (value != null || of.identity() == null) {
      return value; // a journal is read by agents alone
    }
    String journal = names.get(field);
    if (journal == null) {
      journal = JOURNAL.getOrDefault(field, Fields.JOURNALD + field.toLowerCase(Locale.ROOT));
      if (names.size() < NAMES) {
        names.put(field, journal);
      }
    }
    return fields.get(journal);
  }

  private static List<String> number(int value) {
    return value < 0 ? List.of() : NUMBERS.get(value);
  }

  /** A stored value as rules read it. */
  static List<String> texts(@Nullable Object stored) {
    return switch (stored) {
      case null -> List.of();
      case String text -> List.of(text);
      case List<?> several -> several.stream().map(Object::toString).toList();
      default -> List.of(stored.toString());
    };
  }

  @Override
  public List<String> texts() {
    return texts;
  }

  /** A list of few texts, whose contents change with the event. */
  private static final class Held extends AbstractList<String> implements RandomAccess {
    private final String[] values;
    private int size;

    Held(int capacity) {
      values = new String[capacity];
      size = capacity;
    }

    void hold(int count) {
      size = count;
    }

    @Override
    public String set(int index, String value) {
      values[index] = value;
      return value;
    }

    @Override
    public String get(int index) {
      return values[index];
    }

    @Override
    public int size() {
      return size;
    }
  }
}
