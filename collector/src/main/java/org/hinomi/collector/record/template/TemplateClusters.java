package org.hinomi.collector.record.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of messages of each program: templates that differ in names alone are one. After Drain
 * (He, Zhu, Zheng, Lyu, ICWS 2017), on the templates of {@link Templates}, in which what holds a
 * digit is variable already; with its fixed tree of depth 4 (program, number of words, first word,
 * list of kinds), at most {@value #CHILDREN} first words (more share one list), and the similarity
 * {@value #SIMILAR}: of the kinds in a list with so large a share of equal words, of those that are
 * not variable, the most similar one takes the message, else it is a kind of its own.
 *
 * <p>One thing is otherwise. In Drain a place is variable when a second word has stood in it, so
 * {@code session opened} and {@code session closed} are one kind, and the first {@code session
 * failed} is nothing new. Here a place takes {@value #WORDS} different words, each of them news,
 * before it is variable.
 *
 * <p>The same messages in the same order give the same kinds, also over {@link #changes} and {@link
 * #restore}. Bounded: {@value #MOST} kinds of {@value #PROGRAMS} programs, their words some {@value
 * #BYTES} bytes; beyond that a place takes any word at once. A program with {@value #OF_LIST} kinds
 * in one list, or {@value #OF_PROGRAM} in all, writes free text: nothing is known of it, and
 * nothing is news. For one thread.
 */
public final class TemplateClusters {
  static final int MOST = 10_000;
  static final int PROGRAMS = 2_000;
  static final int OF_PROGRAM = 1_000;
  static final int OF_LIST = 100;
  static final int CHILDREN = 100;
  static final int WORDS = 4;
  static final int BYTES = 1 << 25;
  private static final double SIMILAR = 0.5;

  /** Of a word beside its characters. */
  private static final int OF_WORD = 64;

  /** Words of a message that count. */
  private static final int LONGEST = 64;

  /** Templates whose kind is remembered: the tree need not be gone through for them. */
  private static final int REMEMBERED = 50_000;

  /** First word of the list of those beyond {@link #CHILDREN}. */
  private static final String ANY = "<*>";

  /** First word of the mark that a program writes free text: no word holds a space. */
  private static final String FREE_TEXT = "< >";

  private static final String[] OPEN = {};

  private final Map<String, Program> programs = new HashMap<>();
  private final Map<Integer, Cluster> all = new TreeMap<>();
  private final Set<Integer> changed = new HashSet<>();
  private final Set<Integer> gone = new HashSet<>();
  private int next = 1;
  private int remembered;

  /** What the words take, about. */
  private long bytes;

  private long refused;

  /**
   * What a message is.
   *
   * @param number of its kind; 0 where nothing can be said of it
   * @param isNew whether no such message has been seen of its program
   */
  public record Kind(int number, boolean isNew) {
    static final Kind NONE = new Kind(0, false);
  }

  /** The words that have stood in each place; none where it takes any word. */
  private static final class Cluster {
    final String program;
    final String first;
    final int number;
    final String[][] places;
    int day;

    Cluster(String program, String first, int number, String[][] places, int day) {
      this.program = program;
      this.first = first;
      this.number = number;
      this.places = places;
      this.day = day;
    }
  }

  private static final class Program {
    final Map<String, List<Cluster>> lists = new HashMap<>();
    final Map<Integer, Set<String>> firsts = new HashMap<>();
    final Map<Long, Cluster> known = new HashMap<>();
    int size;
    @Nullable Cluster freeText;

    void add(Cluster cluster) {
      int length = cluster.places.length;
      lists.computeIfAbsent(list(length, cluster.first), n -> new ArrayList<>()).add(cluster);
      firsts.computeIfAbsent(length, n -> new HashSet<>()).add(cluster.first);
      size++;
    }

    static String list(int length, String first) {
      return length + " " + first;
    }
  }

  /**
   * The kind of a message.
   *
   * @param id of its template
   * @param template its text; asked for where the template is not remembered
   * @param day since 1970
   */
  public Kind take(String program, long id, Supplier<String> template, int day) {
    Program its = programs.get(program);
    if (its == null) {
      if (programs.size() >= PROGRAMS) {
        refused++;
        return Kind.NONE;
      }
      its = new Program();
      programs.put(program, its);
    }
    if (its.freeText != null) {
      seen(its.freeText, day);
      return Kind.NONE;
    }
    Cluster known = its.known.get(id);
    if (known != null) {
      seen(known, day);
      return new Kind(known.number, false);
    }
    return find(its, program, id, words(template.get()), day);
  }

  private Kind find(Program its, String program, long id, String[] words, int day) {
    String first = words.length == 0 ? "" : words[0];
    Set<String> firsts = its.firsts.getOrDefault(words.length, Set.of());
    String route = firsts.contains(first) || firsts.size() < CHILDREN ? first : ANY;
    List<Cluster> list = its.lists.getOrDefault(Program.list(words.length, route), List.of());
    Cluster cluster = mostSimilar(list, words);
    boolean isNew;
    if (cluster != null) {
      isNew = join(cluster, words);
      if (isNew) {
        changed.add(cluster.number);
      }
      seen(cluster, day);
    } else if (list.size() >= OF_LIST || its.size >= OF_PROGRAM) {
      freeText(its, program, day);
      return Kind.NONE;
    } else if (all.size() >= MOST || bytes >= BYTES) {
      refused++;
      return Kind.NONE;
    } else {
      String[][] places = new String[words.length][];
      Arrays.setAll(places, i -> new String[] {words[i]});
      cluster = new Cluster(program, route, next++, places, day);
      its.add(cluster);
      all.put(cluster.number, cluster);
      bytes += bytes(cluster);
      changed.add(cluster.number);
      isNew = true;
    }
    if (remembered++ >= REMEMBERED) {
      programs.values().forEach(each -> each.known.clear());
      remembered = 1;
    }
    its.known.put(id, cluster);
    return new Kind(cluster.number, isNew);
  }

  private void freeText(Program its, String program, int day) {
    all.values()
        .removeIf(
            cluster -> {
              boolean ours = cluster.program.equals(program);
              if (ours) {
                gone.add(cluster.number);
                bytes -= bytes(cluster);
              }
              return ours;
            });
    changed.removeAll(gone);
    its.lists.clear();
    its.firsts.clear();
    its.known.clear();
    its.size = 0;
    Cluster mark = new Cluster(program, FREE_TEXT, next++, new String[0][], day);
    its.freeText = mark;
    all.put(mark.number, mark);
    changed.add(mark.number);
  }

  private static String[] words(String template) {
    List<String> words = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= template.length() && words.size() < LONGEST; i++) {
      boolean space = i == template.length() || template.charAt(i) <= ' ';
      if (space && start >= 0) {
        words.add(template.substring(start, i));
        start = -1;
      } else if (!space && start < 0) {
        start = i;
      }
    }
    return words.toArray(String[]::new);
  }

  private static @Nullable Cluster mostSimilar(List<Cluster> list, String[] words) {
    Cluster best = null;
    int most = -1;
    for (Cluster cluster : list) {
      int equal = 0;
      int open = 0;
      for (int i = 0; i < words.length; i++) {
        String[] place = cluster.places[i];
        if (place.length == 0) {
          open++;
        } else if (contains(place, words[i])) {
          equal++;
        }
      }
      // Of equally similar ones that with more variable places takes it, as in Drain.
      int rank = equal * (LONGEST + 1) + open;
      if (equal >= SIMILAR * (words.length - open) && rank > most) {
        best = cluster;
        most = rank;
      }
    }
    return best;
  }

  private static boolean contains(String[] place, String word) {
    for (String known : place) {
      if (known.equals(word)) {
        return true;
      }
    }
    return false;
  }

  /** Gives whether a word is new in its place. */
  private boolean join(Cluster cluster, String[] words) {
    boolean isNew = false;
    for (int i = 0; i < words.length; i++) {
      String[] place = cluster.places[i];
      if (place.length == 0 || contains(place, words[i])) {
        continue;
      }
      isNew = true;
      String[] more = Arrays.copyOf(place, place.length + 1);
      more[place.length] = words[i];
      cluster.places[i] = more.length > WORDS || bytes >= BYTES ? OPEN : more;
      bytes += bytes(cluster.places[i]) - bytes(place);
    }
    return isNew;
  }

  private static long bytes(Cluster cluster) {
    long sum = 0;
    for (String[] place : cluster.places) {
      sum += bytes(place);
    }
    return sum;
  }

  private static long bytes(String[] place) {
    long sum = 0;
    for (String word : place) {
      sum += OF_WORD + 2L * word.length();
    }
    return sum;
  }

  private void seen(Cluster cluster, int day) {
    if (cluster.day < day) {
      cluster.day = day;
      changed.add(cluster.number);
    }
  }

  /** Forgets the kinds that were not seen since a day. */
  public void forget(int before) {
    int size = all.size();
    all.values()
        .removeIf(
            cluster -> {
              if (cluster.day < before) {
                gone.add(cluster.number);
                bytes -= bytes(cluster);
              }
              return cluster.day < before;
            });
    if (all.size() < size) {
      changed.removeAll(gone);
      programs.clear();
      remembered = 0;
      all.values().forEach(this::enter);
    }
  }

  private void enter(Cluster cluster) {
    Program its = programs.computeIfAbsent(cluster.program, name -> new Program());
    if (cluster.first.equals(FREE_TEXT)) {
      its.freeText = cluster;
    } else {
      its.add(cluster);
    }
  }

  /** How many kinds are known. */
  public int size() {
    return all.size();
  }

  /** How many programs write free text. */
  public long freeTexts() {
    return programs.values().stream().filter(its -> its.freeText != null).count();
  }

  /** Messages of which nothing is known because there are too many programs or kinds. */
  public long refused() {
    return refused;
  }

  public boolean changed() {
    return !changed.isEmpty() || !gone.isEmpty();
  }

  /**
   * What is kept of a kind.
   *
   * @param day when it was seen last
   * @param text its program, the first word of its list, and the words of each place, in lines
   */
  public record Kept(int number, int day, String text) {}

  /** The kinds that changed since it was asked last, and the numbers of those that are gone. */
  public record Changes(List<Kept> kept, Set<Integer> gone) {}

  public Changes changes() {
    List<Kept> kept = new ArrayList<>();
    for (int number : changed) {
      Cluster cluster = Objects.requireNonNull(all.get(number));
      kept.add(new Kept(number, cluster.day, text(cluster)));
    }
    Changes changes = new Changes(kept, Set.copyOf(gone));
    changed.clear();
    gone.clear();
    return changes;
  }

  private static String text(Cluster cluster) {
    StringBuilder text = new StringBuilder();
    text.append(cluster.program.replace('\n', ' ')).append('\n').append(cluster.first);
    for (String[] place : cluster.places) {
      text.append('\n').append(String.join("\t", place));
    }
    return text.toString();
  }

  /** Takes back a kind that was kept; in the order of their numbers. */
  public void restore(Kept kept) {
    String[] lines = kept.text().split("\n", -1);
    if (lines.length < 2 || kept.number() <= 0 || all.containsKey(kept.number())) {
      return;
    }
    String[][] places = new String[lines.length - 2][];
    Arrays.setAll(places, i -> lines[i + 2].isEmpty() ? OPEN : lines[i + 2].split("\t", -1));
    Cluster cluster = new Cluster(lines[0], lines[1], kept.number(), places, kept.day());
    next = Math.max(next, kept.number() + 1);
    all.put(cluster.number, cluster);
    bytes += bytes(cluster);
    enter(cluster);
  }
}
