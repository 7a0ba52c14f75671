package org.hinomi.collector.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.hinomi.collector.imports.capture.CaptureSource;
import org.hinomi.collector.imports.login.LoginRecordSource;
import org.hinomi.collector.imports.mail.MailSource;
import org.hinomi.collector.imports.read.RecordSource;
import org.hinomi.collector.imports.text.JoinedLines;
import org.hinomi.collector.imports.text.TextFormat;
import org.hinomi.collector.imports.text.TextSource;
import org.hinomi.collector.imports.text.Transcoded;
import org.hinomi.core.charset.CharsetLook;
import org.hinomi.core.charset.LineUnit;
import org.hinomi.core.unix.UtmpLayout;
import org.jspecify.annotations.Nullable;

/** Formats of files that are read record by record. */
enum RecordFormat {
  PCAP {
    @Override
    RecordSource open(Peeked in, Content content, ImportOptions options) throws IOException {
      return new CaptureSource(in, content.path(), options.zone());
    }
  },
  EML {
    @Override
    RecordSource open(Peeked in, Content content, ImportOptions options) {
      return new MailSource(in, false, content.path(), bytes -> charset(options, bytes));
    }
  },
  MBOX {
    @Override
    RecordSource open(Peeked in, Content content, ImportOptions options) {
      return new MailSource(in, true, content.path(), bytes -> charset(options, bytes));
    }
  },
  LOGINS {
    @Override
    RecordSource open(Peeked in, Content content, ImportOptions options) {
      boolean refused =
          options.type() == ImportOptions.Type.BTMP
              || (options.type() == ImportOptions.Type.AUTO
                  && LoginRecordSource.isNameOfBtmp(content.path()));
      return new LoginRecordSource(in, in.head(), refused, content.path());
    }
  },
  JOINED {
    @Override
    RecordSource open(Peeked in, Content content, ImportOptions options) throws IOException {
      Text text = text(in, options);
      return new JoinedLines(text.stream(), content.path(), options.zone(), text.charset());
    }
  },
  JSON(TextFormat.JSON),
  CSV(TextFormat.CSV),
  KV(TextFormat.PAIRS),
  W3C(TextFormat.W3C),
  PATTERN(TextFormat.PATTERN);

  private final @Nullable TextFormat text;

  RecordFormat() {
    this(null);
  }

  RecordFormat(@Nullable TextFormat text) {
    this.text = text;
  }

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
      case WTMP, BTMP -> LOGINS;
      case JSON -> JSON;
      case CSV -> CSV;
      case KV -> KV;
      case W3C -> W3C;
      case PATTERN -> PATTERN;
      case AUTO -> told(options, head);
      case EVTX, SYSLOG, LINES -> null;
    };
  }

  private static @Nullable RecordFormat told(ImportOptions options, byte[] head) {
    if (CaptureSource.isMagic(head)) {
      return PCAP;
    }
    if (MailSource.isMbox(head)) {
      return MBOX;
    }
    if (MailSource.isMail(head)) {
      return EML;
    }
    if (UtmpLayout.tell(head).isPresent()) {
      return LOGINS;
    }
    TextFormat told = TextFormat.of(head, ofHead(options, head));
    if (told != null) {
      return of(told);
    }
    return LineUnit.of(head, options.charset()) == LineUnit.BYTE && JoinedLines.isOf(head)
        ? JOINED
        : null;
  }

  private static @Nullable RecordFormat of(TextFormat text) {
    for (RecordFormat format : values()) {
      if (format.text == text) {
        return format;
      }
    }
    return null;
  }

  /** The charset of a file by its first bytes; null for UTF-8. */
  private static @Nullable Charset ofHead(ImportOptions options, byte[] head) {
    LineUnit unit = LineUnit.of(head, options.charset());
    if (unit != LineUnit.BYTE) {
      return unit.charset(null);
    }
    int end = head.length;
    // A character may be cut where the looking ends.
    while (end > 0 && head[end - 1] != '\n') {
      end--;
    }
    return charset(options, end == 0 ? head : Arrays.copyOf(head, end));
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
  RecordSource open(Peeked in, Content content, ImportOptions options) throws IOException {
    TextFormat format = text;
    if (format == null) {
      throw new IllegalStateException(name());
    }
    Text opened = text(in, options);
    return new TextSource(
        opened.stream(),
        opened.head(),
        format,
        options.rules(),
        content.path(),
        options.zone(),
        opened.charset());
  }

  /**
   * The text of a file.
   *
   * @param head its first bytes, which the stream gives too
   * @param charset null for UTF-8
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Text(InputStream stream, byte[] head, @Nullable Charset charset) {}

  private static Text text(Peeked in, ImportOptions options) throws IOException {
    byte[] head = in.head();
    Charset charset = ofHead(options, head);
    if (LineUnit.of(head, options.charset()) != LineUnit.BYTE && charset != null) {
      byte[] text =
          new String(head, charset).replace("\uFEFF", "").getBytes(StandardCharsets.UTF_8);
      return new Text(new Transcoded(in, charset), text, null);
    }
    if (head.length >= 3
        && head[0] == (byte) 0xef
        && head[1] == (byte) 0xbb
        && head[2] == (byte) 0xbf) {
      in.skipNBytes(3);
      return new Text(in, Arrays.copyOfRange(head, 3, head.length), charset);
    }
    return new Text(in, head, charset);
  }
}
