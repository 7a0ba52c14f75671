package org.hinomi.collector.record;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.hinomi.collector.record.columns.ByteColumn;
import org.hinomi.collector.record.columns.NumberColumn;
import org.hinomi.collector.record.columns.TextColumn;
import org.hinomi.collector.record.index.GramFilter;
import org.hinomi.collector.record.parquet.ParquetWriter;
import org.hinomi.collector.record.template.Templates;
import org.jspecify.annotations.Nullable;

/**
 * The templates of the messages of a row group, and the order that puts equal ones together: beside
 * each other they compress to what differs. Immutable after it is made.
 */
final class TemplateOrder {
  /** With more kinds of message the rest share the one template that says nothing. */
  private static final int MOST_TEMPLATES = 20_000;

  private final Templates templates = new Templates(MOST_TEMPLATES);
  private final int[] rows;
  private final int[] codes;

  /**
   * Looks at every message once.
   *
   * @param chosen rows of the messages
   * @param grams takes the variable parts and the templates; null: no filter is wanted
   */
  TemplateOrder(ByteColumn messages, int[] chosen, GramFilter.@Nullable Builder grams) {
    byte[] data = messages.data();
    int[] code = new int[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      int row = chosen[i];
      code[i] = templates.code(data, messages.start(row), messages.end(row));
      if (grams != null) {
        for (int part = 0; part < templates.variables(); part++) {
          grams.add(data, templates.variableStart(part), templates.variableEnd(part));
        }
      }
    }
    if (grams != null) {
      addTexts(code, grams);
    }
    rows = new int[chosen.length];
    codes = new int[chosen.length];
    sort(chosen, code);
  }

  private void addTexts(int[] code, GramFilter.Builder grams) {
    BitSet used = new BitSet(templates.size());
    for (int one : code) {
      used.set(one);
    }
    used.stream()
        .forEach(
            one -> {
              byte[] text = templates.text(one).getBytes(StandardCharsets.UTF_8);
              grams.add(text, 0, text.length);
            });
  }

  /** Rows of one template together, else as they came (counting sort). */
  private void sort(int[] chosen, int[] code) {
    int[] starts = new int[templates.size() + 1];
    for (int one : code) {
      starts[one + 1]++;
    }
    for (int i = 1; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
    for (int i = 0; i < code.length; i++) {
      int to = starts[code[i]]++;
      rows[to] = chosen[i];
      codes[to] = code[i];
    }
  }

  /** The rows in their new order. */
  int[] rows() {
    return rows;
  }

  /** Writes the columns {@code template} and {@code template_id}. */
  void write(ParquetWriter writer) {
    TextColumn names = new TextColumn();
    NumberColumn ids = new NumberColumn();
    int[] all = new int[codes.length];
    for (int i = 0; i < codes.length; i++) {
      names.add(templates.text(codes[i]));
      ids.add(templates.id(codes[i]));
      all[i] = i;
    }
    names.write(writer, all, all.length);
    ids.write(writer, all, all.length, false);
  }
}
