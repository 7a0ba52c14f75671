package org.hinomi.collector.record;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.OptionalLong;
import org.duckdb.DuckDBConnection;
import org.hinomi.collector.record.AggregateQuery.Steps;

/**
 * By hand: a year of samples of 200 hosts with 54 series each, and how long questions take. Made by
 * SQL in the form that {@link SampleUpkeep} leaves: a year of hours in blocks, the last day of them
 * still open with each bucket in two rows; three days of minutes; some hours as they came.
 *
 * <p>Arguments: a folder; number of hosts, 200 unless told; time zone of the steps, Asia/Tokyo
 * unless told.
 */
public final class SampleYear {
  private static final long HOUR = 3_600_000_000L;
  private static final int SERIES = 54;

  private SampleYear() {}

  public static void main(String[] args) throws Exception {
    Path dir = Path.of(args[0]);
    int hosts = args.length > 1 ? Integer.parseInt(args[1]) : 200;
    ZoneId zone = ZoneId.of(args.length > 2 ? args[2] : "Asia/Tokyo");
    Path file = HotFile.path(dir);
    if (!Files.exists(file)) {
      make(dir, hosts);
    }
    System.out.printf("size %.1f MiB%n", Files.size(file) / 1048576.0);
    try (StoppedHistory history = new StoppedHistory(dir, HotSettings.COLLECTOR)) {
      ask(history.history(), "year, 1h", 365, new Steps(Duration.ofHours(1), zone), hosts);
      ask(history.history(), "year, 1d", 365, new Steps(Duration.ofDays(1), zone), hosts);
      ask(history.history(), "3 days, 5m", 3, new Steps(Duration.ofMinutes(5), zone), hosts);
      ask(history.history(), "day, 1m", 1, new Steps(Duration.ofMinutes(1), zone), hosts);
    }
  }

  private static void ask(History history, String name, int days, Steps steps, int hosts)
      throws IOException {
    long from = TestRecords.MIDNIGHT - days * 24 * HOUR;
    Window window = new Window(OptionalLong.of(from), OptionalLong.empty(), false);
    double[] millis = new double[20];
    double[] cpu = new double[20];
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long[] rows = new long[1];
    for (int i = 0; i < millis.length; i++) {
      // Another host each time, so that little is in memory.
      String host = "host" + (i * 37 % hosts);
      rows[0] = 0;
      long start = System.nanoTime();
      long startCpu = threads.getCurrentThreadCpuTime();
      history.metrics(new MetricQuery(host, "metric" + i, window, steps, 0), row -> rows[0]++);
      millis[i] = (System.nanoTime() - start) / 1e6;
      cpu[i] = (threads.getCurrentThreadCpuTime() - startCpu) / 1e6;
    }
    double first = millis[0];
    Arrays.sort(millis);
    Arrays.sort(cpu);
    System.out.printf(
        "%s: %d rows; first %.0f ms, median %.0f ms (CPU %.0f ms), longest %.0f ms%n",
        name, rows[0], first, millis[10], cpu[10], millis[19]);
  }

  private static void make(Path dir, int hosts) throws IOException, SQLException {
    HotIndex index =
        new HotIndex(
            dir, HotSettings.COLLECTOR, InstantSource.system(), new PrometheusRegistry(), () -> 1);
    index.close();
    int series = hosts * SERIES;
    long start = System.nanoTime();
    try (DuckDBConnection connection =
            HotFile.openForWriting(dir, HotSettings.COLLECTOR, InstantSource.system());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO series SELECT i + 1, 'host' || (i // 54), 'metric' || (i % 54), '' FROM"
              + " range("
              + series
              + ") r(i)");
      long now = TestRecords.MIDNIGHT;
      long block = Resolution.HOUR.grain();
      long open = Math.floorDiv(now, block) * block;
      for (long at = Math.floorDiv(now - 365 * 24 * HOUR, block) * block; at < open; at += block) {
        rows(statement, "hour", series, at, at + block, HOUR);
      }
      for (long at = open; at < now - 24 * HOUR; at += 24 * HOUR) {
        rows(statement, "hour_day", series, at, at + 24 * HOUR, HOUR);
      }
      for (long at = now - 24 * HOUR; at < now; at += HOUR) {
        rows(statement, "hour_open", series, at, at + HOUR, HOUR);
        rows(statement, "hour_open", series, at, at + HOUR, HOUR);
      }
      long minute = HOUR / 60;
      for (int day = 3; day > 1; day--) {
        rows(
            statement,
            "minute",
            series,
            now - day * 24 * HOUR,
            now - (day - 1) * 24 * HOUR,
            minute);
      }
      for (int hour = 24; hour > 1; hour--) {
        rows(statement, "minute_open", series, now - hour * HOUR, now - (hour - 1) * HOUR, minute);
      }
      statement.execute(
          "INSERT INTO sample SELECT 2 + t, make_timestamp("
              + (now - HOUR)
              + " + t * 10000000), s + 1, hash(s, t) % 1000 / 10 FROM range(360) a(t), range("
              + series
              + ") b(s)");
      statement.execute("UPDATE rolled SET position = 2");
      statement.execute("CHECKPOINT");
    }
    System.out.printf("made in %.0f s%n", (System.nanoTime() - start) / 1e9);
  }

  /** A third of the series are whole numbers, a third have two places, a third all digits. */
  private static void rows(
      Statement statement, String table, int series, long from, long to, long step)
      throws SQLException {
    statement.execute(
        "INSERT INTO "
            + table
            + " SELECT s + 1, make_timestamp(t), 6, v - d, v + d, v * 6, v + d / 2,"
            + " make_timestamp(t + 50000000) FROM (SELECT s, t,"
            + " CASE s % 3 WHEN 0 THEN 1e9 + h WHEN 1 THEN h / 100 ELSE sin(h) END AS v,"
            + " CASE s % 3 WHEN 0 THEN h % 1000 WHEN 1 THEN h % 100 / 100 ELSE cos(h) END AS d"
            + " FROM (SELECT s, t, (hash(s, t) % 10000)::DOUBLE AS h FROM range("
            + series
            + ") a(s), range("
            + from
            + ", "
            + to
            + ", "
            + step
            + ") b(t))) ORDER BY s, t");
  }
}
