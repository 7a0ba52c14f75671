package org.hinomi.collector.detect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sample.Sample;
import org.hinomi.core.sigma.SigmaRule;

/**
 * The counts of one threshold, by spans of time and by host. A host has a count, and be it none,
 * from its first event on until it had none for {@value EventCounting#KNOWN_DAYS} days; at most
 * {@value #HOSTS} hosts. The first span is not whole and is not given. For one thread.
 */
final class EventCount {
  static final int HOSTS = 1_000;

  /** What stands for the host where all are counted together. */
  static final String ALL = "*";

  private static final long DAY = 86_400_000_000L;

  private final String name;
  private final EventCounting counting;
  private final long every;
  private final long late;

  /** Spans that are not over, by their number since 1970. */
  private final TreeMap<Long, Map<String, Tally>> open = new TreeMap<>();

  private final TreeMap<String, Known> hosts = new TreeMap<>();

  /** The newest span that is over, or was begun too late. */
  private long over = -1;

  private boolean changed;
  private long passedOver;

  /** The spans in which a host had its first event, and its last. */
  private record Known(long first, long last) {
    Known and(Known other) {
      return new Known(Math.min(first, other.first), Math.max(last, other.last));
    }
  }

  private static final class Tally {
    long count;
    long position;
  }

  EventCount(String name, EventCounting counting, long late) {
    this.name = name;
    this.counting = counting;
    this.every = Latch.micros(counting.every());
    this.late = late;
  }

  String name() {
    return name;
  }

  long passedOver() {
    return passedOver;
  }

  void observe(Event event, List<SigmaRule> matched) {
    if (!counting.counts(event, matched)) {
      return;
    }
    long span = Math.floorDiv(Math.min(event.timeMicros(), event.receivedMicros()), every);
    String host = counting.perHost() ? event.host() : ALL;
    boolean tooMany = hosts.size() >= HOSTS && !hosts.containsKey(host);
    if (span <= over || (span + 1) * every + late <= event.receivedMicros() || tooMany) {
      passedOver++;
      return;
    }
    hosts.merge(host, new Known(span, span), Known::and);
    Tally tally =
        open.computeIfAbsent(span, n -> new HashMap<>()).computeIfAbsent(host, n -> new Tally());
    tally.count++;
    tally.position = event.position();
    changed = true;
  }

  /**
   * Gives what is over.
   *
   * @return the receipt from which on something may be over, or to be begun
   */
  long advance(Decoded decoded, Consumer<SampleRound> rounds) {
    long received = decoded.receivedMicros();
    long present = Math.floorDiv(received, every);
    if (over < 0) {
      over = present;
      changed = true;
    }
    while (!open.isEmpty() && (open.firstKey() + 1) * every + late <= received) {
      close(open.firstKey(), decoded, rounds);
    }
    if (present > over && open.putIfAbsent(present, new HashMap<>()) == null) {
      changed = true;
    }
    long first = open.isEmpty() ? Long.MAX_VALUE : (open.firstKey() + 1) * every + late;
    return Math.min(first, (present + 1) * every);
  }

  private void close(long span, Decoded decoded, Consumer<SampleRound> rounds) {
    Map<String, Tally> tallies = open.getOrDefault(span, Map.of());
    open.remove(span);
    over = span;
    changed = true;
    hosts
        .values()
        .removeIf(known -> (span - known.last()) * every > EventCounting.KNOWN_DAYS * DAY);
    for (Map.Entry<String, Known> host : hosts.entrySet()) {
      Tally tally = tallies.get(host.getKey());
      if (host.getValue().first() <= span) {
        rounds.accept(
            round(
                host.getKey(),
                (span + 1) * every,
                tally == null ? decoded.position() : tally.position,
                tally == null ? 0 : tally.count,
                decoded));
      }
    }
  }

  private SampleRound round(
      String host, long endMicros, long position, long count, Decoded decoded) {
    return new SampleRound(
        position,
        Transport.INTERNAL,
        "",
        decoded.receivedMicros(),
        endMicros,
        host,
        null,
        List.of(Sample.of(EventCounting.metric(name), Map.of(), count)),
        List.of());
  }

  void keepAgain() {
    changed = true;
  }

  boolean takeChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }

  /** In lines: what it is, the hosts, the spans that are not over with their counts. */
  String write() {
    StringBuilder text = new StringBuilder("1 " + every + " " + over);
    hosts.forEach(
        (host, known) ->
            text.append("\nh ")
                .append(known.first())
                .append(' ')
                .append(known.last())
                .append(' ')
                .append(line(host)));
    open.forEach(
        (span, tallies) -> {
          text.append("\ns ").append(span);
          tallies.forEach(
              (host, tally) ->
                  text.append("\nn ")
                      .append(tally.count)
                      .append(' ')
                      .append(tally.position)
                      .append(' ')
                      .append(line(host)));
        });
    return text.toString();
  }

  private static String line(String host) {
    return host.replace('\n', ' ');
  }

  /** Takes back what was written; nothing where it is of other spans. */
  void read(String text) {
    // Not lines(): a carriage return in the name of a host ends nothing.
    List<String> lines = List.of(text.split("\n", -1));
    String[] head = lines.getFirst().split(" ", -1);
    if (head.length != 3 || !head[0].equals("1") || !head[1].equals(Long.toString(every))) {
      return;
    }
    over = Long.parseLong(head[2]);
    Map<String, Tally> span = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] parts = line.split(" ", 4);
      switch (parts[0]) {
        case "h" ->
            hosts.put(parts[3], new Known(Long.parseLong(parts[1]), Long.parseLong(parts[2])));
        case "s" -> {
          span = new HashMap<>();
          open.put(Long.parseLong(parts[1]), span);
        }
        case "n" -> {
          Tally tally = new Tally();
          tally.count = Long.parseLong(parts[1]);
          tally.position = Long.parseLong(parts[2]);
          span.put(parts[3], tally);
        }
        default -> {}
      }
    }
  }
}
