package org.hinomi.collector.decode.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The patterns of one program, in the order of the table, looked up by their first character and by
 * what they say literally. Not thread-safe.
 */
final class TemplateReader implements ServiceReader {
  /** Longer texts are not read: nothing that the table knows is this long. */
  private static final int LONGEST = 8192;

  private static final int ASCII = 128;

  /**
   * One kind of event.
   *
   * @param constants fields that it has whatever the text says
   * @param program who writes it, for texts that come without a name
   */
  record Kind(
      String kind,
      String outcome,
      String action,
      String category,
      Map<String, String> constants,
      String program) {}

  /** A pattern and what it means. */
  record Entry(Template template, Kind kind) {}

  private final Entry[][] byFirst = new Entry[ASCII][];
  private final Entry[] others;
  private final int[] spans;
  private final Template.Budget budget = new Template.Budget();
  private final Trigrams trigrams = new Trigrams();

  TemplateReader(List<Entry> entries) {
    int places = 1;
    List<Entry> open = new ArrayList<>();
    for (Entry entry : entries) {
      places = Math.max(places, entry.template().places());
      if (entry.template().prefix().isEmpty()) {
        open.add(entry);
      }
    }
    others = open.toArray(Entry[]::new);
    for (int c = 0; c < ASCII; c++) {
      List<Entry> of = new ArrayList<>();
      for (Entry entry : entries) {
        String prefix = entry.template().prefix();
        if (prefix.isEmpty() || prefix.charAt(0) == c) {
          of.add(entry);
        }
      }
      byFirst[c] = of.size() == others.length ? others : of.toArray(Entry[]::new);
    }
    spans = new int[2 * places];
  }

  @Override
  public boolean read(String text, int from, ServiceFields out) {
    int end = text.length();
    while (end > from && text.charAt(end - 1) <= ' ') {
      end--;
    }
    if (end <= from || end - from > LONGEST) {
      return false;
    }
    char first = text.charAt(from);
    Entry[] candidates = first < ASCII ? byFirst[first] : others;
    if (candidates.length == 0) {
      return false;
    }
    budget.renew();
    trigrams.clear();
    trigrams.add(text, from, end);
    for (Entry entry : candidates) {
      if (entry.template().mayMatch(trigrams)
          && entry.template().matches(text, from, end, spans, budget)) {
        Kind kind = entry.kind();
        out.event(kind.kind(), kind.outcome(), kind.action(), kind.category());
        kind.constants().forEach(out::constant);
        out.program(kind.program());
        entry.template().put(text, spans, out);
        return true;
      }
    }
    return false;
  }
}
