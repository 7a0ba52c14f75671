package org.hinomi.core.windows.evtx;

/** The items of one array value in their order; an empty array has one empty item. */
final class ArrayItems {
  private final ChunkBytes chunk;
  private final int type;
  private final int end;
  private int at;

  private ArrayItems(ChunkBytes chunk, int type, int at, int end) {
    this.chunk = chunk;
    this.type = type;
    this.at = at;
    this.end = end;
  }

  static ArrayItems of(ChunkBytes chunk, Values values, int index) {
    int at = values.offsets()[index];
    int type = values.types()[index] & ~ValueTexts.ARRAY;
    return new ArrayItems(chunk, type, at, at + values.sizes()[index]);
  }

  boolean hasNext() {
    return at < end;
  }

  String next() throws BinXmlException {
    int from = at;
    int step = ValueTexts.itemSize(type);
    if (type == 0x13 && at + 8 <= end) {
      step = 8 + 4 * chunk.u8(at + 1);
    }
    if (type == ValueTexts.STRING || type == 0x02) {
      return string(type == ValueTexts.STRING ? 2 : 1);
    }
    at = step == 0 || end - at < step ? end : at + step;
    return ValueTexts.text(chunk, from, at - from, type);
  }

  /** Strings end with a zero; the last one may go without. */
  private String string(int width) throws BinXmlException {
    int from = at;
    while (at + width <= end && (width == 2 ? chunk.u16(at) : chunk.u8(at)) != 0) {
      at += width;
    }
    String item = ValueTexts.text(chunk, from, at - from, type);
    at = end - at < 2 * width ? end : at + width;
    return item;
  }
}
