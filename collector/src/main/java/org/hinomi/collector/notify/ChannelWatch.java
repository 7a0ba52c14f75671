package org.hinomi.collector.notify;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.hinomi.collector.alert.Grouping;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.detect.Evidence;
import org.hinomi.core.event.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an alert of a channel that takes nothing, so that it is told on the others, and ends it
 * when the channel takes something again. Thread-safe.
 */
public final class ChannelWatch {
  /** The label that names the channel. */
  public static final String LABEL = "hinomi.channel";

  /** Name of the rule. */
  public static final String RULE = "notification-channel";

  /** Under which the start of an alert is kept on disk, before the name of the channel. */
  public static final String KEPT = "channel ";

  /** So many failures in a row are more than a hiccup: some seconds. */
  static final int FAILURES = 3;

  private static final Logger log = LoggerFactory.getLogger(ChannelWatch.class);

  private final Grouping grouping;
  private final String hostName;
  private final Map<String, Instant> failing = new ConcurrentHashMap<>();

  /**
   * @param hostName of this machine
   */
  public ChannelWatch(Grouping grouping, String hostName) throws IOException {
    this.grouping = grouping;
    this.hostName = hostName;
    grouping
        .groups()
        .forEach(
            (name, since) -> {
              if (name.startsWith(KEPT)) {
                failing.put(name.substring(KEPT.length()), Instant.parse(since));
              }
            });
  }

  /** A channel did not take something; so many times in a row now. */
  public void failed(String channel, String reason, int failures, Instant since, Instant now) {
    if (failures < FAILURES || failing.containsKey(channel)) {
      return;
    }
    try {
      OptionalDouble count = OptionalDouble.of(failures);
      grouping.raise(step(channel, Kind.RAISED, reason, count, since, now), channel, now);
      keep(channel, Optional.of(since.toString()), now);
      failing.put(channel, since);
    } catch (IOException e) {
      notKept(channel, e);
    }
  }

  /** Ends the alerts of channels that the settings no longer have: nothing else would. */
  public void keepOnly(Set<String> channels, Instant now) {
    for (String channel : failing.keySet()) {
      if (!channels.contains(channel)) {
        over(channel, OptionalDouble.empty(), now);
      }
    }
  }

  /** A channel took something. */
  public void delivered(String channel, Instant now) {
    over(channel, OptionalDouble.of(0), now);
  }

  private void over(String channel, OptionalDouble failures, Instant now) {
    Instant since = failing.get(channel);
    if (since == null) {
      return;
    }
    try {
      grouping.raise(step(channel, Kind.CLEARED, "", failures, since, now), channel, now);
      keep(channel, Optional.empty(), now);
      failing.remove(channel);
    } catch (IOException e) {
      notKept(channel, e);
    }
  }

  private void keep(String channel, Optional<String> since, Instant now) throws IOException {
    grouping.commit(new Grouping.Change(List.of(), Map.of(KEPT + channel, since), List.of()), now);
  }

  private static void notKept(String channel, IOException e) {
    log.atWarn()
        .addKeyValue("destination", channel)
        .setCause(e)
        .log("What became of a channel could not be told on the others; it is tried again.");
  }

  private Transition step(
      String channel,
      Kind kind,
      String reason,
      OptionalDouble failures,
      Instant since,
      Instant now) {
    TreeMap<String, String> labels = new TreeMap<>();
    labels.put(Fields.HOST_NAME, hostName);
    labels.put(LABEL, channel);
    return new Transition(
        Names.of(RULE, channel, kind.name(), since.toString()),
        kind,
        RULE,
        labels,
        Transition.Severity.CRITICAL,
        "",
        failures,
        OptionalDouble.empty(),
        since,
        now,
        0,
        new Transition.Match(
            "Notification channel " + channel + " fails",
            "critical",
            (long) failures.orElse(0),
            new Evidence(0, "", reason, "", "hinomi", "", null)));
  }
}
