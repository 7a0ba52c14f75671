package org.hinomi.collector.detect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import org.hinomi.collector.decode.Event;
import org.hinomi.core.event.Fields;
import org.hinomi.core.sigma.Level;
import org.jspecify.annotations.Nullable;

/**
 * Finds what was not there before: an account on a host, an address from which an account comes, a
 * kind of Windows event (provider and id) on a host, each not seen for {@value #MEMORY_DAYS} days.
 * Nothing is said of a host that is known for less than {@value #LEARNING_DAYS} days. What was
 * found is known from then on; the alert, of level informational, is listed and not told, and lasts
 * until somebody closes it, at most {@value #SHOWN_DAYS} days.
 *
 * <p>An event costs some looks into its fields. The state is bounded by {@link SeenSet}; what is
 * new in it is kept once a minute. Not part of a draft: a caller that drops the draft begins again
 * with what was kept. For one thread.
 */
public final class Unusual {
  static final int LEARNING_DAYS = 7;
  static final int MEMORY_DAYS = 30;
  static final int SHOWN_DAYS = 7;

  private static final long DAY = 86_400_000_000L;
  private static final long HOUR = 3_600_000_000L;

  private final SeenSet seen = new SeenSet();
  private final Map<Long, Integer> changed = new LinkedHashMap<>();
  private long looked;

  /** Takes an event. */
  public void observe(Event event, EventDraft draft) {
    Map<String, Object> fields = event.fields();
    if (fields.get(Fields.USER_NAME) instanceof String user
        && "success".equals(fields.get(Fields.EVENT_OUTCOME))
        && fields.get(Fields.SOURCE_IP) instanceof String address) {
      account(event, user, address, draft);
    }
    if (event.identity() != null
        && fields.get(Fields.EVENT_PROVIDER) instanceof String provider
        && fields.get(Fields.EVENT_CODE) instanceof String code
        && fields.get(Fields.WINLOG_CHANNEL) != null) {
      kind(event, provider, code, draft);
    }
  }

  private void account(Event event, String user, String address, EventDraft draft) {
    boolean knows = knows(event);
    if (isNew("u" + event.host(), user, "", event) && knows) {
      stand(BuiltIn.FIRST_ACCOUNT, event, user, address, "", draft);
    }
    if (isNew("a", user, address, event) && knows) {
      stand(BuiltIn.FIRST_ADDRESS, event, user, address, "", draft);
    }
  }

  private void kind(Event event, String provider, String code, EventDraft draft) {
    boolean knows = knows(event);
    if (isNew(event.host(), provider, code, event) && knows) {
      stand(BuiltIn.RARE_EVENT, event, "", "", provider + " " + code, draft);
    }
  }

  /** Whether the host is known for long enough. */
  private boolean knows(Event event) {
    long name = SeenSet.hash("h", event.host(), "");
    int since = seen.day(name);
    int today = today(event);
    if (since == 0) {
      // The first day stays: this entry is not one of what was seen last.
      see(name, today);
      return false;
    }
    return today - since >= LEARNING_DAYS;
  }

  private boolean isNew(String first, String second, String third, Event event) {
    long name = SeenSet.hash(first, second, third);
    int last = seen.day(name);
    int today = today(event);
    if (last != today) {
      see(name, today);
    }
    return last == 0 || today - last > MEMORY_DAYS;
  }

  private void see(long name, int day) {
    if (seen.seen(name, day)) {
      changed.put(name, day);
    }
  }

  private static int today(Event event) {
    return (int) (event.receivedMicros() / DAY);
  }

  private static void stand(
      BuiltIn what, Event event, String user, String address, String kind, EventDraft draft) {
    TreeMap<String, String> labels = new TreeMap<>();
    labels.put(Fields.HOST_NAME, event.host());
    put(labels, Fields.USER_NAME, user);
    put(labels, Fields.SOURCE_IP, what == BuiltIn.FIRST_ADDRESS ? address : "");
    put(labels, "event", kind);
    long time = Math.min(event.timeMicros(), event.receivedMicros());
    draft.stand(
        new SeriesKey(what.key(), labels),
        what,
        Level.INFORMATIONAL,
        time,
        event.receivedMicros(),
        Evidence.of(event));
  }

  private static void put(Map<String, String> labels, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      labels.put(name, value.length() > 256 ? Evidence.cut(value, 256) : value);
    }
  }

  /** Ends what nobody closed; at most once an hour. */
  public void look(long now, EventDraft draft, Iterable<Map.Entry<SeriesKey, MatchState>> firing) {
    if (now - looked < HOUR) {
      return;
    }
    looked = now;
    for (Map.Entry<SeriesKey, MatchState> alert : firing) {
      boolean ours = BuiltIn.of(alert.getKey().threshold()).filter(BuiltIn::isUnusual).isPresent();
      if (ours && now - alert.getValue().receivedMicros() > SHOWN_DAYS * DAY) {
        draft.stop(alert.getKey(), now);
      }
    }
  }

  /** How many names are known. */
  public int size() {
    return seen.size();
  }

  /** Gives the names, and their days, that are new since it was asked last. */
  public void changes(ObjLongConsumer<Integer> each) {
    changed.forEach((name, day) -> each.accept(day, name));
    changed.clear();
  }

  public boolean changed() {
    return !changed.isEmpty();
  }

  /** Takes back a name that was kept. */
  public void restore(long name, int day) {
    seen.seen(name, day);
  }
}
