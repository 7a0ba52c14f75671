package org.hinomi.core.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A table for a terminal: columns as wide as what stands in them, two spaces between. The first
 * rows are held back to learn the widths; a later, wider cell moves the rest of its row, so that a
 * table of any length needs little memory and nothing is cut. For one thread.
 */
public final class TextTable {
  private static final int HELD_ROWS = 500;

  private final Appendable out;
  private final Set<Integer> numbers;
  private final List<List<String>> held = new ArrayList<>();
  private final int[] widths;
  private boolean flowing;

  /**
   * @param header the columns' names
   * @param numbers columns, from 0, that are set to the right
   */
  public TextTable(Appendable out, List<String> header, Set<Integer> numbers) {
    this.out = out;
    this.numbers = Set.copyOf(numbers);
    this.widths = new int[header.size()];
    held.add(List.copyOf(header));
  }

  /**
   * Adds a row.
   *
   * @param cells one for each column, without control characters
   */
  public void row(List<String> cells) throws IOException {
    if (cells.size() != widths.length) {
      throw new IllegalArgumentException(
          cells.size() + " cells (expected: " + widths.length + ", as the header has)");
    }
    if (flowing) {
      write(cells);
      return;
    }
    held.add(List.copyOf(cells));
    if (held.size() > HELD_ROWS) {
      flow();
    }
  }

  /** Writes what is held back; the table ends here. */
  public void end() throws IOException {
    if (!flowing) {
      flow();
    }
  }

  private void flow() throws IOException {
    for (List<String> row : held) {
      Arrays.setAll(widths, i -> Math.max(widths[i], DisplayWidth.of(row.get(i))));
    }
    for (List<String> row : held) {
      write(row);
    }
    held.clear();
    flowing = true;
  }

  private void write(List<String> cells) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      line.append(i == 0 ? "" : "  ")
          .append(
              numbers.contains(i)
                  ? DisplayWidth.padLeft(cell, widths[i])
                  : DisplayWidth.pad(cell, widths[i]));
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }
}
