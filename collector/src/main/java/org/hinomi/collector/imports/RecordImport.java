package org.hinomi.collector.imports;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.imports.read.Found;
import org.hinomi.collector.imports.read.RecordSource;
import org.hinomi.core.charset.CharsetLook;

/** Sends the records of files that are read once. Not thread-safe. */
final class RecordImport {
  private final ImportOptions options;
  private final Target target;
  private final Progress progress;
  private final Ledger ledger;

  /**
   * What became of a file.
   *
   * @param damaged whether some of it could not be read
   */
  record Result(long added, long held, boolean damaged) {}

  RecordImport(ImportOptions options, Target target, Progress progress, Ledger ledger) {
    this.options = options;
    this.target = target;
    this.progress = progress;
    this.ledger = ledger;
  }

  /** Reads a file to its end and sends what the history does not hold. */
  Result take(Content content, RecordFormat format) throws IOException, InterruptedException {
    try (InputStream in = content.open(progress::read)) {
      RecordSource source = format.open(new Peeked(in, CharsetLook.BYTES), content, options);
      List<Blocks> streams = new ArrayList<>();
      IOException broken = null;
      try {
        Found found;
        while ((found = source.next()) != null) {
          while (streams.size() <= found.stream()) {
            streams.add(blocks(content, format, streams.size()));
          }
          told(streams.get(found.stream()).add(found));
        }
      } catch (IOException e) {
        broken = e;
      }
      long added = 0;
      long held = 0;
      for (Blocks blocks : streams) {
        told(blocks.end());
        added += blocks.added();
        held += blocks.held();
      }
      source.problems().forEach(problem -> progress.problem(content.path(), problem));
      if (broken != null) {
        progress.problem(content.path(), broken.getMessage());
      }
      return new Result(added, held, broken != null || !source.problems().isEmpty());
    }
  }

  private void told(long records) {
    if (records > 0) {
      progress.records(records);
    }
  }

  private Blocks blocks(Content content, RecordFormat format, int stream) {
    String host = options.host() == null ? options.localHost() : options.host();
    Fingerprint fingerprint = new Fingerprint(options.host() == null ? "" : options.host());
    fingerprint.text(format.name());
    fingerprint.text(Integer.toString(stream));
    return new Blocks(
        target,
        ledger,
        fingerprint,
        found ->
            FrameHead.of(
                found.timeMicros() == Found.NO_TIME
                    ? null
                    : Instant.EPOCH.plus(found.timeMicros(), ChronoUnit.MICROS),
                content.modified(),
                found.host() == null ? host : found.host()));
  }
}
