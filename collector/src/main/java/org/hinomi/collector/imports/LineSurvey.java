package org.hinomi.collector.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reading of a file that goes ahead of the one that sends: which parts of it the history knows.
 * Only needed where a part may reach over the end of a block ({@link Ledger#reachesOver}).
 *
 * @param known the parts that end behind what is read, the shortest first
 * @param sums of the blocks ({@link LineBlock#sum}) behind what is read that end before the last of
 *     these parts does: the other reading must find the same
 * @param end where it broke off, and a part behind that is hidden; null: it did not
 */
record LineSurvey(List<Ledger.Part> known, List<Integer> sums, @Nullable BrokenOff end) {

  /**
   * Where a reading broke off.
   *
   * @param lines that it came to, the last one perhaps torn
   */
  record BrokenOff(long lines, IOException damage) {
    /** Another reading does not break off there: an error of the disk that has passed. */
    IOException passed() {
      return new IOException(
          "broke off behind line "
              + lines
              + " when it was read ahead ("
              + damage.getMessage()
              + "), but not each time; import it again",
          damage);
    }
  }

  LineSurvey {
    known = List.copyOf(known);
    sums = List.copyOf(sums);
  }

  /**
   * Reads as far as anything may be known of.
   *
   * @param names knows the host already
   * @param most lines that the file can have
   * @param read all lines that the other reading has come to
   * @throws IOException where the file does not begin with these
   */
  static LineSurvey of(
      LineReader lines, Fingerprint names, Ledger ledger, long most, Ledger.Part read)
      throws IOException {
    List<Ledger.Part> known = new ArrayList<>();
    List<Integer> sums = new ArrayList<>();
    int summed = 0;
    LineBlock block = new LineBlock();
    long number = 0;
    long lengthKnown = ledger.lengthFrom(read.lines() + 1);
    while (lengthKnown <= most && lines.next()) {
      number++;
      names.line(lines.bytes(), lines.length(), lines.fullLength());
      block.add(lines);
      if (number == read.lines() && !LineImport.id(names).equals(read.agentId())) {
        throw changed(null);
      }
      if (number == lengthKnown) {
        Ledger.Part part = ledger.find(LineImport.id(names), number).orElse(null);
        if (part != null) {
          known.add(part);
          summed = sums.size();
        }
        lengthKnown = ledger.lengthFrom(number + 1);
      }
      if (block.endsBehind(number)) {
        if (number > read.lines()) {
          sums.add(block.sum());
        }
        block.clear();
      }
    }
    if (number < read.lines()) {
      throw changed(lines.damage());
    }
    IOException damage = lines.damage();
    return new LineSurvey(
        known,
        sums.subList(0, summed),
        damage == null || lengthKnown > most ? null : new BrokenOff(number, damage));
  }

  /**
   * Whether a block is the one that was surveyed, or was not.
   *
   * @param index of the block among those behind what was read, from 0
   */
  boolean has(int index, LineBlock block) {
    return index >= sums.size() || sums.get(index) == block.sum();
  }

  /**
   * Fails where it broke off and the other reading does not: a part that it did not come to may
   * hold lines that would be sent.
   *
   * @param number lines that the other has read
   * @param all whether it has come to its end
   * @param damage by which that ends, if any
   */
  void mustBreakOff(long number, boolean all, @Nullable IOException damage) throws IOException {
    if (end != null && (number > end.lines() || (all && number == end.lines() && damage == null))) {
      throw end.passed();
    }
  }

  /**
   * @param damage that makes it another, if any
   */
  static IOException changed(@Nullable IOException damage) {
    return damage == null ? new IOException("changed while it was read; import it again") : damage;
  }
}
