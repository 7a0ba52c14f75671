package org.hinomi.collector.detect;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.SharedFields;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Finds values of events that are far above what they usually are, by host, program and field:
 * sizes, durations, counts, and what imported or declared formats call {@code data.*}. How far is
 * said by {@link UsualValues}. At most {@value #SERIES} of them, with names of at most {@value
 * #LONGEST} characters; beyond that they are counted. Not part of a draft: a caller that drops the
 * draft begins again with what was kept. For one thread.
 */
public final class Extremes {
  static final int SERIES = 5_000;

  /** Names of fields are made by who sends: longer ones are not followed. */
  static final int LONGEST = 1_024;

  private static final long DAY = 86_400_000_000L;

  /** Fields whose values are amounts; all others are names of something, or levels. */
  private static final Set<String> AMOUNTS =
      Set.of(
          Fields.EVENT_DURATION,
          Fields.EVENT_COUNT,
          Fields.SOURCE_BYTES,
          Fields.SOURCE_PACKETS,
          Fields.DESTINATION_BYTES,
          Fields.DESTINATION_PACKETS,
          Fields.NETWORK_BYTES,
          Fields.NETWORK_PACKETS,
          Fields.HTTP_REQUEST_BYTES,
          Fields.HTTP_BYTES,
          Fields.HTTP_BODY_BYTES,
          Fields.EMAIL_SIZE,
          Fields.EMAIL_RECIPIENTS,
          Fields.EMAIL_DELAY_LONGEST,
          Fields.EMAIL_DELAY);

  private final Map<String, UsualValues> series = new HashMap<>();
  private final Set<String> changed = new HashSet<>();
  private @Nullable SharedFields without;
  private int today;
  private long refused;

  /** Takes an event. */
  @SuppressWarnings("ReferenceEquality") // comparing all fields would cost more than it saves
  public void observe(Event event, EventDraft draft) {
    Map<String, Object> fields = event.fields();
    if (fields == without) {
      return;
    }
    boolean found = false;
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      if (field.getValue() instanceof Number number && isAmount(field.getKey())) {
        found = true;
        value(event, field.getKey(), number.doubleValue(), draft);
      }
    }
    if (!found && fields instanceof SharedFields shared) {
      without = shared;
    }
  }

  private static boolean isAmount(String field) {
    return AMOUNTS.contains(field) || field.startsWith(Fields.DATA);
  }

  private void value(Event event, String field, double value, EventDraft draft) {
    int day = (int) (event.receivedMicros() / DAY);
    if (day > today) {
      forget(day - Unusual.MEMORY_DAYS);
      today = day;
    }
    String program = event.app() == null ? "" : event.app();
    String name = event.host() + '\n' + program + '\n' + field;
    UsualValues usual = series.get(name);
    if (usual == null) {
      if (series.size() >= SERIES || name.length() > LONGEST) {
        refused++;
        return;
      }
      usual = new UsualValues();
      series.put(name, usual);
    }
    changed.add(name);
    usual
        .take(day, value)
        .ifPresent(extreme -> stand(event, program, field, value, extreme, draft));
  }

  private void forget(int before) {
    series
        .entrySet()
        .removeIf(
            each -> {
              boolean old = each.getValue().day() < before;
              if (old) {
                changed.add(each.getKey());
              }
              return old;
            });
  }

  private static void stand(
      Event event,
      String program,
      String field,
      double value,
      UsualValues.Extreme extreme,
      EventDraft draft) {
    TreeMap<String, String> labels = new TreeMap<>();
    labels.put(Fields.HOST_NAME, event.host());
    Unusual.put(labels, Fields.PROCESS_NAME, program);
    Unusual.put(labels, "field", field);
    Map<String, String> why =
        Map.of(
            "value", number(value),
            "usual", number(extreme.usual()),
            "largest", number(extreme.largest()),
            "deviations", String.format(Locale.ROOT, "%.1f", extreme.deviations()));
    Unusual.stand(BuiltIn.EXTREME_VALUE, labels, event, why, draft);
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4g", value);
  }

  /** Values that nothing is known of: too many series, or too long a name. */
  public long refused() {
    return refused;
  }

  public boolean changed() {
    return !changed.isEmpty();
  }

  /**
   * Gives the states that changed since it was asked last, by the names of their series; an empty
   * one of what is forgotten.
   */
  public void changes(BiConsumer<String, byte[]> each) {
    for (String name : changed) {
      UsualValues usual = series.get(name);
      each.accept(name, usual == null ? new byte[0] : usual.write());
    }
    changed.clear();
  }

  /** Takes back a state that was kept. */
  public void restore(String name, byte[] state) {
    if (series.size() < SERIES) {
      UsualValues.read(state).ifPresent(usual -> series.put(name, usual));
    }
  }
}
