package org.hinomi.collector.imports;

import java.io.IOException;
import org.hinomi.collector.imports.capture.CaptureSource;
import org.hinomi.collector.imports.read.RecordSource;
import org.jspecify.annotations.Nullable;

/** Formats of files that are read record by record. */
enum RecordFormat {
  PCAP {
    @Override
    RecordSource open(Peeked in, Content content, ImportOptions options, Progress progress)
        throws IOException {
      return new CaptureSource(in, content.path(), options.zone());
    }
  };

  /**
   * The format that is asked for, or that a file's first bytes say.
   *
   * @return null where it is read as lines
   */
  static @Nullable RecordFormat of(ImportOptions options, byte[] head) {
    return switch (options.type()) {
      case PCAP -> PCAP;
      case AUTO -> CaptureSource.isMagic(head) ? PCAP : null;
      case EVTX, SYSLOG, LINES -> null;
    };
  }

  /** Opens a file at its start. */
  abstract RecordSource open(
      Peeked in, Content content, ImportOptions options, Progress progress) throws IOException;
}
