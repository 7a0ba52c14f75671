package org.hinomi.collector.record;

import static org.hinomi.collector.record.TestRecords.positions;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Identity;

/** A history whose manifest comes to harm, and what it holds. */
final class RecoveryWorld {
  /** The day on which its events were received. */
  static final Instant THAT_DAY = Instant.parse("2026-11-23T01:00:00Z");

  static final Instant LATER = Instant.parse("2027-02-01T01:00:00Z");

  private static final Condition ALL = new Condition.All();
  private static final HotSettings SMALL =
      new HotSettings(256L << 20, 1, Duration.ofSeconds(60), 10);

  final Path data;
  final Map<Long, Identity> sent = new TreeMap<>();
  long end = 1;

  RecoveryWorld(Path data) {
    this.data = data;
  }

  Path history() {
    return data.resolve("history");
  }

  HotIndex open(Instant now, long journalFirst) throws IOException {
    return new HotIndex(
        data, SMALL, InstantSource.fixed(now), new PrometheusRegistry(), ends(journalFirst));
  }

  /** The events alone: much faster to open. */
  EventStore openEvents(Instant now, long journalFirst) throws IOException {
    return new EventStore(
        history(),
        SMALL.partRows(),
        InstantSource.fixed(now),
        ends(journalFirst),
        new PartMetrics(new PrometheusRegistry()));
  }

  private JournalEnds ends(long first) {
    return new JournalEnds() {
      @Override
      public long next() {
        return end;
      }

      @Override
      public long first() {
        return first;
      }
    };
  }

  /** Of each three events one is kept in another class. */
  Event event(long position) {
    return TestRecords.event(
        position,
        "fs01",
        "message " + position,
        "<34>1 - fs01 su - - - message " + position,
        sent.computeIfAbsent(position, at -> new Identity("a-1", 7, at)),
        Map.of(Fields.RETENTION_CLASS, position % 3 == 0 ? "b" : "a"));
  }

  void record(HotIndex index, int events) throws IOException {
    List<Decoded> batch = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      batch.add(event(end + i));
    }
    end += events;
    index.accept(batch, end);
  }

  void record(EventStore events, int count) throws IOException {
    end += count;
    replay(events);
  }

  /** Gives what the journal has from where the history ends. */
  void replay(EventStore events) throws IOException {
    List<Event> batch = new ArrayList<>();
    for (long position = events.nextPosition(); position < end; position++) {
      Event event = event(position);
      if (events.fresh(event.identity())) {
        batch.add(event);
      }
    }
    events.add(batch, end);
  }

  /** The same to a whole index. */
  void replay(HotIndex index) throws IOException {
    List<Decoded> batch = new ArrayList<>();
    for (long position = index.nextPosition(); position < end; position++) {
      batch.add(event(position));
    }
    if (!batch.isEmpty()) {
      index.accept(batch, end);
    }
  }

  List<byte[]> lines() throws IOException {
    byte[] all = Files.readAllBytes(Manifest.path(history()));
    List<byte[]> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == '\n') {
        lines.add(Arrays.copyOfRange(all, start, i + 1));
        start = i + 1;
      }
    }
    return lines;
  }

  void write(List<byte[]> lines) throws IOException {
    int length = lines.stream().mapToInt(line -> line.length).sum();
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] line : lines) {
      System.arraycopy(line, 0, all, at, line.length);
      at += line.length;
    }
    Files.write(Manifest.path(history()), all);
  }

  /** All positions in the files that a question would read, the newest first. */
  static List<Long> held(EventStore events, DuckDBConnection connection)
      throws IOException, SQLException {
    List<Long> positions = new ArrayList<>();
    try (EventFiles.Held held = events.files(Window.ALWAYS);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT position FROM "
                    + EventView.read(held.files())
                    + " ORDER BY position DESC")) {
      while (row.next()) {
        positions.add(row.getLong(1));
      }
    }
    return positions;
  }

  List<Long> held() throws IOException {
    try (HotIndex index = open(THAT_DAY, 1)) {
      return held(index);
    }
  }

  List<Long> held(HotIndex index) throws IOException {
    return positions(index.history(), ALL);
  }

  /** The row groups of all parts, under whatever name: joining copies them as they are. */
  Set<String> contents() throws IOException {
    Set<String> hashes = new TreeSet<>();
    for (Path file : files()) {
      if (file.toString().contains(".parquet")) {
        hashes.addAll(RowGroupHashes.of(file));
      }
    }
    return hashes;
  }

  List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(history())) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("hot.duckdb"))
          .sorted()
          .toList();
    }
  }

  Map<String, String> state() throws IOException {
    Map<String, String> state = new TreeMap<>();
    for (Path file : files()) {
      state.put(history().relativize(file).toString(), PartFiles.sha256(file));
    }
    return state;
  }

  /** Six batches of two classes, some joined, some moved, one disposed of, two holds. */
  static RecoveryWorld made(Path data) throws Exception {
    RecoveryWorld world = new RecoveryWorld(data);
    try (HotIndex index = world.open(THAT_DAY, 1)) {
      world.record(index, 12);
      world.record(index, 12);
    }
    try (HotIndex index = world.open(LATER, 1)) {
      world.record(index, 12);
      index.steps().hold("hold-1", "\"message 5\"", "taro", "case 7");
      index.steps().move("b", "c", "taro", "case 7", part -> true);
      world.record(index, 12);
    }
    try (HotIndex index = world.open(THAT_DAY, 1)) {
      index.steps().dispose("a", "time over", "policy", List::copyOf);
      world.record(index, 12);
      index.steps().hold("hold-2", "\"message 9\"", "taro", "case 8");
      world.record(index, 12);
    }
    return world;
  }

  RecoveryWorld copy(Path to) throws IOException {
    RecoveryWorld copy = new RecoveryWorld(to);
    copy.sent.putAll(sent);
    copy.end = end;
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted().toList()) {
        Path target = to.resolve(data.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    return copy;
  }
}
