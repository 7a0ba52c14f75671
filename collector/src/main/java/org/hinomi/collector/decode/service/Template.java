package org.hinomi.collector.decode.service;

import java.util.List;

/**
 * A text with places: literal, place, literal, place … literal. Each place takes as little as lets
 * the rest match; so what an attacker writes into a user name cannot shorten what stands behind it.
 * The whole text must match. Immutable.
 */
final class Template {
  private final String[] literals;
  private final Placeholder[] places;

  /** How often a match may be tried further along before the text counts as another one. */
  static final class Budget {
    private static final int TRIES = 400;

    private int left = TRIES;

    void renew() {
      left = TRIES;
    }

    boolean spend() {
      return left-- > 0;
    }
  }

  /**
   * @param literals one more than places; only the first and the last may be empty
   */
  Template(List<String> literals, List<Placeholder> places) {
    this.literals = literals.toArray(String[]::new);
    this.places = places.toArray(Placeholder[]::new);
    for (int i = 1; i + 1 < this.literals.length; i++) {
      if (this.literals[i].isEmpty()) {
        throw new IllegalArgumentException("two places without text between them");
      }
    }
  }

  int places() {
    return places.length;
  }

  /** What a text that matches says. */
  List<String> literals() {
    return List.of(literals);
  }

  /**
   * @param spans gets start and end of each place
   */
  boolean matches(String text, int from, int end, int[] spans, Budget budget) {
    String first = literals[0];
    int p = from + first.length();
    if (p > end || !text.startsWith(first, from)) {
      return false;
    }
    return places.length == 0 ? p == end : rest(0, text, p, end, spans, budget);
  }

  private boolean rest(int k, String text, int p, int end, int[] spans, Budget budget) {
    Placeholder place = places[k];
    String next = literals[k + 1];
    spans[2 * k] = p;
    if (k == places.length - 1) {
      int last = end - next.length();
      spans[2 * k + 1] = last;
      return last >= p && text.startsWith(next, last) && place.allows(text, p, last);
    }
    int at = text.indexOf(next, p, end);
    while (at >= 0 && budget.spend()) {
      if (place.allows(text, p, at)) {
        spans[2 * k + 1] = at;
        if (rest(k + 1, text, at + next.length(), end, spans, budget)) {
          return true;
        }
      } else if (place.cannotGrow(text, p, at)) {
        return false;
      }
      at = text.indexOf(next, at + 1, end);
    }
    return false;
  }

  void put(String text, int[] spans, ServiceFields out) {
    for (int k = 0; k < places.length; k++) {
      places[k].put(text, spans[2 * k], spans[2 * k + 1], out);
    }
  }
}
