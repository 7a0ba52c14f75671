package org.hinomi.collector.decode.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which of many templates a text may match. Each is found by {@value #GRAM} characters in a row
 * that it says literally, those that the fewest others say; the few that say no {@value #GRAM} in a
 * row, by one sign. So a text that matches none costs one look at each of its characters, however
 * many templates there are. Not thread-safe.
 */
final class TemplateIndex {
  private static final int GRAM = 4;
  private static final int MIXER = 0x9E3779B1;
  private static final int FREQUENCY_BITS = 14;

  /** Of a template that says no gram. */
  private static final long NONE = Long.MIN_VALUE;

  /** So many bits for each gram: of the grams of a text one in so many is looked for in vain. */
  private static final int SPARSE = 16;

  /** What short literals are told by, the rarest in texts first. */
  private static final String SIGNS = "\"@[(/:";

  /** Of all grams, so that nearly all of a text's are told to be none of them. */
  private final long[] bits;

  private final int shift;

  /** Ascending; for each of them the templates, by their numbers. */
  private final int[] grams;

  private final int[][] byGram;
  private final List<Bare> bare = new ArrayList<>();
  private final long[] found;

  /** A template without a gram; it needs the sign, or nothing where that is 0. */
  private record Bare(int number, char sign) {}

  /**
   * @param templates numbered as they stand in the list
   */
  TemplateIndex(List<Template> templates) {
    int[] frequencies = frequencies(templates);
    long[] chosen = new long[templates.size()];
    int count = 0;
    for (int number = 0; number < chosen.length; number++) {
      long rarest = rarest(templates.get(number), frequencies);
      if (rarest == NONE) {
        bare.add(new Bare(number, sign(templates.get(number))));
      } else {
        chosen[count++] = rarest << 32 | number;
      }
    }
    Arrays.sort(chosen, 0, count);
    int distinct = 0;
    int[] starts = new int[count + 1];
    for (int i = 0; i < count; i++) {
      if (i == 0 || chosen[i] >> 32 != chosen[i - 1] >> 32) {
        starts[distinct++] = i;
      }
    }
    starts[distinct] = count;
    grams = new int[distinct];
    byGram = new int[distinct][];
    int width = 32 - Integer.numberOfLeadingZeros(Math.max(64, SPARSE * distinct) - 1);
    shift = 32 - width;
    bits = new long[1 << width - 6];
    for (int i = 0; i < distinct; i++) {
      grams[i] = (int) (chosen[starts[i]] >> 32);
      byGram[i] = new int[starts[i + 1] - starts[i]];
      for (int of = 0; of < byGram[i].length; of++) {
        byGram[i][of] = (int) chosen[starts[i] + of];
      }
      int bit = grams[i] * MIXER >>> shift;
      bits[bit >>> 6] |= 1L << bit;
    }
    found = new long[(chosen.length + 63) / 64];
  }

  /** How often grams are said, by their hashes: to choose by, and made at each start. */
  private static int[] frequencies(List<Template> templates) {
    int[] frequencies = new int[1 << FREQUENCY_BITS];
    for (Template template : templates) {
      for (String literal : template.literals()) {
        int gram = 0;
        for (int i = 0; i < literal.length(); i++) {
          gram = next(gram, literal.charAt(i));
          if (i >= GRAM - 1) {
            frequencies[gram * MIXER >>> 32 - FREQUENCY_BITS]++;
          }
        }
      }
    }
    return frequencies;
  }

  private static long rarest(Template template, int[] frequencies) {
    long rarest = NONE;
    int least = Integer.MAX_VALUE;
    for (String literal : template.literals()) {
      int gram = 0;
      for (int i = 0; i < literal.length(); i++) {
        gram = next(gram, literal.charAt(i));
        int frequency = frequencies[gram * MIXER >>> 32 - FREQUENCY_BITS];
        if (i >= GRAM - 1 && frequency < least) {
          rarest = gram;
          least = frequency;
        }
      }
    }
    return rarest;
  }

  private static char sign(Template template) {
    String said = String.join("", template.literals());
    for (int i = 0; i < SIGNS.length(); i++) {
      if (said.indexOf(SIGNS.charAt(i)) >= 0) {
        return SIGNS.charAt(i);
      }
    }
    return 0;
  }

  private static int next(int gram, char c) {
    return gram << 8 | c & 0xff;
  }

  /** Finds the templates that {@code text[from, end)} may match, for {@link #next(int)}. */
  void look(String text, int from, int end) {
    Arrays.fill(found, 0);
    for (int i = 0; i < bare.size(); i++) {
      Bare one = bare.get(i);
      if (one.sign == 0 || text.indexOf(one.sign, from, end) >= 0) {
        add(one.number);
      }
    }
    int first = from + GRAM - 1;
    int gram = 0;
    for (int i = from; i < end; i++) {
      gram = next(gram, text.charAt(i));
      int bit = gram * MIXER >>> shift;
      if ((bits[bit >>> 6] >>> bit & 1) != 0 && i >= first) {
        addAll(gram);
      }
    }
  }

  private void addAll(int gram) {
    int place = Arrays.binarySearch(grams, gram);
    if (place >= 0) {
      for (int number : byGram[place]) {
        add(number);
      }
    }
  }

  private void add(int number) {
    found[number >>> 6] |= 1L << number;
  }

  /** The first that was found, of the numbers from {@code from} on; -1: none. */
  int next(int from) {
    int word = from >>> 6;
    if (word >= found.length) {
      return -1;
    }
    long left = found[word] & -1L << from;
    while (left == 0) {
      if (++word == found.length) {
        return -1;
      }
      left = found[word];
    }
    return (word << 6) + Long.numberOfTrailingZeros(left);
  }
}
