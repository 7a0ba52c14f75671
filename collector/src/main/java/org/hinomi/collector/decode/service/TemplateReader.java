package org.hinomi.collector.decode.service;

import java.util.List;
import java.util.Map;

/**
 * The patterns of one program, in the order of the table, looked up by what they say literally. Not
 * thread-safe.
 */
final class TemplateReader implements ServiceReader {
  /** Longer texts are not read: nothing that the table knows is this long. */
  private static final int LONGEST = 8192;

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

  private final Entry[] entries;
  private final TemplateIndex index;
  private final int[] spans;
  private final Template.Budget budget = new Template.Budget();

  TemplateReader(List<Entry> entries) {
    this.entries = entries.toArray(Entry[]::new);
    index = new TemplateIndex(entries.stream().map(Entry::template).toList());
    spans = new int[2 * entries.stream().mapToInt(e -> e.template().places()).max().orElse(0)];
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
    budget.renew();
    index.look(text, from, end);
    for (int i = index.next(0); i >= 0; i = index.next(i + 1)) {
      Entry entry = entries[i];
      if (entry.template().matches(text, from, end, spans, budget)) {
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
