package org.hinomi.collector.record.parquet;

import java.io.IOException;

/** SchemaElement of parquet.thrift while it is read. */
final class SchemaElement {
  private int type = -1;
  private int repetition = -1;
  private String name = "";
  private boolean converted;
  private boolean text;
  private boolean micros;
  private boolean otherLogical;
  int children;

  void read(CompactReader in) throws IOException {
    in.begin();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> type = in.i32();
        case 3 -> repetition = in.i32();
        case 4 -> name = in.string();
        case 5 -> children = in.i32();
        case 6 -> converted = in.i32() != FooterEncoder.CONVERTED_UTF8;
        case 10 -> logical(in);
        default -> in.skip();
      }
    }
  }

  private void logical(CompactReader in) throws IOException {
    in.beginField();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case FooterEncoder.LOGICAL_STRING -> {
          text = true;
          in.skip();
        }
        case FooterEncoder.LOGICAL_TIMESTAMP -> timestamp(in);
        default -> {
          otherLogical = true;
          in.skip();
        }
      }
    }
  }

  private void timestamp(CompactReader in) throws IOException {
    boolean utc = false;
    boolean unit = false;
    in.beginField();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> utc = in.bool();
        case 2 -> {
          in.beginField();
          for (int kind = in.next(); kind != 0; kind = in.next()) {
            unit = kind == FooterEncoder.UNIT_MICROS;
            in.skip();
          }
        }
        default -> in.skip();
      }
    }
    micros = unit && !utc;
    otherLogical = !micros;
  }

  /** The column that it describes. */
  ParquetColumn column() throws IOException {
    for (ParquetType known : ParquetType.values()) {
      if (known.physical() == type
          && (known == ParquetType.STRING) == text
          && (known == ParquetType.TIMESTAMP_MICROS) == micros
          && !converted
          && !otherLogical
          && children == 0
          && (repetition == 0 || repetition == FooterEncoder.OPTIONAL)
          && !name.isEmpty()) {
        return new ParquetColumn(name, known, repetition == FooterEncoder.OPTIONAL);
      }
    }
    throw new IOException(
        "column "
            + name
            + ": type "
            + type
            + ", repetition "
            + repetition
            + " (expected: one of Hinomi's own columns)");
  }
}
