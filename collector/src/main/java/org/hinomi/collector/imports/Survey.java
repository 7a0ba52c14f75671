package org.hinomi.collector.imports;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import org.hinomi.core.charset.LineUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the first reading of a file found.
 *
 * @param unit how its lines end
 * @param charset of its text; null for UTF-8
 * @param syslog whether its lines are read as syslog daemons write them
 * @param lines that have their end
 * @param torn whether a piece without its end follows
 * @param known the parts of it that the history knows, the shortest first
 * @param whole names all lines that have their end, as a part
 * @param rest names the same with the torn line
 * @param checkpoints the sum ({@link LineSum}) at the end of each batch: the second reading must
 *     find the same
 * @param damage why it ends before its end; null when it does not
 */
record Survey(
    LineUnit unit,
    @Nullable Charset charset,
    boolean syslog,
    long lines,
    boolean torn,
    List<Ledger.Part> known,
    Ledger.Part whole,
    Ledger.Part rest,
    List<Integer> checkpoints,
    @Nullable IOException damage) {

  Survey {
    known = List.copyOf(known);
    checkpoints = List.copyOf(checkpoints);
  }

  /** Lines, the torn one included. */
  long records() {
    return lines + (torn ? 1 : 0);
  }

  /** Whether the history holds this line already, under whatever part it came. */
  boolean held(long line) {
    for (Ledger.Part part : known) {
      if (part.lines() >= line && part.holds(line)) {
        return true;
      }
    }
    return false;
  }

  /** The part under which a line that is not held is recorded. */
  Ledger.Part part(long line) {
    for (Ledger.Part part : known) {
      if (part.lines() >= line) {
        return part;
      }
    }
    return line <= lines ? whole : rest;
  }
}
