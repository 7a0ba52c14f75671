package org.hinomi.agent.watch.windows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.hinomi.agent.watch.RecordSink;
import org.hinomi.agent.watch.Source;
import org.hinomi.agent.watch.SourceStatus;
import org.hinomi.agent.watch.SourceStatus.State;
import org.hinomi.agent.watch.windows.ChannelReader.Standing;
import org.hinomi.core.event.SourceReason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Event logs of Windows: a subscription for each, which all set the same signal. Each log has a
 * position of its own, under its name.
 */
public final class WindowsSource implements Source {
  private static final Logger log = LoggerFactory.getLogger(WindowsSource.class);

  /** A signal that gets lost costs no more than this. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final WindowsSettings settings;
  private final Supplier<EventLogApi> apis;
  private final LongSupplier nanoTime;
  private final Object wakeLock = new Object();
  private final CountDownLatch end = new CountDownLatch(1);

  private volatile List<ChannelReader> readers = List.of();
  private volatile boolean closed;
  private volatile String failure = "";

  /** There between start and end of the run only; guarded by wakeLock. */
  private @Nullable Runnable wake;

  /**
   * @param nanoTime a clock that only goes forward
   */
  public WindowsSource(WindowsSettings settings, LongSupplier nanoTime) {
    this(settings, () -> Wevtapi.load(List.of("wevtapi.dll", "kernel32.dll")), nanoTime);
  }

  WindowsSource(WindowsSettings settings, Supplier<EventLogApi> apis, LongSupplier nanoTime) {
    this.settings = settings;
    this.apis = apis;
    this.nanoTime = nanoTime;
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public void run(Map<String, String> positions, RecordSink sink) throws InterruptedException {
    EventLogApi api;
    try {
      api = apis.get();
    } catch (IllegalArgumentException notWindows) {
      failure = "event logs can be read on Windows only: " + notWindows.getMessage();
      log.atError().addKeyValue("source", name()).log("An event log cannot be read: {}", failure);
      end.await();
      return;
    }
    long signal;
    try {
      signal = api.createSignal();
    } catch (EventLogException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    synchronized (wakeLock) {
      wake = () -> api.wake(signal);
    }
    List<ChannelReader> all =
        settings.channels().stream()
            .map(q -> new ChannelReader(api, settings, q, positions.get(q.channel())))
            .toList();
    readers = all;
    try {
      while (!closed) {
        long wait = LONGEST_WAIT.toNanos();
        for (ChannelReader reader : all) {
          wait = Math.min(wait, reader.poll(signal, nanoTime.getAsLong(), sink));
        }
        if (!closed && wait > 0) {
          api.await(signal, Duration.ofNanos(Math.max(wait, 1_000_000)));
        }
      }
    } finally {
      all.forEach(ChannelReader::close);
      synchronized (wakeLock) {
        wake = null;
        api.closeSignal(signal);
      }
    }
  }

  /** The worst of its logs, with the reasons of all. */
  @Override
  public SourceStatus status() {
    List<Standing> each = readers.stream().map(ChannelReader::standing).toList();
    State state = failure.isEmpty() ? State.NEW : State.FAILED;
    for (State worse : List.of(State.READING, State.WAITING, State.FAILED)) {
      if (each.stream().anyMatch(s -> s.state() == worse)) {
        state = worse;
      }
    }
    String reasons =
        failure.isEmpty()
            ? each.stream()
                .map(Standing::reason)
                .filter(reason -> !reason.isEmpty())
                .collect(Collectors.joining("; "))
            : failure;
    return new SourceStatus(
        closed ? State.STOPPED : state,
        closed || reasons.isEmpty()
            ? SourceReason.NONE
            : new SourceReason(SourceReason.EVENT_LOG, "", reasons),
        sum(ChannelReader::records),
        sum(ChannelReader::cutRecords),
        sum(ChannelReader::cutBytes),
        sum(ChannelReader::gaps));
  }

  private long sum(ToLongFunction<ChannelReader> count) {
    return readers.stream().mapToLong(count).sum();
  }

  @Override
  public void close() {
    closed = true;
    end.countDown();
    synchronized (wakeLock) {
      if (wake != null) {
        wake.run();
      }
    }
  }
}
