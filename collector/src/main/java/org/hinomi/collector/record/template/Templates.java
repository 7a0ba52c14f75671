package org.hinomi.collector.record.template;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Gives each message its template: the message with {@value #PLACEHOLDER} for each variable token
 * (see {@link Tokens}). Messages of one template have the same words in the same places, so they
 * compress well side by side, and words need to be searched once a template.
 *
 * <p>A token is variable if it contains a digit (also a full-width one), if it is 8 or more
 * hexadecimal letters, or if it is the single character {@code *}. So that a placeholder is never
 * mistaken for text: between {@code <} and {@code >} a {@code *} that stands alone is always a
 * placeholder, and filling in {@link #variableStart the variable parts} gives the message exactly.
 * All that follows {@value #LONGEST} bytes (from the token there on) is one variable part.
 *
 * <p>A template's id is the first 63 bits of the XXH64 (seed 0) of its text in UTF-8, so it is the
 * same in every part, process and machine. Memory is bounded: beyond the given number of templates,
 * and for messages with U+0130 or U+212A (lower case in ASCII, which would hide them from a search
 * by ASCII words), comes the catch-all template: id 0, code 0, the whole message variable.
 *
 * <p>After Drain (He, Zhu, Zheng, Lyu, ICWS 2017), whose first step, digits make a token variable,
 * is all that is used here: its merging by similarity would make a template depend on what came
 * before it. Split into template and variables as in CLP (Rodrigues, Luo, Yuan, OSDI 2021).
 *
 * <p>For one thread. The bytes given must be UTF-8.
 */
public final class Templates {
  /**
   * Stands for a variable part; {@code <} and {@code >} end tokens, so it is a token of its own.
   */
  public static final String PLACEHOLDER = "<*>";

  /** The catch-all template's id and code. */
  public static final int CATCH_ALL = 0;

  private static final int LONGEST = 4096;
  private static final int SHORTEST_HEX = 8;

  private final int most;
  private final int[] starts = new int[LONGEST / 2 + 2];
  private final int[] ends = new int[LONGEST / 2 + 2];
  private int variables;

  // A placeholder of three bytes may stand for one byte, which a delimiter follows.
  private final byte[] masked = new byte[LONGEST * 2 + 8];
  private int length;

  /** Open addressing, a power of two, at most half full: the code of each id; 0 is free. */
  private int[] codes = new int[256];

  private long[] ids = new long[64];
  private String[] texts = new String[64];
  private int count = 1;

  /**
   * For one part.
   *
   * @param most the largest number of templates beside the catch-all, 1 or more
   */
  public Templates(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("templates: " + most + " (expected: 1 or more)");
    }
    this.most = most;
    texts[CATCH_ALL] = PLACEHOLDER;
  }

  /**
   * The code of the template of the message {@code b[from, to)}: its place in the order in which
   * templates were first seen, 1 to {@link #size()} - 1, or {@link #CATCH_ALL}.
   */
  public int code(byte[] b, int from, int to) {
    int code = mask(b, from, to) ? codeOf(hash(masked, length)) : CATCH_ALL;
    if (code == CATCH_ALL) {
      variables = 1;
      starts[0] = from;
      ends[0] = to;
    }
    return code;
  }

  /**
   * The id of the template of the message {@code b[from, to)}, which is not remembered; {@link
   * #CATCH_ALL} where it has none of its own. Its text is {@link #lastText()}.
   */
  public long idOf(byte[] b, int from, int to) {
    return mask(b, from, to) ? hash(masked, length) : CATCH_ALL;
  }

  /** The text of the template of the message last given to {@link #idOf(byte[], int, int)}. */
  public String lastText() {
    return new String(masked, 0, length, StandardCharsets.UTF_8);
  }

  /** The number of variable parts of the message last given to {@link #code}. */
  public int variables() {
    return variables;
  }

  /** Where the i-th variable part of that message begins in its array. */
  public int variableStart(int i) {
    return starts[i];
  }

  /** Where the i-th variable part of that message ends in its array. */
  public int variableEnd(int i) {
    return ends[i];
  }

  /** The number of codes given so far, with the catch-all. */
  public int size() {
    return count;
  }

  /** The id of the template with this code. */
  public long id(int code) {
    return ids[code];
  }

  /** The text of the template with this code. */
  public String text(int code) {
    return texts[code];
  }

  /** The id of the template with this text. */
  public static long idOf(String text) {
    byte[] b = text.getBytes(StandardCharsets.UTF_8);
    return text.equals(PLACEHOLDER) ? CATCH_ALL : hash(b, b.length);
  }

  private static long hash(byte[] b, int length) {
    return Math.max(1, XxHash64.of(b, length) >>> 1);
  }

  /** Writes the template's text into {@link #masked}; false if it is none of its own. */
  private boolean mask(byte[] b, int from, int to) {
    variables = 0;
    length = 0;
    int literal = from;
    int limit = to - from > LONGEST ? from + LONGEST : to;
    int i = from;
    while (i < limit) {
      int kind = Tokens.kind(b[i]);
      if (kind == Tokens.DELIMITER) {
        i++;
        continue;
      }
      int start = i;
      boolean variable = false;
      if (kind == Tokens.OTHER) {
        for (; i < limit && b[i] < 0; i++) {
          if (Tokens.lowersToAscii(b, from, i)) {
            return false;
          }
          variable |= fullWidthDigit(b, start, i);
        }
      } else {
        int kinds = kind;
        while (++i < limit && (kind = Tokens.kind(b[i])) < Tokens.DELIMITER) {
          kinds |= kind;
        }
        variable = kinds != Tokens.WORD || isHexOrStar(b, start, i);
      }
      if (i == limit && limit < to) {
        limit = start;
        i = start;
      } else if (variable) {
        placeholder(b, literal, start, i);
        literal = i;
      }
    }
    if (limit < to) {
      placeholder(b, literal, limit, to);
      literal = to;
    }
    append(b, literal, to);
    // One variable token alone reads as the catch-all, and is it.
    return length != PLACEHOLDER.length() || variables != 1;
  }

  private void placeholder(byte[] b, int literal, int start, int end) {
    append(b, literal, start);
    masked[length] = '<';
    masked[length + 1] = '*';
    masked[length + 2] = '>';
    length += 3;
    starts[variables] = start;
    ends[variables] = end;
    variables++;
  }

  private void append(byte[] b, int from, int to) {
    System.arraycopy(b, from, masked, length, to - from);
    length += to - from;
  }

  /** Whether the character that ends at {@code at} is U+FF10 to U+FF19, {@code EF BC 90..99}. */
  private static boolean fullWidthDigit(byte[] b, int start, int at) {
    return at >= start + 2
        && b[at - 1] == (byte) 0xBC
        && b[at - 2] == (byte) 0xEF
        && b[at] >= (byte) 0x90
        && b[at] <= (byte) 0x99;
  }

  private static boolean isHexOrStar(byte[] b, int start, int end) {
    if (end - start < SHORTEST_HEX) {
      return end - start == 1 && b[start] == '*';
    }
    for (int i = start; i < end; i++) {
      int lower = b[i] | 0x20;
      if (lower < 'a' || lower > 'f') {
        return false;
      }
    }
    return true;
  }

  private int codeOf(long id) {
    int slot = slotOf(id);
    if (codes[slot] != 0 || count > most) {
      return codes[slot];
    }
    if (count == ids.length) {
      ids = Arrays.copyOf(ids, count * 2);
      texts = Arrays.copyOf(texts, count * 2);
    }
    int code = count++;
    ids[code] = id;
    texts[code] = new String(masked, 0, length, StandardCharsets.UTF_8);
    codes[slot] = code;
    if (count * 2 > codes.length) {
      codes = new int[codes.length * 2];
      for (int known = 1; known < count; known++) {
        codes[slotOf(ids[known])] = known;
      }
    }
    return code;
  }

  /** Where this id's code stands, or where it would stand. */
  private int slotOf(long id) {
    int slot = (int) id & codes.length - 1;
    while (codes[slot] != 0 && ids[codes[slot]] != id) {
      slot = slot + 1 & codes.length - 1;
    }
    return slot;
  }
}
