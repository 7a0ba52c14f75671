package org.hinomi.collector.notify;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.route.Recipient;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is told of the alerts of a group in one message.
 *
 * @param id names this message; 32 hexadecimal digits
 * @param thread names the group from its first alert until none is open; the same for all messages
 *     of that time
 * @param team who is told
 * @param route by which the alerts came to the team
 * @param group what the alerts have in common: {@code rule}, {@code severity} or a label → value
 * @param severity the worst of the open alerts, or of those told of here where none is open
 * @param open alerts of the group that are not over
 * @param counts steps since the message before
 * @param steps some of them, the worst first, at most {@value #MOST_STEPS}
 * @param rules how many of the steps each rule took, the most first, at most {@value #MOST_RULES}
 * @param since the first alert of the group, when it came to the collector
 * @param escalation how many times more people were told
 * @param acknowledge where a person can say that they see to it; null where they cannot
 */
public record GroupMessage(
    String id,
    String thread,
    Reason reason,
    String team,
    String route,
    Map<String, String> group,
    Transition.Severity severity,
    long open,
    Counts counts,
    List<Transition> steps,
    Map<String, Long> rules,
    Instant since,
    Instant at,
    int escalation,
    Recipient to,
    @Nullable String acknowledge) {

  public static final int MOST_STEPS = 10;
  public static final int MOST_RULES = 10;

  /** Why a message is sent. */
  public enum Reason {
    /** The first alert of a group. */
    FIRST,
    /** Something happened since. */
    UPDATE,
    /** It still fires, and nobody has acknowledged. */
    REPEAT,
    /** The same, and therefore more people are told. */
    ESCALATION,
    /** No alert of the group is open any more. */
    RESOLVED,
    /** What happened in a day. */
    DIGEST,
    /** Too much at once for a message for each group. */
    STORM,
    /** Somebody tries the channel. */
    TEST
  }

  /** Steps by their kind. */
  public record Counts(long raised, long changed, long cleared) {
    public static final Counts NONE = new Counts(0, 0, 0);

    public long all() {
      return raised + changed + cleared;
    }

    public Counts plus(Counts other) {
      return new Counts(raised + other.raised, changed + other.changed, cleared + other.cleared);
    }
  }

  public GroupMessage {
    requireNonNull(id, "id");
    requireNonNull(thread, "thread");
    requireNonNull(reason, "reason");
    group = Collections.unmodifiableMap(new LinkedHashMap<>(group));
    steps = List.copyOf(steps);
    rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
    requireNonNull(to, "to");
  }

  /** A message of one step for a channel as it is. */
  public static GroupMessage of(Transition step, String channel) {
    boolean over = step.kind() == Transition.Kind.CLEARED;
    return new GroupMessage(
        step.id(),
        step.life(),
        over ? Reason.RESOLVED : Reason.FIRST,
        "",
        "",
        Map.of(),
        step.severity(),
        over ? 0 : 1,
        new Counts(
            step.kind() == Transition.Kind.RAISED ? 1 : 0,
            step.kind() == Transition.Kind.CHANGED ? 1 : 0,
            over ? 1 : 0),
        List.of(step),
        Map.of(step.title(), 1L),
        step.since(),
        step.at(),
        0,
        Recipient.of(channel),
        null);
  }

  /** The one step that this is about; null where there are several, or none. */
  public @Nullable Transition only() {
    return counts.all() == 1 && steps.size() == 1 ? steps.getFirst() : null;
  }
}
