package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answer is the same as if all had been read: random events and questions, over many parts. */
class EventSearchTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T01:00:00Z"));
  private static final int EVENTS = 1200;
  private static final String[] WORDS = {
    "connection", "Connection", "CONNECTED", "refused", "timeout", "session-77aa1", "SESSION-77AA1",
    "192.168.10.15", "192.168.10.16", "deadbeefcafe", "接続切断", "接続", "ログイン失敗", "利用者",
    "istanbul12", "kernel99x", "Straße77", "ΣΩ", "x", "100%", "a_b",
    "C:\\dir\\file99.txt", "[port]=50022"
  };
  private static final String[] NAMES = {
    "srv01", "SRV01", "Srv02.example", "山田", "kiku", "é", "É", "10.0.0.1", "a*b"
  };

  /** Their lower case is in ASCII: where they are no filter rules out anything. */
  private static final String[] ODD_WORDS = {"\u0130stanbul12", "\u212Aernel99x"};

  private static final String ODD_NAME = "\u212Aiku";

  @TempDir Path dir;
  private final SplittableRandom random = new SplittableRandom(7);
  private HotIndex index;

  @BeforeEach
  void fill() throws IOException {
    index =
        new HotIndex(
            dir,
            new HotSettings(256L << 20, 2, Duration.ofSeconds(60), 50),
            CLOCK,
            new PrometheusRegistry(),
            () -> 1);
    for (int first = 1; first < EVENTS; first += 20) {
      List<Decoded> batch = new ArrayList<>();
      for (int position = first; position < first + 20; position++) {
        batch.add(event(position));
      }
      index.accept(batch, first + 20);
    }
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  private Event event(int position) {
    StringBuilder message = new StringBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      // Some words come in some parts only, so that there is something to pass by.
      int word = (position / 50 * 5 + random.nextInt(9)) % WORDS.length;
      boolean odd = odd(position) && random.nextInt(20) == 0;
      message
          .append(odd ? ODD_WORDS[random.nextInt(2)] : WORDS[word])
          .append(random.nextInt(4) == 0 ? "" : " ");
    }
    Map<String, Object> fields = new HashMap<>();
    fields.put(Fields.RETENTION_CLASS, "default");
    if (random.nextInt(3) == 0) {
      fields.put(Fields.USER_NAME, name(position));
    } else if (random.nextInt(3) == 0) {
      fields.put(Fields.USER_NAME, List.of(name(position), name(position + 1)));
    }
    long received = TestRecords.MIDNIGHT + position * 1_000_000L;
    // Clocks of senders are wrong now and then, also by years.
    long time = received + (random.nextInt(30) == 0 ? random.nextLong(-1L << 50, 1L << 50) : 0);
    return new Event(
        position,
        Transport.SYSLOG_TCP,
        "192.0.2.7",
        received,
        time - time % (random.nextInt(2) == 0 ? 1 : 1_000_000),
        name(position),
        4,
        2,
        "su",
        null,
        message.toString(),
        RawMessage.wrap(message.toString().getBytes(StandardCharsets.UTF_8)),
        null,
        fields);
  }

  private static boolean odd(int position) {
    return position % 400 < 60;
  }

  private String name(int position) {
    if (odd(position) && random.nextInt(30) == 0) {
      return ODD_NAME;
    }
    return NAMES[(position / 200 * 3 + random.nextInt(4)) % NAMES.length];
  }

  @Test
  void findsWhatLookingAtEveryRowFinds() throws IOException {
    int found = 0;
    for (int round = 0; round < 120; round++) {
      EventQuery query =
          new EventQuery(condition(3), window(), cursor(), random.nextInt(3) == 0 ? 0 : limit());
      List<Long> expected = unpruned(query);
      assertThat(positions(query)).as(query.toString()).isEqualTo(expected);
      found += expected.size();
    }
    assertThat(found).isPositive();
  }

  @Test
  void countsWhatLookingAtEveryRowCounts() throws IOException {
    for (int round = 0; round < 60; round++) {
      Condition condition = condition(2);
      Window window = window();
      long[] counted = new long[1];
      index
          .history()
          .aggregate(
              new AggregateQuery(condition, window, null, List.of(), 0),
              group -> counted[0] += group.count());
      assertThat(counted[0])
          .as(condition + " " + window)
          .isEqualTo(unpruned(new EventQuery(condition, window, 0)).size());
    }
  }

  @Test
  void countsWithoutReadingRowsAsWithReadingThem() throws IOException {
    Condition all = new Condition.All();
    Condition notPlain = new Condition.Not(new Condition.Not(all));
    for (int round = 0; round < 100; round++) {
      AggregateQuery.@Nullable Steps steps =
          random.nextInt(4) == 0
              ? null
              : new AggregateQuery.Steps(
                  Duration.ofMinutes(
                      List.of(1, 15, 20, 60, 720, 1440, 10080).get(random.nextInt(7))),
                  ZoneId.of(
                      List.of("Asia/Tokyo", "Asia/Kolkata", "America/New_York", "+05:07")
                          .get(random.nextInt(4))));
      List<String> fields =
          List.<List<String>>of(
                  List.of(), List.of(Fields.HOST_NAME), List.of(Fields.HOST_NAME, Fields.MESSAGE))
              .get(random.nextInt(3));
      int limit = random.nextInt(3) == 0 ? 0 : limit();
      Window window = window();
      assertThat(groups(new AggregateQuery(all, window, steps, fields, limit)))
          .as(steps + " " + fields + " " + window)
          .isEqualTo(groups(new AggregateQuery(notPlain, window, steps, fields, limit)));
    }
  }

  private List<EventGroup> groups(AggregateQuery query) throws IOException {
    List<EventGroup> groups = new ArrayList<>();
    index.history().aggregate(query, groups::add);
    return groups;
  }

  @Test
  void passesByRowGroupsThatHoldNoAnswer() throws IOException {
    for (Condition condition :
        List.of(
            new Condition.Term(Fields.MESSAGE, "session-77aa1"),
            new Condition.Wildcard(Fields.MESSAGE, "sessi?n*接続切断"),
            new Condition.Term(Fields.HOST_NAME, "sRV02.example"),
            new Condition.Term(Fields.USER_NAME, "山田"))) {
      List<Slice> all = slices();
      try (EventPruner pruner = new EventPruner(condition)) {
        long left = all.stream().filter(pruner::mayHold).count();
        assertThat(left).as(condition.toString()).isBetween(1L, all.size() - 1L);
      }
    }
  }

  private List<Slice> slices() throws IOException {
    Path history = HotFile.path(dir).resolveSibling("");
    SliceCache cache = new SliceCache();
    return Catalog.of(Manifest.read(history).entries()).parts().keySet().stream()
        .flatMap(file -> cache.of(history.resolve(file)).stream())
        .toList();
  }

  private List<Long> positions(EventQuery query) throws IOException {
    List<Long> positions = new ArrayList<>();
    index
        .history()
        .events(query, event -> positions.add((Long) event.fields().get("journal.position")));
    return positions;
  }

  /** All events that match, one row group after the other, without a look at any filter. */
  private List<Long> unpruned(EventQuery query) throws IOException {
    // A negation rules out no row group.
    Condition open = new Condition.Not(new Condition.Not(query.condition()));
    List<Long> all = positions(new EventQuery(open, query.window(), query.after(), 0));
    return query.limit() == 0 ? all : all.subList(0, Math.min(all.size(), query.limit()));
  }

  private int limit() {
    return 1 << random.nextInt(9);
  }

  private @Nullable EventCursor cursor() {
    return random.nextInt(3) == 0
        ? new EventCursor(
            TestRecords.MIDNIGHT + random.nextInt(EVENTS) * 1_000_000L, random.nextInt(EVENTS))
        : null;
  }

  private Window window() {
    return new Window(bound(0), bound(EVENTS / 2), random.nextBoolean());
  }

  private OptionalLong bound(int from) {
    return random.nextInt(3) == 0
        ? OptionalLong.empty()
        : OptionalLong.of(TestRecords.MIDNIGHT + (from + random.nextInt(EVENTS / 2)) * 1_000_000L);
  }

  private Condition condition(int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 8)) {
      case 0, 1 -> new Condition.Term(Fields.MESSAGE, part());
      case 2 -> new Condition.Term(column(), cased(NAMES[random.nextInt(NAMES.length)]));
      case 3 -> new Condition.Wildcard(Fields.MESSAGE, pattern());
      case 4 -> new Condition.Wildcard(column(), random.nextBoolean() ? "SRV01" : "s*1");
      case 5 -> new Condition.And(List.of(condition(depth - 1), condition(depth - 1)));
      case 6 -> new Condition.Or(List.of(condition(depth - 1), condition(depth - 1)));
      default -> new Condition.Not(condition(depth - 1));
    };
  }

  private String column() {
    return random.nextBoolean() ? Fields.HOST_NAME : Fields.USER_NAME;
  }

  private String part() {
    String text = WORDS[random.nextInt(WORDS.length)];
    if (random.nextInt(4) == 0) {
      text += " " + WORDS[random.nextInt(WORDS.length)];
    }
    int from = random.nextInt(text.length());
    return cased(random.nextBoolean() ? text : text.substring(from));
  }

  private String pattern() {
    String escaped = part().replace("\\", "\\\\").replace("*", "\\*");
    int at = random.nextInt(escaped.length() + 1);
    return escaped.substring(0, at) + (random.nextBoolean() ? "*" : "?") + escaped.substring(at);
  }

  private String cased(String text) {
    return switch (random.nextInt(3)) {
      case 0 -> text.toUpperCase(Locale.ROOT);
      case 1 -> text.toLowerCase(Locale.ROOT);
      default -> text;
    };
  }
}
