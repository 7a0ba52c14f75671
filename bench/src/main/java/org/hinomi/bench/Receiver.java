package org.hinomi.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** What a receiver says that it has got. Not thread-safe. */
sealed interface Receiver {
  /** Messages of senders that are where they do not get lost. */
  long received() throws IOException;

  /** Those of them that are done: nothing is left to do for them. */
  long done() throws IOException;

  /** A collector, by its metrics: in the journal and synced; searchable. */
  record Collector(URI metrics) implements Receiver {
    @Override
    public long received() throws IOException {
      return ofSenders("hinomi_journal_records_total");
    }

    @Override
    public long done() throws IOException {
      return ofSenders("hinomi_recorded_total");
    }

    /** The collector writes some records of its own, as that datagrams were dropped. */
    private long ofSenders(String name) throws IOException {
      try (InputStream in = metrics.toURL().openStream()) {
        List<String> all = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        return value(all, name) - value(all, "hinomi_received_total{transport=\"internal\"}");
      }
    }

    private static long value(List<String> lines, String name) {
      return lines.stream()
          .filter(line -> line.startsWith(name + " "))
          .mapToLong(line -> Math.round(Double.parseDouble(line.substring(name.length() + 1))))
          .sum();
    }
  }

  /** A program that writes a line of each message. */
  final class Lines implements Receiver {
    private final Path file;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
    private long read;
    private long lines;

    Lines(Path file) {
      this.file = file;
    }

    @Override
    public long received() throws IOException {
      try (FileChannel channel = FileChannel.open(file)) {
        while (channel.read(buffer.clear(), read) > 0) {
          read += buffer.position();
          for (int i = 0; i < buffer.position(); i++) {
            lines += buffer.get(i) == '\n' ? 1 : 0;
          }
        }
      }
      return lines;
    }

    @Override
    public long done() throws IOException {
      return received();
    }
  }

  /** CPU that a process has taken, nanoseconds; empty where it has ended. */
  static OptionalLong cpuNanos(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .map(used -> OptionalLong.of(used.toNanos()))
        .orElse(OptionalLong.empty());
  }
}
