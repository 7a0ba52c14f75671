package org.hinomi.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.hinomi.collector.receive.KernelDrops;
import org.hinomi.core.settings.HostPort;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Finds the highest rate of datagrams of which a receiver on this machine loses less than 0.1 %
 * ({@link RateSearch}), and prints it, with the CPU seconds that a million took it.
 *
 * <p>The receiver runs through all trials, and has done with one before the next begins. A trial
 * ends early when the kernel has dropped too much of it. Where the sender itself cannot keep the
 * rate, it does not count as held. A receiver that does not even hold the lowest one fails.
 */
@Command(name = "highest-rate", mixinStandardHelpOptions = true)
public final class HighestRate implements Callable<Integer> {
  private static final double MAY_BE_LOST = 0.001;
  private static final double MAY_BE_SLOWER = 0.95;
  private static final long PROBE_SECONDS = 2;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long STANDSTILL_NANOS = TimeUnit.SECONDS.toNanos(3);

  enum Kind {
    UDP,
    TRAP
  }

  /** What a trial was really like. */
  private record Held(double perSecond, double cpuPerMillion) {}

  /** Where the receiver says what it has got. */
  static final class Said {
    @Option(names = "--metrics", required = true, description = "of a collector: URL of /metrics")
    private @Nullable URI metrics;

    @Option(names = "--lines", required = true, description = "of another: file, a line each")
    private @Nullable Path lines;
  }

  @Option(names = "--kind", required = true, description = "${COMPLETION-CANDIDATES}")
  private Kind kind = Kind.UDP;

  @Option(names = "--to", required = true, description = "host:port, on this machine")
  private String to = "";

  @Option(names = "--pid", required = true, description = "process of the receiver")
  private long pid;

  @ArgGroup(multiplicity = "1")
  private Said said = new Said();

  @Option(names = "--guess", description = "rate to look at first; default ${DEFAULT-VALUE}")
  private long guess = 50_000;

  @Option(names = "--near", description = "the guess is what a search before this one found")
  private boolean near;

  @Option(names = "--seconds", description = "of a trial that counts; default ${DEFAULT-VALUE}")
  private long seconds = 10;

  private Receiver receiver = new Receiver.Lines(Path.of(""));
  private KernelDrops drops = new KernelDrops(0);
  private InetSocketAddress address = new InetSocketAddress(0);
  private final Map<Long, Held> held = new HashMap<>();

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new HighestRate()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    HostPort target = HostPort.parse(to);
    address = new InetSocketAddress(target.host(), target.port());
    if (!address.getAddress().isLoopbackAddress()) {
      System.err.println("--to: " + to + " (expected: an address of this machine's loopback)");
      return 2;
    }
    drops = new KernelDrops(target.port());
    URI metrics = said.metrics;
    Path lines = said.lines;
    receiver =
        metrics != null
            ? new Receiver.Collector(metrics)
            : new Receiver.Lines(lines == null ? Path.of("") : lines);
    RateSearch search =
        new RateSearch(rate -> holds(rate, PROBE_SECONDS), rate -> holds(rate, seconds));
    // To warm up: what the receiver loses in its first seconds would mislead the search.
    holds(guess, PROBE_SECONDS);
    long rate = near ? search.searchNear(guess) : search.search(guess);
    Held found = held.get(rate);
    if (found == null) {
      System.err.println("not even " + RateSearch.LOWEST + " a second are held");
      return 1;
    }
    System.out.printf(
        Locale.ROOT, "%d %.0f %.3f%n", rate, found.perSecond(), found.cpuPerMillion());
    return 0;
  }

  private boolean holds(long rate, long lasts) throws IOException, InterruptedException {
    long count = rate * lasts;
    long mayBeLost = (long) (count * MAY_BE_LOST);
    long before = settle();
    long dropped = drops.get().orElse(0);
    long cpu = Receiver.cpuNanos(pid).orElseThrow(this::ended);
    long start = System.nanoTime();
    long sent =
        new Datagrams(address, messages(), count)
            .send(new Pace(rate), () -> drops.get().orElse(0) - dropped <= mayBeLost);
    double took = (System.nanoTime() - start) / 1e9;
    long lost = sent - (reach(before + sent) - before);
    double used = (Receiver.cpuNanos(pid).orElseThrow(this::ended) - cpu) / 1e3 / sent;
    boolean whole = sent == count && lost < count * MAY_BE_LOST;
    boolean kept = sent < count || took * MAY_BE_SLOWER <= lasts;
    System.err.printf(
        Locale.ROOT,
        "  %d/s for %d s: %d of %d lost in %.1f s, %.2f CPU-s per million%s%n",
        rate,
        lasts,
        lost,
        sent,
        took,
        used,
        whole ? kept ? "" : "; the sender is too slow" : "; not held");
    if (whole && kept && lasts == seconds) {
      held.put(rate, new Held(sent / took, used));
    }
    return whole && kept;
  }

  private LongFunction<byte[]> messages() {
    return switch (kind) {
      case UDP -> new Message(200)::number;
      case TRAP -> new Notification(PDU.TRAP)::number;
    };
  }

  /** Waits until the receiver has nothing left to do; gives how much it has received. */
  private long settle() throws IOException, InterruptedException {
    long received = reach(Long.MAX_VALUE, 20 * LOOK_NANOS);
    long done = -1;
    long since = System.nanoTime();
    while (done < received) {
      long now = receiver.done();
      if (now != done) {
        done = now;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > 10 * STANDSTILL_NANOS) {
        throw new IOException(
            (received - done) + " of " + received + " messages did not reach the history");
      }
      pause();
    }
    return received;
  }

  private long reach(long wanted) throws IOException, InterruptedException {
    return reach(wanted, STANDSTILL_NANOS);
  }

  /** What the receiver has got when that is so much, or has not changed for a while. */
  private long reach(long wanted, long patience) throws IOException, InterruptedException {
    long got = -1;
    long since = System.nanoTime();
    while (got < wanted && System.nanoTime() - since < patience) {
      long now = receiver.received();
      if (now != got) {
        got = now;
        since = System.nanoTime();
      }
      pause();
    }
    return got;
  }

  private static void pause() throws InterruptedException {
    LockSupport.parkNanos(LOOK_NANOS);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private IllegalStateException ended() {
    return new IllegalStateException("--pid: " + pid + " has ended (expected: the receiver)");
  }
}
