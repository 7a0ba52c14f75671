package org.hinomi.collector.keep;

import static org.hinomi.collector.keep.Finding.Status.MISSING;
import static org.hinomi.collector.keep.Finding.Status.MODIFIED;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.hinomi.collector.record.Part;
import org.hinomi.collector.record.parquet.ParquetFooter;
import org.hinomi.collector.record.parquet.RowGroup;
import org.jspecify.annotations.Nullable;

/** Reads parts whole and compares them with what the manifest says, several at a time. */
final class PartAudit {
  private static final int BUFFER = 1 << 20;

  /** The journal's position is the first column (docs/archive.md). */
  private static final int POSITION = 0;

  private final Path history;
  private final int threads;
  private final LongConsumer progress;
  private final AtomicLong bytes = new AtomicLong();

  /**
   * A part as it is on the disk.
   *
   * @param sha256 null: it is not there, or cannot be read
   */
  record Result(Part part, @Nullable String sha256, @Nullable Finding finding) {}

  /**
   * @param progress told how many more bytes were read, by several threads
   */
  PartAudit(Path history, int threads, LongConsumer progress) {
    this.history = history;
    this.threads = threads;
    this.progress = progress;
  }

  /** Bytes that were read. */
  long bytes() {
    return bytes.get();
  }

  List<Result> check(Collection<Part> parts) throws IOException, InterruptedException {
    try (ExecutorService readers =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().name("verify-", 0).daemon().factory())) {
      List<Future<Result>> running = new ArrayList<>();
      for (Part part : parts) {
        running.add(readers.submit(() -> check(part)));
      }
      List<Result> results = new ArrayList<>();
      try {
        for (Future<Result> each : running) {
          results.add(each.get());
        }
      } catch (ExecutionException e) {
        readers.shutdownNow();
        throw new IOException(e.getCause());
      } catch (InterruptedException e) {
        readers.shutdownNow();
        throw e;
      }
      return results;
    }
  }

  private Result check(Part part) {
    Path file = history.resolve(part.file());
    String sha256;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      sha256 = hash(channel);
      if (!sha256.equals(part.sha256())) {
        return new Result(
            part,
            sha256,
            Finding.of(
                MODIFIED,
                part,
                "part-changed",
                channel.size(),
                sha256,
                part.bytes(),
                part.sha256()));
      }
      // Samples: their columns are DuckDB's.
      return new Result(
          part, sha256, part.file().startsWith("sample/") ? null : contents(channel, part));
    } catch (NoSuchFileException e) {
      return new Result(part, null, Finding.of(MISSING, part, "part-missing", part.rows()));
    } catch (IOException e) {
      return new Result(
          part,
          null,
          Finding.of(MODIFIED, part, "part-unreadable", String.valueOf(e.getMessage())));
    }
  }

  /** Whether the file holds what the manifest says it holds: both may be forged to fit. */
  private static @Nullable Finding contents(FileChannel channel, Part part) throws IOException {
    ParquetFooter footer = ParquetFooter.read(channel, part.file());
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (RowGroup group : footer.rowGroups()) {
      first = Math.min(first, group.statistics(POSITION).minLong().orElse(Long.MIN_VALUE));
      last = Math.max(last, group.statistics(POSITION).maxLong().orElse(Long.MAX_VALUE));
    }
    return footer.rows() == part.rows()
            && first == part.firstPosition()
            && last == part.lastPosition()
        ? null
        : Finding.of(
            MODIFIED,
            part,
            "contents-differ",
            footer.rows(),
            first,
            last,
            part.rows(),
            part.firstPosition(),
            part.lastPosition());
  }

  private String hash(FileChannel channel) throws IOException {
    MessageDigest digest = sha256();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    for (int read = channel.read(buffer); read >= 0; read = channel.read(buffer.clear())) {
      digest.update(buffer.flip());
      bytes.addAndGet(read);
      progress.accept(read);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Says of parts with a foreign content whose it is, where it is another part's. */
  static List<Finding> findings(List<Result> results, Map<String, String> fileByHash) {
    List<Finding> findings = new ArrayList<>();
    for (Result result : results) {
      Finding finding = result.finding();
      String other = result.sha256() == null ? null : fileByHash.get(result.sha256());
      if (finding != null && other != null && !other.equals(result.part().file())) {
        finding = Finding.of(MODIFIED, result.part(), "part-swapped", other);
      }
      if (finding != null) {
        findings.add(finding);
      }
    }
    return findings;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
