package org.hinomi.collector.journal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.ChunkBuilder;
import org.hinomi.collector.receive.Intake;
import org.hinomi.core.event.Transport;

/** What the tests of the journal share: chunks of short texts, and reading them back. */
final class JournalFixture {
  static final long NOW = 1_763_900_000_000_000_000L;
  static final InetSocketAddress SENDER = sender(new byte[] {10, 0, 0, 7}, 40123);

  private JournalFixture() {}

  static InetSocketAddress sender(byte[] address, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static SegmentedJournal open(Path dir) throws IOException {
    return open(dir, 64 << 10);
  }

  static SegmentedJournal open(Path dir, int segmentBytes) throws IOException {
    return SegmentedJournal.open(
        new JournalSettings(dir, segmentBytes, 1 << 20), 1, () -> NOW, new PrometheusRegistry());
  }

  static Chunk chunk(String... texts) {
    return chunk(0, 0, texts);
  }

  static Chunk chunk(long connection, long first, String... texts) {
    ChunkBuilder builder = new ChunkBuilder();
    for (String text : texts) {
      ByteBuf bytes = Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
      builder.add(bytes, 0, bytes.readableBytes());
    }
    return builder.build(Transport.SYSLOG_TCP, SENDER, NOW, connection, first);
  }

  /** Appends and waits for the sync; gives the first position. */
  static long append(SegmentedJournal journal, Chunk chunk) throws Exception {
    return offer(journal, chunk).get(20, TimeUnit.SECONDS);
  }

  static CompletableFuture<Long> offer(SegmentedJournal journal, Chunk chunk) {
    return offer(journal, chunk, commit -> commit);
  }

  /** The same, with the commit turned into another. */
  static CompletableFuture<Long> offer(
      SegmentedJournal journal, Chunk chunk, UnaryOperator<Intake.Commit> as) {
    CompletableFuture<Long> synced = new CompletableFuture<>();
    boolean taken =
        journal.offer(
            chunk,
            as.apply(
                (position, failure) -> {
                  if (failure == null) {
                    synced.complete(position);
                  } else {
                    synced.completeExceptionally(failure);
                  }
                }));
    if (!taken) {
      synced.completeExceptionally(new IllegalStateException("not taken"));
    }
    return synced;
  }

  static String text(RecordView record) {
    return new String(record.buffer(), record.offset(), record.length(), StandardCharsets.UTF_8);
  }

  /** All records from {@code from} on as "position text". */
  static List<String> readAll(JournalReader reader) throws Exception {
    List<String> all = new ArrayList<>();
    while (reader.read(1000, Duration.ZERO, r -> all.add(r.position() + " " + text(r))) > 0) {
      // all of them
    }
    return all;
  }

  static List<String> readAll(SegmentedJournal journal) throws Exception {
    try (JournalReader reader = journal.openReader(journal.firstPosition())) {
      return readAll(reader);
    }
  }

  static List<String> readStopped(Path dir) throws Exception {
    try (JournalReader reader =
        SegmentedJournal.openStopped(dir, SegmentedJournal.firstPosition(dir))) {
      return readAll(reader);
    }
  }
}
