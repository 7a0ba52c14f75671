package org.hinomi.collector.detect;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.hinomi.collector.calendar.Calendar;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sigma.Level;
import org.jspecify.annotations.Nullable;

/**
 * Listens to who falls silent. Every log of every host has a rhythm, declared or learned; what is
 * late, silent, blank in working hours, a flood out of hours, or lacks records raises an alert that
 * lasts until it is over. An agent that falls silent while its host speaks otherwise is told from a
 * host that does not speak at all, and that from a collector that did not listen: each pause counts
 * from when the collector listened.
 *
 * <p>An event costs two looks into maps. The state is bounded: {@value #HOSTS} hosts, {@value
 * #LOGS} logs each; what is beyond is counted. It is not part of a draft: a caller that drops the
 * draft begins again with the states that were kept. For one thread.
 */
public final class Rhythms {
  static final int HOSTS = 20_000;
  static final int LOGS = 64;

  /** Time between two looks at all of them. */
  private static final long LOOK = 10_000_000;

  /** Stands for the host itself where names of its logs stand. */
  private static final String HOST = "\n";

  private static final String LOG = "log";
  private static final String REASON = "reason";

  private final List<SourceRule> rules;
  private final Calendars calendars;
  private final long started;
  private final Map<String, HostRhythm> hosts = new HashMap<>();
  private final List<SourceRhythm> dirty = new ArrayList<>();
  private final List<HostRhythm> dirtyHosts = new ArrayList<>();
  private final Map<SourceRhythm, String> names = new HashMap<>();

  /** Alerts that a person ended: not raised again before what they say is over. */
  private final Set<SeriesKey> closed = new HashSet<>();

  private @Nullable HostRhythm latest;
  private long looked;
  private long unwatched;

  /**
   * @param rules the first that is about a source counts
   * @param startedMicros when the collector began to listen
   */
  public Rhythms(List<SourceRule> rules, Calendars calendars, long startedMicros) {
    this.rules = List.copyOf(rules);
    this.calendars = requireNonNull(calendars, "calendars");
    this.started = startedMicros;
  }

  /** Takes a record. */
  public void observe(Decoded decoded, EventDraft draft) {
    HostRhythm host = host(decoded.host());
    if (host == null) {
      unwatched++;
      return;
    }
    long received = decoded.receivedMicros();
    host.lastPosition = decoded.position();
    if (decoded instanceof SampleRound) {
      host.round(decoded.timeMicros());
      host.lastOfAgent = received;
      if (host.isDue()) {
        keep(host);
      }
      return;
    }
    Event event = (Event) decoded;
    if (event.identity() != null) {
      host.lastOfAgent = received;
    } else {
      host.lastOfOthers = received;
    }
    String log = log(event);
    SourceRhythm source = host.logs.get(log);
    if (source == null) {
      if (host.logs.size() >= LOGS) {
        unwatched++;
        return;
      }
      source = add(host, log, new SourceRhythm(rule(host.host, log)));
    }
    if (source.hour() != received / 3_600_000_000L) {
      source.hourOver(host.working, !source.floods);
    }
    // A pause in which nobody listened, or that was found to be too long, is not usual.
    boolean ordinary = source.silence == null && (source.last >= started || received < started);
    source.spoke(received, event.position(), host.working, ordinary);
    if (!source.dirty) {
      source.dirty = true;
      dirty.add(source);
    }
    if (event.identity() != null) {
      numbers(event, host, log, source, draft);
    }
  }

  private void numbers(
      Event event, HostRhythm host, String log, SourceRhythm source, EventDraft draft) {
    Map<String, Object> fields = event.fields();
    // What others wrote into a file may be chosen: its numbers need not follow one another.
    boolean line = AgentFrame.KIND_LINE.equals(fields.get(Fields.AGENT_KIND));
    if (!line && fields.get(Fields.WINLOG_RECORD_ID) instanceof Long id) {
      long gap = source.numbered(id);
      if (gap > 0) {
        draft.stand(
            key(BuiltIn.RECORDS_MISSING, host, log, ""),
            BuiltIn.RECORDS_MISSING,
            Level.HIGH,
            event.receivedMicros(),
            event.receivedMicros(),
            () ->
                Evidence.of(event)
                    .because(
                        Map.of(
                            "first", Long.toString(id - gap),
                            "last", Long.toString(id - 1),
                            "missing", Long.toString(gap))));
      }
    }
    if (ShutdownWords.isSaid(event)) {
      host.shutdown = event.receivedMicros();
      if (host.isKnown() && !host.dirty) {
        keep(host);
      }
    }
  }

  private void keep(HostRhythm host) {
    host.dirty = true;
    dirtyHosts.add(host);
  }

  private @Nullable HostRhythm host(String name) {
    HostRhythm known = latest;
    if (known != null && known.host.equals(name)) {
      return known;
    }
    known = hosts.get(name);
    if (known == null) {
      if (hosts.size() >= HOSTS) {
        return null;
      }
      known = new HostRhythm(name);
      hosts.put(name, known);
    }
    latest = known;
    return known;
  }

  /** What a log is called: the channel, the file, or by what it came. */
  private static String log(Event event) {
    if (event.identity() == null) {
      return event.transport() == Transport.SNMP ? "snmp" : "syslog";
    }
    Map<String, Object> fields = event.fields();
    if (fields.get(Fields.WINLOG_CHANNEL) instanceof String channel) {
      return channel;
    }
    if (fields.get(Fields.LOG_FILE_PATH) instanceof String path) {
      return path;
    }
    return fields.get(Fields.AGENT_KIND) instanceof String kind ? kind : AgentFrame.MSGID_EVENT;
  }

  private SourceRule rule(String host, String log) {
    for (SourceRule rule : rules) {
      if (rule.isAbout(host, log)) {
        return rule;
      }
    }
    return SourceRule.LEARNED;
  }

  private SourceRhythm add(HostRhythm host, String log, SourceRhythm source) {
    host.logs.put(log, source);
    names.put(source, host.host + "\n" + log);
    return source;
  }

  private static SeriesKey key(BuiltIn what, HostRhythm host, String log, String reason) {
    TreeMap<String, String> labels = new TreeMap<>();
    labels.put(Fields.HOST_NAME, host.host);
    if (!log.isEmpty()) {
      labels.put(LOG, log);
    }
    if (!reason.isEmpty()) {
      labels.put(REASON, reason);
    }
    return new SeriesKey(what.key(), labels);
  }

  /**
   * Looks at all of them, at most every ten seconds.
   *
   * @param now of receipt, or of the clock where nothing waits
   */
  public void look(long now, EventDraft draft) {
    if (now - looked < LOOK) {
      return;
    }
    looked = now;
    for (HostRhythm host : hosts.values()) {
      boolean working = calendars.ofHost(host.host).atMicros(now).working();
      boolean quiet = agent(host, now, draft);
      for (Map.Entry<String, SourceRhythm> log : host.logs.entrySet()) {
        SourceRhythm source = log.getValue();
        if (working != host.working) {
          source.hoursBegin(now);
        }
        if (!source.rule.off() && !quiet) {
          silence(host, log.getKey(), source, working, now, draft);
          flood(host, log.getKey(), source, working, now, draft);
        }
      }
      host.working = working;
    }
  }

  /** Whether the agent, or the whole host, is silent: then its logs need no word of their own. */
  private boolean agent(HostRhythm host, long now, EventDraft draft) {
    long since = Math.max(host.lastOfAgent, started);
    boolean silent = host.isKnown() && now - since > host.agentPause();
    SeriesKey is = null;
    if (silent) {
      boolean others =
          host.lastOfOthers > host.lastOfAgent && now - host.lastOfOthers <= host.agentPause();
      boolean explained = !others && host.wentDown(host.lastOfAgent);
      BuiltIn what = others ? BuiltIn.AGENT_SILENT : BuiltIn.HOST_DOWN;
      is = key(what, host, "", explained ? "shutdown" : "");
      Level level = others ? Level.MEDIUM : explained ? Level.LOW : Level.HIGH;
      stand(
          is,
          what,
          level,
          since,
          now,
          () ->
              Evidence.last(host.lastPosition)
                  .because(
                      Map.of(
                          "expected", text(host.agentPause()),
                          "last_at", time(host.lastOfAgent),
                          "said", explained ? "shutdown" : "nothing")),
          draft);
    }
    SeriesKey was = host.silence;
    if (was != null && is == null && host.lastOfAgent <= host.silentSince) {
      return true; // from before a restart, and no word since
    }
    if (was != null && !was.equals(is)) {
      stop(was, now, draft);
    }
    if (is != null && was == null) {
      host.silentSince = since;
    }
    host.silence = is;
    return silent;
  }

  private void silence(
      HostRhythm host,
      String log,
      SourceRhythm source,
      boolean working,
      long now,
      EventDraft draft) {
    OptionalLong late = source.late(working, now);
    long since = Math.max(Math.max(source.last, started), source.hoursSince());
    boolean judged = late.isPresent() && (working || !source.rule.workingOnly());
    BuiltIn was = source.silence;
    BuiltIn is = null;
    if (judged && now - since > late.getAsLong()) {
      boolean hours = working && calendars.ofHost(host.host) != Calendar.ALWAYS;
      is = hours ? BuiltIn.SOURCE_BLANK : BuiltIn.SOURCE_SILENT;
      Level silent = source.rule.every().isPresent() ? Level.HIGH : Level.MEDIUM;
      Level level = now - since > 2 * late.getAsLong() ? silent : Level.LOW;
      SeriesKey key = key(is, host, log, "");
      if (was != null && closed.contains(key(was, host, log, ""))) {
        closed.add(key); // the same silence, in other hours
      }
      stand(
          key,
          is,
          level,
          since,
          now,
          () ->
              Evidence.last(source.position)
                  .because(
                      Map.of(
                          "basis", source.rule.every().isPresent() ? "declared" : "learned",
                          "expected", text(late.getAsLong()),
                          "last_at", time(source.last))),
          draft);
    }
    if (was != null && is == null && source.last <= source.silentSince) {
      return; // no word since: other hours end nothing
    }
    if (was != null && was != is) {
      stop(key(was, host, log, ""), now, draft);
    }
    if (is != null && was == null) {
      source.silentSince = since;
    }
    source.silence = is;
  }

  private void flood(
      HostRhythm host,
      String log,
      SourceRhythm source,
      boolean working,
      long now,
      EventDraft draft) {
    OptionalLong flood = working ? OptionalLong.empty() : source.flood(now);
    boolean floods = flood.isPresent() && source.inHour(now) > flood.getAsLong();
    if (floods) {
      stand(
          key(BuiltIn.SOURCE_FLOOD, host, log, ""),
          BuiltIn.SOURCE_FLOOD,
          Level.MEDIUM,
          now,
          now,
          () ->
              Evidence.last(source.position)
                  .because(
                      Map.of(
                          "basis", source.rule.flood().isPresent() ? "declared" : "learned",
                          "most", Long.toString(flood.getAsLong()),
                          "records", Long.toString(source.inHour(now)))),
          draft);
    } else if (source.floods) {
      stop(key(BuiltIn.SOURCE_FLOOD, host, log, ""), now, draft);
    }
    source.floods = floods;
  }

  /** A span as {@code 1h30m}, whole seconds. */
  private static String text(long micros) {
    Duration span = Duration.ofSeconds(Math.ceilDiv(micros, 1_000_000));
    return span.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  /** ISO 8601. */
  private static String time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private void stand(
      SeriesKey key,
      BuiltIn what,
      Level level,
      long since,
      long at,
      Supplier<Evidence> evidence,
      EventDraft draft) {
    if (!closed.contains(key)) {
      draft.stand(key, what, level, since, at, evidence);
    }
  }

  private void stop(SeriesKey key, long at, EventDraft draft) {
    closed.remove(key);
    draft.stop(key, at);
  }

  /** A person ended an alert: it is not raised again before what it says is over. */
  public void close(SeriesKey alert) {
    if (BuiltIn.of(alert.threshold()).filter(BuiltIn::isOfRhythm).isPresent()) {
      closed.add(alert);
    }
  }

  /** Takes over from another what is not kept. */
  public void follow(Rhythms before) {
    closed.addAll(before.closed);
    unwatched = before.unwatched;
  }

  /** Records may have been seen that the states that were kept do not know of. */
  public void forgetNumbers() {
    names.keySet().forEach(SourceRhythm::forgetNumber);
  }

  /** Records that nothing listens to, because there are too many hosts or logs. */
  public long unwatched() {
    return unwatched;
  }

  /** Gives the states that changed since it was asked last, by the names of their sources. */
  public void changes(BiConsumer<String, byte[]> each) {
    for (SourceRhythm source : dirty) {
      each.accept(names.getOrDefault(source, ""), source.write());
      source.dirty = false;
    }
    dirty.clear();
    dirtyHosts.forEach(host -> each.accept(host.host + "\n" + HOST, host.write()));
    dirtyHosts.clear();
  }

  /** Whether some changed. */
  public boolean changed() {
    return !dirty.isEmpty() || !dirtyHosts.isEmpty();
  }

  /** Goes on with alerts that fire since before the start. */
  public void goOn(Iterable<Map.Entry<SeriesKey, MatchState>> firing) {
    for (Map.Entry<SeriesKey, MatchState> alert : firing) {
      BuiltIn what = BuiltIn.of(alert.getKey().threshold()).orElse(null);
      HostRhythm host = what == null ? null : host(alert.getKey().host());
      if (what == null || host == null) {
        continue;
      }
      SourceRhythm source = host.logs.get(alert.getKey().labels().getOrDefault(LOG, ""));
      switch (what) {
        case AGENT_SILENT, HOST_DOWN -> {
          host.silence = alert.getKey();
          host.silentSince = alert.getValue().sinceMicros();
        }
        case SOURCE_SILENT, SOURCE_BLANK -> {
          if (source != null) {
            source.silence = what;
            source.silentSince = alert.getValue().sinceMicros();
          }
        }
        case SOURCE_FLOOD -> {
          if (source != null) {
            source.floods = true;
          }
        }
        case RECORDS_MISSING,
            RECORDS_LOST,
            RECORDS_DAMAGED,
            SNMP_ENGINES,
            FIRST_ACCOUNT,
            FIRST_ADDRESS,
            FIRST_RECIPIENT,
            RARE_EVENT,
            NEW_MESSAGE,
            EXTREME_VALUE -> {}
      }
    }
  }

  /** Takes back a state that was kept. */
  public void restore(String name, byte[] state) {
    int end = name.indexOf('\n');
    HostRhythm host = end < 0 ? null : host(name.substring(0, end));
    if (host != null && name.endsWith("\n" + HOST)) {
      host.read(state, started);
    } else if (host != null && host.logs.size() < LOGS) {
      String log = name.substring(end + 1);
      SourceRhythm.read(rule(host.host, log), state).ifPresent(s -> add(host, log, s));
    }
  }
}
