package org.hinomi.collector.review.cross.table;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes names comparable that different hands wrote: full-width or half-width (NFKC), in capitals
 * or not, family or given name first, with or without a blank, with a title, with an older form of
 * a character.
 */
public final class Names {
  /** Forms of characters that stand for the same in names; what NFKC does not do. */
  private static final Map<Character, Character> FORMS =
      Map.ofEntries(
          Map.entry('髙', '高'),
          Map.entry('﨑', '崎'),
          Map.entry('嵜', '崎'),
          Map.entry('邊', '辺'),
          Map.entry('邉', '辺'),
          Map.entry('齋', '斎'),
          Map.entry('齊', '斎'),
          Map.entry('斉', '斎'),
          Map.entry('澤', '沢'),
          Map.entry('濵', '浜'),
          Map.entry('濱', '浜'),
          Map.entry('廣', '広'),
          Map.entry('國', '国'),
          Map.entry('櫻', '桜'),
          Map.entry('嶋', '島'),
          Map.entry('德', '徳'),
          Map.entry('瀨', '瀬'));

  private static final List<String> TITLES =
      List.of("様", "さん", "氏", "殿", "部長", "課長", "係長", "主任", "mr.", "ms.", "mrs.", "dr.");

  /** Parts of a name whose orders are all tried. */
  private static final int PARTS = 3;

  private Names() {}

  /** NFKC, small letters, no blanks. */
  public static String plain(String text) {
    return folded(text).replaceAll("[\\s\\u3000]+", "");
  }

  private static String folded(String text) {
    String normal =
        Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).strip();
    StringBuilder folded = new StringBuilder(normal.length());
    for (int i = 0; i < normal.length(); i++) {
      folded.append(FORMS.getOrDefault(normal.charAt(i), normal.charAt(i)));
    }
    return folded.toString();
  }

  /** All forms of a name; two names are of one person where they have one in common. */
  public static Set<String> forms(String name) {
    String folded = folded(name);
    for (String title : TITLES) {
      if (folded.endsWith(title) && folded.length() > title.length() + 1) {
        folded = folded.substring(0, folded.length() - title.length());
      } else if (title.endsWith(".") && folded.startsWith(title)) {
        folded = folded.substring(title.length());
      }
    }
    List<String> parts = new ArrayList<>();
    for (String part : folded.split("[\\s\\u3000,、・]+")) {
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    Set<String> forms = new TreeSet<>();
    if (parts.isEmpty()) {
      return forms;
    }
    forms.add(String.join("", parts));
    if (parts.size() <= PARTS) {
      List<String> turned = new ArrayList<>(parts);
      Collections.reverse(turned);
      forms.add(String.join("", turned));
      // "Sato Kenichi" and "Kenichi Taro Sato": the last before all others.
      Collections.rotate(parts, 1);
      forms.add(String.join("", parts));
    }
    return forms;
  }

  /** An account without its domain: {@code AKEBONO\sato.k} and {@code sato.k@akebono.example}. */
  public static String account(String text) {
    String plain = plain(text);
    int backslash = plain.lastIndexOf('\\');
    int at = plain.indexOf('@');
    return plain.substring(backslash + 1, at > backslash ? at : plain.length());
  }

  /** A telephone number as digits alone, the country of Japan taken off. */
  public static String phone(String text) {
    String plain = plain(text);
    String digits = plain.replaceAll("\\D", "");
    return plain.startsWith("+81") ? "0" + digits.substring(2) : digits;
  }
}
