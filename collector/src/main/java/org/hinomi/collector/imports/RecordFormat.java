package org.hinomi.collector.imports;

import java.io.IOException;
import java.nio.charset.Charset;
import org.hinomi.collector.imports.capture.CaptureSource;
import org.hinomi.collector.imports.mail.MailSource;
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
  },
  EML {
    @Override
    RecordSource open(Peeked in, Content content, ImportOptions options, Progress progress) {
      return new MailSource(in, false, content.path(), bytes -> charset(options, bytes));
    }
  },
  MBOX {
    @Override
    RecordSource open(Peeked in, Content content, ImportOptions options, Progress progress) {
      return new MailSource(in, true, content.path(), bytes -> charset(options, bytes));
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
      case EML -> EML;
      case MBOX -> MBOX;
      case AUTO -> told(head);
      case EVTX, SYSLOG, LINES -> null;
    };
  }

  private static @Nullable RecordFormat told(byte[] head) {
    if (CaptureSource.isMagic(head)) {
      return PCAP;
    }
    if (MailSource.isMbox(head)) {
      return MBOX;
    }
    return MailSource.isMail(head) ? EML : null;
  }

  /** The charset that is named, or told from bytes that have one. */
  private static @Nullable Charset charset(ImportOptions options, byte[] bytes) {
    if (options.charset() != null) {
      return options.charset();
    }
    CharsetLook look = new CharsetLook();
    look.line(bytes, bytes.length);
    return look.told();
  }

  /** Opens a file at its start. */
  abstract RecordSource open(Peeked in, Content content, ImportOptions options, Progress progress)
      throws IOException;
}
