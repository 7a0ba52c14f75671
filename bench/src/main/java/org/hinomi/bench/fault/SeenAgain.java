package org.hinomi.bench.fault;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.hinomi.bench.AgentFrames;
import org.hinomi.bench.RelpLoad;
import org.jspecify.annotations.Nullable;

/**
 * Sends a collector what it has had before, at full speed: records of agents and of an import that
 * it took while its clock went through thirty hours, all of them again when these are over, the
 * last ones after it was killed, together with new ones and over two sessions at the same time.
 * Each must be in the history once.
 */
final class SeenAgain implements AutoCloseable {
  private static final int AGENTS = 4;
  private static final int WINDOW = 1024;
  private static final long HOURS = 30;
  private static final int STEPS = 30;
  private static final Instant FIRST = Instant.parse("2026-11-23T00:00:00Z");
  private static final String RECORDED = "hinomi_recorded_total";
  private static final String KNOWN = "hinomi_duplicates_total";
  private static final String LAG = "hinomi_record_lag_records";
  private static final Pattern SUMMARY =
      Pattern.compile("new records: ([0-9,]+), already there: ([0-9,]+)");

  private final Path folder;
  private final Path data;
  private final long each;
  private final Console console;
  private final Patience patience = new Patience(Duration.ofMinutes(5));
  private @Nullable Child collector;
  private long sent;
  private long acknowledged;
  private long peakMebibytes;

  /**
   * @param records how many the agents send
   */
  SeenAgain(Path folder, long records) throws IOException {
    this.folder = Files.createDirectories(folder);
    data = folder.resolve("data");
    each = records / AGENTS;
    Files.writeString(
        folder.resolve("collector.yaml"),
        "data: %s\nlisten: {relp: '127.0.0.1:0', console: '127.0.0.1:0'}\n".formatted(data));
    console = new Console(data);
  }

  /**
   * Does it, and says what came of it.
   *
   * @return whether each record is there once
   */
  boolean run() throws Exception {
    Path lines = lines();
    start(-Duration.ofHours(HOURS).toSeconds());
    long[] imported = importFile(lines);
    // The first ones are for the just-in-time compiler.
    print("new, the first tenth", sendAll(1, each / 10, 1, false));
    print("new, within 30 hours", sendAll(each / 10 + 1, each, 1, true));
    print("all again", sendAll(1, each, 1, false));
    Child running = running();
    peakMebibytes = running.peakMebibytes();
    running.kill();
    start(0);
    print(
        "after a kill the last tenth again and as many new, twice at once",
        sendAll(each - each / 10 + 1, each + each / 10, 2, false));
    long[] again = importFile(packed(lines));
    return verify(each + each / 10, imported, again);
  }

  private void start(long shift) throws IOException {
    collector =
        Child.startFull(
            Map.of(),
            folder.resolve("log"),
            ShiftedCollector.class.getName(),
            folder.resolve("collector.yaml").toString(),
            Long.toString(shift));
  }

  private Child running() {
    Child running = collector;
    if (running == null) {
      throw new IllegalStateException("no collector runs");
    }
    return running;
  }

  /**
   * What came of a round.
   *
   * @param recorded of those that were sent
   * @param known of those that were sent
   */
  private record Round(
      long sent,
      long acknowledged,
      long recorded,
      long known,
      double answeredSeconds,
      double seconds,
      double collectorCpu,
      double senderCpu) {}

  /**
   * All agents' records from one number to another, each agent over a session of its own.
   *
   * @param times over so many sessions at the same time
   * @param moving whether the collector's clock goes on meanwhile until it is right
   */
  private Round sendAll(long first, long last, int times, boolean moving) throws Exception {
    // After a kill what is in no part yet is read again, and counts again.
    patience.await("records to be indexed", () -> counter(LAG), lag -> lag == 0);
    long recordedBefore = counter(RECORDED);
    long knownBefore = counter(KNOWN);
    double collectorCpu = running().cpuSeconds();
    double senderCpu = Child.cpuSeconds(ProcessHandle.current());
    long start = System.nanoTime();
    List<Callable<Long>> senders = new ArrayList<>();
    for (int i = 0; i < AGENTS * times; i++) {
      int agent = i % AGENTS;
      boolean clock = moving && i == 0;
      senders.add(() -> send(agent, first, last, clock));
    }
    long answered = 0;
    try (ExecutorService pool = Executors.newFixedThreadPool(senders.size())) {
      for (Future<Long> future : pool.invokeAll(senders)) {
        answered += future.get();
      }
    }
    double answeredSeconds = (System.nanoTime() - start) / 1e9;
    long count = (last - first + 1) * AGENTS * times;
    sent += count;
    acknowledged += answered;
    long before = recordedBefore + knownBefore;
    patience.await(
        count + " records to be recorded or known",
        () -> counter(RECORDED) + counter(KNOWN) - before,
        done -> done >= count);
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Round(
        count,
        answered,
        counter(RECORDED) - recordedBefore,
        counter(KNOWN) - knownBefore,
        answeredSeconds,
        seconds,
        running().cpuSeconds() - collectorCpu,
        Child.cpuSeconds(ProcessHandle.current()) - senderCpu);
  }

  private long counter(String name) throws IOException, InterruptedException {
    return (long) console.metric(name);
  }

  private long send(int number, long first, long last, boolean clock)
      throws IOException, InterruptedException {
    AgentFrames frames = new AgentFrames(number, AgentFrames.Log.SYSLOG, FIRST);
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", running().port("relp"));
    long step = Math.max(1, (last - first + 1) / STEPS);
    try (RelpLoad session = new RelpLoad(address, WINDOW)) {
      for (long n = first; n <= last; n++) {
        session.send(frames.buffer(), frames.make(n));
        if (clock && (n - first + 1) % step == 0) {
          long left = Math.max(0, STEPS - (n - first + 1) / step);
          running().tell(Long.toString(-Duration.ofHours(HOURS * left / STEPS).toSeconds()));
        }
      }
      session.await();
      return session.answered();
    }
  }

  private Path lines() throws IOException {
    Path file = folder.resolve("app.log");
    try (var out = Files.newBufferedWriter(file)) {
      for (long n = 1; n <= each / 10; n++) {
        out.write("<13>1 2026-11-20T01:02:03Z oldhost app - - - old number " + n + " of a log\n");
      }
    }
    return file;
  }

  /** The same content under another name, packed. */
  private Path packed(Path file) throws IOException {
    Path to = folder.resolve("again.log.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(to))) {
      Files.copy(file, out);
    }
    return to;
  }

  /** How many records were new, and how many there already. */
  private long[] importFile(Path file) throws IOException, InterruptedException {
    String out =
        Child.run(
            folder.resolve("log"),
            "org.hinomi.collector.app.Main",
            "import",
            "--data",
            data.toString(),
            "--zone",
            "UTC",
            file.toString());
    Matcher summary = SUMMARY.matcher(out);
    if (!summary.find()) {
      throw new IOException("import said: " + out);
    }
    return new long[] {number(summary.group(1)), number(summary.group(2))};
  }

  private static long number(@Nullable String digits) {
    return Long.parseLong(String.valueOf(digits).replace(",", ""));
  }

  private static void print(String what, Round round) {
    System.out.printf(
        Locale.ROOT,
        "seen-again         %s: %d sent, %d acknowledged, %d recorded, %d known; %.0f a second"
            + " acknowledged, %.0f a second recorded or known; CPU-s per million: collector %.2f,"
            + " sender %.2f%n",
        what,
        round.sent,
        round.acknowledged,
        round.recorded,
        round.known,
        round.sent / round.answeredSeconds,
        round.sent / round.seconds,
        round.collectorCpu / round.sent * 1e6,
        round.senderCpu / round.sent * 1e6);
  }

  /** Of n numbers count, sum, sum of squares, lowest and highest tell that each is there once. */
  private boolean verify(long last, long[] imported, long[] again)
      throws IOException, InterruptedException {
    BigInteger n = BigInteger.valueOf(last);
    String wanted =
        "%d,%d,%s,1,%d"
            .formatted(
                last,
                last * (last + 1) / 2,
                n.multiply(n.add(BigInteger.ONE))
                    .multiply(n.shiftLeft(1).add(BigInteger.ONE))
                    .divide(BigInteger.valueOf(6)),
                last);
    boolean good = true;
    long there = 0;
    for (int agent = 0; agent < AGENTS; agent++) {
      String host = new AgentFrames(agent, AgentFrames.Log.SYSLOG, FIRST).host();
      String found =
          numbers(
              "SELECT count(*) AS a, sum(n) AS b, sum(n * n) AS c, min(n) AS d, max(n) AS e FROM"
                  + " (SELECT CAST(split_part(message, ' ', 2) AS BIGINT) AS n FROM event WHERE"
                  + " host = '"
                  + host
                  + "')");
      there += Long.parseLong(found.substring(0, found.indexOf(',')));
      if (!found.equals(wanted)) {
        good = false;
        System.out.println("seen-again: " + host + ": " + found + " (expected: " + wanted + ")");
      }
    }
    long expected = AGENTS * last;
    long rows = Long.parseLong(numbers("SELECT count(*) AS n FROM event WHERE host = 'oldhost'"));
    peakMebibytes = Math.max(peakMebibytes, running().peakMebibytes());
    System.out.printf(
        "seen-again         in all: %d sent, %d acknowledged, %d different, %d recorded, %d"
            + " duplicate, %d lost; imported %d, again %d new and %d known, %d recorded; received"
            + " on %s days, collector at most %d MiB%n",
        sent,
        acknowledged,
        expected,
        there,
        Math.max(0, there - expected),
        Math.max(0, expected - there),
        imported[0],
        again[0],
        again[1],
        rows,
        numbers("SELECT count(DISTINCT CAST(received AS DATE)) AS n FROM event"),
        peakMebibytes);
    return good && sent == acknowledged && again[0] == 0 && rows == imported[0];
  }

  private String numbers(String statement) throws IOException, InterruptedException {
    return console.sql(statement).replaceAll("[^0-9,]", "");
  }

  @Override
  public void close() throws InterruptedException {
    Child running = collector;
    if (running != null) {
      running.close();
    }
    console.close();
  }
}
