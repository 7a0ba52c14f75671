package org.hinomi.collector.review.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.hinomi.collector.review.Table;

/**
 * Puts kinds of events that read alike together, so that two hundred of them can be gone through:
 * of the same log, with most words in common. The same rows give the same clusters.
 */
final class Clusters {
  /** Share of all words of two templates that they must have in common. */
  private static final double ALIKE = 0.5;

  /**
   * Kinds that read alike.
   *
   * @param example the first of them
   * @param kinds how many they are
   * @param events of all of them
   */
  record Cluster(String log, String example, int kinds, long events, List<String> hosts) {
    Cluster {
      hosts = List.copyOf(hosts);
    }
  }

  private static final class Gathered {
    private final String log;
    private final String example;
    private final Set<String> words;
    private final Set<String> hosts = new TreeSet<>();
    private int kinds;
    private long events;

    private Gathered(String log, String example, Set<String> words) {
      this.log = log;
      this.example = example;
      this.words = words;
    }
  }

  private Clusters() {}

  /**
   * Those of a table with the columns log, template, host and events, the largest first.
   *
   * @param table with one kind of event in each row
   */
  static List<Cluster> of(Table table) {
    List<Gathered> all = new ArrayList<>();
    for (Table.Row row : table.list()) {
      String log = row.text("log");
      Set<String> words = words(row.text("template"));
      Gathered fits =
          all.stream()
              .filter(each -> each.log.equals(log) && alike(each.words, words))
              .findFirst()
              .orElse(null);
      if (fits == null) {
        fits = new Gathered(log, row.text("template"), words);
        all.add(fits);
      }
      fits.kinds++;
      fits.events += row.whole("events");
      fits.hosts.add(row.text("host"));
    }
    return all.stream()
        .sorted(Comparator.comparingInt((Gathered each) -> each.kinds).reversed())
        .map(
            each ->
                new Cluster(
                    each.log, each.example, each.kinds, each.events, List.copyOf(each.hosts)))
        .toList();
  }

  private static Set<String> words(String template) {
    Set<String> words = new HashSet<>();
    for (String word : template.toLowerCase(Locale.ROOT).split("[^\\p{L}_]+")) {
      if (word.length() > 1) {
        words.add(word);
      }
    }
    return words;
  }

  private static boolean alike(Set<String> one, Set<String> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.equals(other);
    }
    long common = one.stream().filter(other::contains).count();
    return common >= ALIKE * (one.size() + other.size() - common);
  }
}
