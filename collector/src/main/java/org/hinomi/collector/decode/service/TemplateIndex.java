package org.hinomi.collector.decode.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which of many templates a text may match. Each is found by {@value #GRAM} characters in a row
 * that it says literally, those that the fewest others say; the few that say no {@value #GRAM} in a
 * row, by one sign. So a text that matches none costs one look at each of its characters, however
 * many templates there are. Not thread-safe.
 */
final class TemplateIndex {
  private static final int GRAM = 4;
  private static final int MIXER = 0x9E3779B1;

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
  private final List<Short> shorts = new ArrayList<>();
  private final long[] found;

  /** A template without a gram; it needs the sign, or nothing where that is 0. */
  private record Short(int number, char sign) {}

  /**
   * @param templates numbered as they stand in the list
   */
  TemplateIndex(List<Template> templates) {
    Map<Integer, Integer> frequencies = new HashMap<>();
    for (Template template : templates) {
      grams(template).forEach(gram -> frequencies.merge(gram, 1, Integer::sum));
    }
    Map<Integer, List<Integer>> chosen = new TreeMap<>();
    for (int number = 0; number < templates.size(); number++) {
      Template template = templates.get(number);
      int rarest = 0;
      int least = Integer.MAX_VALUE;
      for (int gram : grams(template)) {
        int count = frequencies.getOrDefault(gram, 0);
        if (count < least || count == least && gram < rarest) {
          rarest = gram;
          least = count;
        }
      }
      if (least == Integer.MAX_VALUE) {
        shorts.add(new Short(number, sign(template)));
      } else {
        chosen.computeIfAbsent(rarest, gram -> new ArrayList<>()).add(number);
      }
    }
    grams = chosen.keySet().stream().mapToInt(Integer::intValue).toArray();
    byGram =
        chosen.values().stream()
            .map(of -> of.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
    int width = 32 - Integer.numberOfLeadingZeros(Math.max(64, SPARSE * grams.length) - 1);
    shift = 32 - width;
    bits = new long[1 << width - 6];
    for (int gram : grams) {
      int bit = gram * MIXER >>> shift;
      bits[bit >>> 6] |= 1L << bit;
    }
    found = new long[(templates.size() + 63) / 64];
  }

  private static Set<Integer> grams(Template template) {
    Set<Integer> all = new HashSet<>();
    for (String literal : template.literals()) {
      int gram = 0;
      for (int i = 0; i < literal.length(); i++) {
        gram = next(gram, literal.charAt(i));
        if (i >= GRAM - 1) {
          all.add(gram);
        }
      }
    }
    return all;
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
    for (int i = 0; i < shorts.size(); i++) {
      Short one = shorts.get(i);
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
