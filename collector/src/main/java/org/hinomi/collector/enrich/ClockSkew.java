package org.hinomi.collector.enrich;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.jspecify.annotations.Nullable;

/**
 * How far the clocks of hosts are off, seen from the collector's: {@code
 * hinomi_clock_skew_seconds}, and {@code event.clock_skew} of each event that is off by more than
 * {@link #LIMIT}.
 *
 * <p>A record can come late for good reasons, but not before it was written: a time ahead always
 * counts, one behind only of what nobody keeps back: lone datagrams and samples, of which an agent
 * sends new ones all the time. Of all that counts within ten to twenty minutes the latest time
 * does, since it is the one that came with the least delay. One thread looks; any may read.
 */
public final class ClockSkew {
  /** What a clock that is set by the network is never off by. */
  public static final Duration LIMIT = Duration.ofMinutes(1);

  private static final long LIMIT_MICROS = LIMIT.toNanos() / 1_000;
  private static final long WINDOW = Duration.ofMinutes(10).toNanos() / 1_000;

  /** A host that was not heard for so long says nothing of its clock. */
  private static final long FORGOTTEN = Duration.ofHours(1).toNanos() / 1_000;

  /** Names come from the network: what is remembered must not grow with them. */
  private static final int MOST_HOSTS = 4096;

  private static final long SECOND = 1_000_000;
  private static final long NONE = Long.MIN_VALUE;

  private final Map<String, Host> hosts = new ConcurrentHashMap<>();
  private volatile long newest = NONE;
  private long swept = NONE;
  private @Nullable Host last;
  private String lastName = "";

  /** One host; written by one thread. */
  private static final class Host {
    private long start = NONE;
    private long best = NONE;
    private long before = NONE;
    private volatile long heard;
    private volatile long skew;

    void add(long micros, long received) {
      // Our own clock may be set back, too.
      if (start == NONE || Math.abs(received - start) >= WINDOW) {
        before = start != NONE && received > start && received - start < 2 * WINDOW ? best : NONE;
        best = NONE;
        start = received;
      }
      best = Math.max(best, micros);
      // What others read is written when it changes: it costs more than all the rest.
      long now = Math.max(best, before);
      if (skew != now) {
        skew = now;
      }
      if (Math.abs(received - heard) >= SECOND) {
        heard = received;
      }
    }
  }

  public ClockSkew(PrometheusRegistry metrics) {
    GaugeWithCallback.builder()
        .name("hinomi_clock_skew_seconds")
        .help(
            "How far a host's clock is ahead of the collector's; negative: behind, or its records"
                + " come late")
        .labelNames("host")
        .callback(
            gauge ->
                hosts.forEach(
                    (name, host) -> {
                      if (newest - host.heard < FORGOTTEN) {
                        gauge.call(host.skew / 1e6, name);
                      }
                    }))
        .register(metrics);
  }

  /** Looks at the time of an event; the same event, with how far it is off where that is much. */
  Event look(Event event) {
    Transport transport = event.transport();
    long received = event.receivedMicros();
    long skew = event.timeMicros() - received;
    // Without a time of its own it has that of its coming.
    boolean counts =
        skew > 0
            ? transport != Transport.IMPORT && transport != Transport.INTERNAL
            : skew < 0 && transport == Transport.SYSLOG_UDP;
    if (!counts) {
      return event;
    }
    add(event.host(), skew, received);
    return Math.abs(skew) > LIMIT_MICROS
        ? event.with(Fields.EVENT_CLOCK_SKEW, Math.round(skew / 1e6))
        : event;
  }

  void look(SampleRound round) {
    add(round.host(), round.timeMicros() - round.receivedMicros(), round.receivedMicros());
  }

  private void add(String name, long micros, long received) {
    if (newest == NONE || Math.abs(received - newest) >= SECOND) {
      newest = received;
    }
    Host host = last;
    if (host == null || !name.equals(lastName)) {
      host = hosts.get(name);
      if (host == null) {
        host = admit(name);
      }
      last = host;
      lastName = name;
    }
    if (host != null) {
      host.add(micros, received);
    }
  }

  private @Nullable Host admit(String name) {
    if (hosts.size() >= MOST_HOSTS) {
      // At most once a second: there may be a new name in each event.
      if (swept == newest) {
        return null;
      }
      swept = newest;
      hosts.values().removeIf(host -> newest - host.heard >= FORGOTTEN);
      if (hosts.size() >= MOST_HOSTS) {
        return null;
      }
    }
    Host host = new Host();
    hosts.put(name, host);
    return host;
  }
}
