package org.hinomi.core.sigma;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A value of a rule on its way through the modifiers: literals, and what stands for more than
 * itself as one noncharacter each, which no valid text holds.
 *
 * @param tokens the characters
 * @param bytes whether an encoding has made bytes of it, one character each
 */
record SigmaText(String tokens, boolean bytes) {
  /** {@code *}, any number of characters. */
  static final char STAR = '\uFDD0';

  /** {@code ?}, exactly one character. */
  static final char ANY = '\uFDD1';

  /** One of the five dashes of {@code windash}. */
  static final char DASH = '\uFDD2';

  /** A per cent sign that opens no placeholder. */
  static final char PERCENT = '\uFDD3';

  /** Opens and closes the name of a field whose value belongs here. */
  static final char FIELD = '\uFDD4';

  /**
   * What {@code windash} takes for one another: hyphen, slash, en dash, em dash, horizontal bar.
   */
  static final String DASHES = "-/\u2013\u2014\u2015";

  private static final java.util.regex.Pattern PAIRS =
      java.util.regex.Pattern.compile("[^%]*(%[\\w.-]+%[^%]*)+");

  /** Texts that one value may become; more is a mistake. */
  static final int EXPANSION_LIMIT = 5_000;

  /** Whether the text holds what stands for a token here. */
  static boolean holdsTokens(String text) {
    return text.chars().anyMatch(c -> c >= STAR && c <= FIELD);
  }

  /**
   * Reads wildcards and escapes: {@code \*}, {@code \?} and {@code \\} stand for the second
   * character; any other backslash stands for itself.
   *
   * @param placeholders whether {@code \%} is an escape too, as {@code expand} says; it is none
   *     where only without it the per cent signs make pairs, as in {@code C:\Users\%name%\x}
   */
  static SigmaText of(String value, boolean placeholders) {
    boolean escapes = placeholders && PAIRS.matcher(value.replace("\\%", "")).matches();
    StringBuilder out = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      char next = i + 1 < value.length() ? value.charAt(i + 1) : ' ';
      if (c == '*') {
        out.append(STAR);
      } else if (c == '?') {
        out.append(ANY);
      } else if (c == '\\' && escapes && next == '%') {
        out.append(PERCENT);
        i++;
      } else if (c == '\\' && (next == '*' || next == '?' || next == '\\')) {
        out.append(next);
        i++;
      } else {
        out.append(c);
      }
    }
    return new SigmaText(out.toString(), false);
  }

  boolean hasWildcards() {
    return tokens.indexOf(STAR) >= 0 || tokens.indexOf(ANY) >= 0;
  }

  boolean hasFields() {
    return tokens.indexOf(FIELD) >= 0;
  }

  /** With any text allowed before and after it. */
  SigmaText open(boolean start, boolean end) {
    return new SigmaText((start ? STAR : "") + tokens + (end ? STAR : ""), bytes);
  }

  SigmaText dashes() {
    StringBuilder out = new StringBuilder(tokens);
    for (int i = 0; i < out.length(); i++) {
      if (DASHES.indexOf(out.charAt(i)) >= 0) {
        out.setCharAt(i, DASH);
      }
    }
    return new SigmaText(out.toString(), bytes);
  }

  /** Writes out each dash that may be another; empty where that is more than can be kept. */
  List<SigmaText> withoutDashes() {
    List<String> done = List.of("");
    for (char c : tokens.toCharArray()) {
      List<String> longer = new ArrayList<>();
      for (String start : done) {
        for (char one : (c == DASH ? DASHES : String.valueOf(c)).toCharArray()) {
          longer.add(start + one);
        }
      }
      if (longer.size() > EXPANSION_LIMIT) {
        return List.of();
      }
      done = longer;
    }
    return done.stream().map(text -> new SigmaText(text, bytes)).toList();
  }

  /** In UTF-16, little or big end first, with or without the mark of the order. */
  SigmaText utf16(boolean littleEndian, boolean mark) {
    byte[] encoded = plain().getBytes(littleEndian ? UTF_16LE : UTF_16BE);
    return new SigmaText((mark ? "\u00FF\u00FE" : "") + new String(encoded, ISO_8859_1), true);
  }

  SigmaText base64() {
    return new SigmaText(Base64.getEncoder().encodeToString(octets()), false);
  }

  /**
   * What is always there of it when it stands anywhere in a longer text that is base64: one for
   * each of three shifts, without the characters that neighbours have a part in.
   */
  List<SigmaText> base64Offsets() {
    byte[] octets = octets();
    List<SigmaText> texts = new ArrayList<>();
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[octets.length + shift];
      System.arraycopy(octets, 0, shifted, shift, octets.length);
      String encoded = Base64.getEncoder().encodeToString(shifted);
      int start = shift == 0 ? 0 : shift + 1;
      int rest = shifted.length % 3;
      int end = encoded.length() - (rest == 0 ? 0 : 4 - rest);
      texts.add(new SigmaText(start < end ? encoded.substring(start, end) : "", false));
    }
    return texts;
  }

  private String plain() {
    return tokens.replace(PERCENT, '%');
  }

  private byte[] octets() {
    return plain().getBytes(bytes ? ISO_8859_1 : UTF_8);
  }
}
