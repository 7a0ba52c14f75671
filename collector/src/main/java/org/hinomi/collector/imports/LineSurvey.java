package org.hinomi.collector.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A reading of a file before the one that sends: which parts of it the history knows. Only needed
 * where a part may reach over the end of a block ({@link Ledger#reachesOver}).
 *
 * @param known the parts, the shortest first
 * @param sums of the blocks ({@link LineBlock#sum}) that end before the last of these parts does:
 *     the other reading must find the same
 */
record LineSurvey(List<Ledger.Part> known, List<Integer> sums) {

  LineSurvey {
    known = List.copyOf(known);
    sums = List.copyOf(sums);
  }

  /**
   * Reads as far as anything may be known of.
   *
   * @param names knows the host already
   * @param most lines that the file can have
   */
  static LineSurvey of(LineReader lines, Fingerprint names, Ledger ledger, long most) {
    List<Ledger.Part> known = new ArrayList<>();
    List<Integer> sums = new ArrayList<>();
    int summed = 0;
    LineBlock block = new LineBlock();
    long number = 0;
    long lengthKnown = ledger.lengthFrom(1);
    while (lengthKnown <= most && lines.next()) {
      number++;
      names.line(lines.bytes(), lines.length(), lines.fullLength());
      block.add(lines);
      if (number == lengthKnown) {
        Ledger.Part part = ledger.find(LineImport.id(names), number).orElse(null);
        if (part != null) {
          known.add(part);
          summed = sums.size();
        }
        lengthKnown = ledger.lengthFrom(number + 1);
      }
      if (block.endsBehind(number)) {
        sums.add(block.sum());
        block.clear();
      }
    }
    return new LineSurvey(known, sums.subList(0, summed));
  }

  /**
   * @param index of a block, from 0
   * @throws IOException where it is not the one that was surveyed
   */
  void check(int index, LineBlock block) throws IOException {
    if (index < sums.size() && sums.get(index) != block.sum()) {
      throw changed();
    }
  }

  static IOException changed() {
    return new IOException("changed while it was read; import it again");
  }
}
