package org.hinomi.collector.detect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hinomi.collector.decode.Event;
import org.hinomi.core.event.Fields;

/**
 * Finds mails of the house to somebody outside to whom nobody of the house has written for {@value
 * Unusual#MEMORY_DAYS} days; and, where the mail is large, has many recipients or goes to a mailbox
 * of the kind that people have at home, also those to whom only this sender has not. Outsiders are
 * told apart by their domain, private mailboxes by their address. Nothing is said of a server whose
 * mails are known for less than {@value Unusual#LEARNING_DAYS} days.
 *
 * <p>Of the house are the addresses of {@link MailLists#own}, domains whose mailboxes are on a
 * server of which mails are seen, and who sends with a password. Beyond {@value #STRANGERS}
 * strangers a day of one sender there is one alert for all of that sender. Who has so many on
 * {@value #BUSY_DAYS} days of the last {@value Unusual#MEMORY_DAYS} does that for a living
 * (newsletters, a shop): nothing more is said until it was not so for as long, and the recipients
 * are not remembered.
 *
 * <p>What a filter says of a mail counts only where no server of that host names sender and
 * recipients itself, as Sendmail does not.
 *
 * <p>An event that tells of no mail costs one look into its fields. Bounded by {@link SeenNames}.
 * Not part of a draft: a caller that drops the draft begins again with what was kept. For one
 * thread.
 */
public final class NewRecipients {
  /** Bytes from which on a mail is large: as in the rule that ships. */
  public static final long LARGE = 5L << 20;

  /** Recipients outside from which on they are many: as in the rule that ships. */
  public static final int MANY = 20;

  static final int STRANGERS = 10;
  static final int BUSY_DAYS = 3;

  /** Addresses that an alert names. */
  private static final int SHOWN = 3;

  private static final long DAY = 86_400_000_000L;

  private final MailLists lists;
  private final SeenNames seen = new SeenNames();

  NewRecipients(MailLists lists) {
    this.lists = lists;
  }

  /** Takes an event. */
  void observe(Event event, EventDraft draft) {
    if (event.fields().get(Fields.EMAIL_FROM) != null) {
      SentMail.of(event).ifPresent(mail -> take(mail, event, draft));
    }
  }

  private void take(SentMail mail, Event event, EventDraft draft) {
    int day = (int) (event.receivedMicros() / DAY);
    if (tellsLater(mail, event.host(), day)) {
      return;
    }
    for (String address : mail.here()) {
      if (!lists.isHome(address)) {
        seen.isNew(SeenSet.hash("here", SentMail.domain(address), ""), day);
      }
    }
    String sender = mail.sender();
    if (!mail.authenticated() && !isOwn(sender, day)) {
      return;
    }
    int known = seen.knownFor(SeenSet.hash("server", event.host(), ""), day);
    List<String> outside = outside(mail, day);
    if (outside.isEmpty() || isAutomatic(sender)) {
      return;
    }
    if (isBusy(sender, day)) {
      outside.stream().filter(to -> isStranger(sender, to, day)).forEach(to -> count(sender, day));
      return;
    }
    TreeSet<String> news = new TreeSet<>();
    List<String> strangers = new ArrayList<>();
    boolean house = false;
    boolean home = false;
    for (String to : outside) {
      boolean isHome = lists.isHome(to);
      String what = isHome ? to : SentMail.domain(to);
      boolean forSender = seen.isNew(pair(sender, what), day);
      boolean forHouse = seen.isNew(SeenSet.hash("house", what, ""), day);
      if (forSender) {
        strangers.add(to);
        news.add(what);
        house |= forHouse;
        home |= isHome;
      }
    }
    int senderKnown = seen.knownFor(SeenSet.hash("sender", sender, ""), day);
    boolean worse = home || mail.size() >= LARGE || outside.size() >= MANY;
    if (!strangers.isEmpty()
        && known >= Unusual.LEARNING_DAYS
        && (house || worse && senderKnown >= Unusual.LEARNING_DAYS)) {
      Map<String, String> why = new TreeMap<>();
      why.put("bytes", mail.size() < 0 ? "-" : Long.toString(mail.size()));
      why.put("known_days", Integer.toString(known));
      why.put("mailbox", home ? "private" : "other");
      why.put("new_for", isFull(sender, day) ? "many" : house ? "house" : "sender");
      why.put("new_to", few(news));
      why.put("recipients", Integer.toString(outside.size()));
      stand(event, sender, isFull(sender, day) ? List.of() : strangers, why, draft);
      strangers.forEach(to -> count(sender, day));
    }
  }

  /**
   * Whether a filter tells of a mail of which the server will: with its size, who gave a password,
   * and whom it was handed on to. Judged by the word of the filter, the recipients would be known
   * when that comes.
   */
  private boolean tellsLater(SentMail mail, String host, int day) {
    long server = SeenSet.hash("hands on", host, "");
    if (mail.passed()) {
      return seen.isKnown(server, day);
    }
    seen.isNew(server, day);
    return false;
  }

  private static void stand(
      Event event,
      String sender,
      List<String> strangers,
      Map<String, String> why,
      EventDraft draft) {
    TreeMap<String, String> labels = new TreeMap<>();
    labels.put(Fields.HOST_NAME, event.host());
    Unusual.put(labels, Fields.EMAIL_FROM, sender);
    Unusual.put(labels, Fields.EMAIL_TO, few(strangers));
    if (event.fields().get(Fields.USER_NAME) instanceof String user) {
      Unusual.put(labels, Fields.USER_NAME, user);
    }
    Unusual.stand(BuiltIn.FIRST_RECIPIENT, labels, event, why, draft);
  }

  /** Three of them, and how many there are: a list of alerts has lines. */
  private static String few(Collection<String> all) {
    String first = all.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return all.size() <= SHOWN ? first : first + ", … (" + all.size() + ")";
  }

  private boolean isOwn(String address, int day) {
    return lists.isOwn(address)
        || seen.isKnown(SeenSet.hash("here", SentMail.domain(address), ""), day);
  }

  private List<String> outside(SentMail mail, int day) {
    String own = lists.isHome(mail.sender()) ? "" : SentMail.domain(mail.sender());
    return mail.recipients().stream()
        .filter(to -> !SentMail.domain(to).equals(own) && !isOwn(to, day))
        .distinct()
        .toList();
  }

  /** Bounces that name a sender, and what was declared. */
  private boolean isAutomatic(String sender) {
    return sender.startsWith("mailer-daemon@")
        || sender.startsWith("postmaster@")
        || lists.isBulk(sender);
  }

  private static long pair(String sender, String what) {
    return SeenSet.hash("pair", sender, what);
  }

  private boolean isStranger(String sender, String to, int day) {
    String what = lists.isHome(to) ? to : SentMail.domain(to);
    return !seen.isKnown(pair(sender, what), day);
  }

  private boolean isBusy(String sender, int day) {
    for (int i = 0; i < BUSY_DAYS; i++) {
      if (!seen.isKnown(busy(sender, i), day)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the sender wrote to as many strangers on this day as are said one by one. */
  private boolean isFull(String sender, int day) {
    return seen.last(stranger(sender, STRANGERS - 1)) == day;
  }

  /**
   * The sender wrote to a stranger once more; with the last that is said, the day is a busy one.
   */
  private void count(String sender, int day) {
    int free = 0;
    while (free < STRANGERS && !seen.see(stranger(sender, free), day)) {
      free++;
    }
    if (free != STRANGERS - 1) {
      return;
    }
    int oldest = 0;
    for (int i = 1; i < BUSY_DAYS; i++) {
      if (seen.last(busy(sender, i)) < seen.last(busy(sender, oldest))) {
        oldest = i;
      }
    }
    seen.see(busy(sender, oldest), day);
  }

  private static long stranger(String sender, int slot) {
    return SeenSet.hash("stranger", sender, Integer.toString(slot));
  }

  private static long busy(String sender, int slot) {
    return SeenSet.hash("busy", sender, Integer.toString(slot));
  }

  /** Who wrote to whom, and since when servers and senders are known. */
  public SeenNames seen() {
    return seen;
  }
}
