package org.hinomi.collector.detect;

import java.util.Map;
import java.util.TreeMap;
import org.hinomi.collector.decode.Event;
import org.hinomi.core.event.Fields;
import org.hinomi.core.sigma.Level;

/**
 * Finds what was not there before: an account on a host, an address from which an account comes, a
 * kind of Windows event (provider and id) on a host, a kind of message of a program ({@link
 * NewMessages}), somebody outside to whom a mail goes ({@link NewRecipients}), each not seen for
 * {@value #MEMORY_DAYS} days. Nothing is said of a host that is known for less than {@value
 * #LEARNING_DAYS} days. What was found is known from then on; the alert, of level informational, is
 * listed and not told, and lasts until somebody closes it, at most {@value #SHOWN_DAYS} days. Also
 * finds values that are far from what they usually are ({@link Extremes}).
 *
 * <p>An event costs some looks into its fields. The state is bounded by {@link SeenSet}; what is
 * new in it is kept once a minute. Not part of a draft: a caller that drops the draft begins again
 * with what was kept. For one thread.
 */
public final class Unusual {
  static final int LEARNING_DAYS = 7;
  static final int MEMORY_DAYS = 30;
  static final int SHOWN_DAYS = 7;

  private static final int LABEL = 256;
  private static final long DAY = 86_400_000_000L;
  private static final long HOUR = 3_600_000_000L;

  private final SeenNames names = new SeenNames();
  private final NewMessages messages = new NewMessages();
  private final Extremes extremes = new Extremes();
  private final NewRecipients recipients;
  private long looked;

  /** One that knows no mail address of the house but those that it learns. */
  public Unusual() {
    this(MailLists.NONE);
  }

  /**
   * @param lists whose a mail address is
   */
  public Unusual(MailLists lists) {
    recipients = new NewRecipients(lists);
  }

  /** Takes an event. */
  public void observe(Event event, EventDraft draft) {
    Map<String, Object> fields = event.fields();
    if (fields.get(Fields.USER_NAME) instanceof String user
        && "success".equals(fields.get(Fields.EVENT_OUTCOME))
        && fields.get(Fields.SOURCE_IP) instanceof String address) {
      account(event, user, address, draft);
    }
    if (!EventSources.isWindows(event)) {
      messages.observe(event, draft);
    } else if (fields.get(Fields.EVENT_PROVIDER) instanceof String provider
        && fields.get(Fields.EVENT_CODE) instanceof String code) {
      kind(event, provider, code, draft);
    }
    recipients.observe(event, draft);
    LostRecords.observe(event, draft);
    extremes.observe(event, draft);
  }

  private void account(Event event, String user, String address, EventDraft draft) {
    int known = known(event);
    if (isNew("u" + event.host(), user, "", event) && known >= LEARNING_DAYS) {
      stand(BuiltIn.FIRST_ACCOUNT, event, user, address, "", known, draft);
    }
    if (isNew("a", user, address, event) && known >= LEARNING_DAYS) {
      stand(BuiltIn.FIRST_ADDRESS, event, user, address, "", known, draft);
    }
  }

  private void kind(Event event, String provider, String code, EventDraft draft) {
    int known = known(event);
    if (isNew(event.host(), provider, code, event) && known >= LEARNING_DAYS) {
      stand(BuiltIn.RARE_EVENT, event, "", "", provider + " " + code, known, draft);
    }
  }

  /** For how many days the host is known. */
  private int known(Event event) {
    return names.knownFor(SeenSet.hash("h", event.host(), ""), today(event));
  }

  private boolean isNew(String first, String second, String third, Event event) {
    return names.isNew(SeenSet.hash(first, second, third), today(event));
  }

  private static int today(Event event) {
    return (int) (event.receivedMicros() / DAY);
  }

  private static void stand(
      BuiltIn what,
      Event event,
      String user,
      String address,
      String kind,
      int known,
      EventDraft draft) {
    TreeMap<String, String> labels = new TreeMap<>();
    labels.put(Fields.HOST_NAME, event.host());
    put(labels, Fields.USER_NAME, user);
    put(labels, Fields.SOURCE_IP, what == BuiltIn.FIRST_ADDRESS ? address : "");
    put(labels, "event", kind);
    stand(what, labels, event, Map.of("known_days", Integer.toString(known)), draft);
  }

  /**
   * Lists what an event showed.
   *
   * @param why it is unusual: figures by their names
   */
  static void stand(
      BuiltIn what,
      TreeMap<String, String> labels,
      Event event,
      Map<String, String> why,
      EventDraft draft) {
    long time = Math.min(event.timeMicros(), event.receivedMicros());
    draft.stand(
        new SeriesKey(what.key(), labels),
        what,
        Level.INFORMATIONAL,
        time,
        event.receivedMicros(),
        () -> Evidence.of(event).because(why));
  }

  static void put(Map<String, String> labels, String name, String value) {
    if (!value.isEmpty()) {
      labels.put(name, value.length() > LABEL ? Evidence.cut(value, LABEL) : value);
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

  /** The accounts, addresses and kinds of Windows events that were seen. */
  public SeenNames names() {
    return names;
  }

  public NewMessages messages() {
    return messages;
  }

  public Extremes extremes() {
    return extremes;
  }

  public NewRecipients recipients() {
    return recipients;
  }

  /** Whether something of it, but for the extremes, is to be kept. */
  public boolean changed() {
    return names.changed()
        || messages.seen().changed()
        || messages.kinds().changed()
        || recipients.seen().changed();
  }
}
