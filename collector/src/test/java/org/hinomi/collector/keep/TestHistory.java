package org.hinomi.collector.keep;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.collector.journal.JournalSettings;
import org.hinomi.collector.journal.SegmentedJournal;
import org.hinomi.collector.receive.ChunkBuilder;
import org.hinomi.collector.record.HotIndex;
import org.hinomi.collector.record.HotSettings;
import org.hinomi.collector.record.Manifest;
import org.hinomi.collector.record.ManifestEntry;
import org.hinomi.collector.record.Part;
import org.hinomi.collector.record.SampleRetention;
import org.hinomi.collector.record.TestRecords;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sample.Sample;

/** A history of a few parts, with its journal. */
public final class TestHistory implements AutoCloseable {
  public static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));

  private final SegmentedJournal journal;
  private final HotIndex index;
  private long next = 1;

  public TestHistory(Path data) throws IOException {
    PrometheusRegistry metrics = new PrometheusRegistry();
    HotSettings settings = new HotSettings(64L << 20, 1, Duration.ofSeconds(60), 10);
    index = new HotIndex(data, settings, CLOCK, metrics, () -> 0);
    journal =
        SegmentedJournal.open(
            new JournalSettings(data.resolve("journal"), 64 << 10, 1 << 20),
            index.nextPosition(),
            () -> 1_795_392_000_000_000_000L,
            metrics);
    next = journal.nextPosition();
  }

  /** Records so many events in a class; they become parts with the ones that come next. */
  public void add(int count, String retentionClass) throws Exception {
    List<Decoded> batch = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      batch.add(
          TestRecords.event(
              next + i,
              "fs01",
              "message " + (next + i),
              Map.of(Fields.RETENTION_CLASS, retentionClass)));
    }
    take(count);
    index.accept(batch, next);
  }

  /** Puts so many lines into the journal. */
  private void take(int count) throws Exception {
    ChunkBuilder builder = new ChunkBuilder();
    for (int i = 0; i < count; i++) {
      String message = "message " + (next + i);
      ByteBuf bytes =
          Unpooled.wrappedBuffer(
              ("<34>1 - fs01 su - - - " + message).getBytes(StandardCharsets.UTF_8));
      builder.add(bytes, 0, bytes.readableBytes());
    }
    CompletableFuture<Long> synced = new CompletableFuture<>();
    journal.offer(
        builder.build(
            Transport.SYSLOG_TCP,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
            1_795_392_000_000_000_000L,
            0,
            0),
        (position, failure) -> synced.complete(position));
    synced.get(20, TimeUnit.SECONDS);
    next += count;
  }

  public HotIndex index() {
    return index;
  }

  @Override
  public void close() throws IOException {
    index.close();
    journal.close();
  }

  /** What a collector leaves: parts of two classes, eleven events each. */
  public static void make(Path data, int parts) throws Exception {
    try (TestHistory history = new TestHistory(data)) {
      for (int i = 0; i < parts; i++) {
        history.add(11, i % 3 == 2 ? "1y" : "default");
      }
    }
  }

  /** The same and, since format 2, the sealed samples of the day before: a round each hour. */
  public static void makeWithSamples(Path data, int parts) throws Exception {
    make(data, parts);
    try (TestHistory history = new TestHistory(data)) {
      List<Decoded> batch = new ArrayList<>();
      for (int hour = 0; hour < 24; hour++) {
        long time = TestRecords.MIDNIGHT + (hour - 24) * 3_600_000_000L;
        batch.add(
            new SampleRound(
                history.next + hour,
                Transport.RELP,
                "192.0.2.7",
                time,
                time,
                "fs01",
                null,
                List.of(new Sample("system.uptime", new TreeMap<>(), hour)),
                List.of()));
      }
      history.take(batch.size());
      history.index.accept(batch, history.next);
      history.index.upkeep(SampleRetention.DEFAULT);
    }
  }

  public static List<Part> parts(Path data) throws IOException {
    List<Part> parts = new ArrayList<>();
    for (ManifestEntry entry : Manifest.read(data.resolve("history")).entries()) {
      parts.addAll(entry.added());
    }
    return parts;
  }

  static Path file(Path data, Part part) {
    return data.resolve("history").resolve(part.file());
  }

  /** Changes one byte. */
  public static void flip(Path file, long offset) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, offset);
      one.put(0, (byte) (one.get(0) ^ 1)).rewind();
      channel.write(one, offset);
    }
  }

  /** Writes a manifest anew so that its chain is whole. */
  static void rewrite(Path data, List<String> jsons) throws IOException {
    StringBuilder text = new StringBuilder();
    String hash = Manifest.START;
    for (String json : jsons) {
      hash = Manifest.hash(hash, json);
      text.append(json).append('\t').append(hash).append('\n');
    }
    Files.writeString(Manifest.path(data.resolve("history")), text);
  }
}
