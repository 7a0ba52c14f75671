package org.hinomi.core.sigma;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How common a few characters in a row may be in the texts of events, told by how common they are
 * in the literals that are looked for, and in some text that most events have a piece of.
 */
final class Commonness {
  private static final String EVERYWHERE =
      "c:\\windows\\system32\\cmd.exe c:\\windows\\syswow64\\ c:\\program files (x86)\\common files\\"
          + " c:\\programdata\\ c:\\users\\administrator\\appdata\\local\\temp\\ .dll .exe\" -"
          + " microsoft corporation windows operating system nt authority\\system powershell.exe"
          + " https://www.example.com/ http:// /usr/bin/ /usr/sbin/ /var/log/ /etc/ /home/"
          + " session opened closed for user root by uid=0 from 192.168.10.1 port ssh2"
          + " connection invalid failed password accepted authentication error warning info"
          + " service started stopped process message server client 2026 00:00:00";

  private static final int OF_LITERALS = 1_000;
  private static final int OF_EVERYWHERE = 20_000;

  private final Map<Long, Integer> counts = new HashMap<>();

  /**
   * @param literals of ASCII, folded
   */
  Commonness(Set<String> literals) {
    literals.forEach(literal -> count(literal, OF_LITERALS));
    count(EVERYWHERE, OF_EVERYWHERE);
  }

  private void count(String text, int weight) {
    for (int size = 2; size <= 4; size++) {
      for (int i = 0; i + size <= text.length(); i++) {
        counts.merge(gram(text, i, size), weight, Integer::sum);
      }
    }
  }

  /** Where the rarest of all rows of so many grams of this size begins. */
  int rarest(String literal, int size, int grams) {
    int best = 0;
    long least = Long.MAX_VALUE;
    for (int start = 0; start + size + grams - 1 <= literal.length(); start++) {
      long common = 0;
      for (int i = start; i < start + grams; i++) {
        common += of(literal, i, size);
      }
      if (common < least) {
        best = start;
        least = common;
      }
    }
    return best;
  }

  /** That of a gram, and of its pairs where grams are equally common. */
  private long of(String literal, int start, int size) {
    long common = counts.getOrDefault(gram(literal, start, size), 0);
    long pairs = 0;
    for (int i = start; i < start + size - 1; i++) {
      pairs += counts.getOrDefault(gram(literal, i, 2), 0);
    }
    return common + pairs / 1_000;
  }

  private static long gram(String text, int start, int size) {
    long gram = 0;
    for (int i = start; i < start + size; i++) {
      gram = gram << 8 | text.charAt(i);
    }
    return (long) size << 32 | gram;
  }
}
