package org.hinomi.core.sigma;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of one event while rules are tried on it, one event at a time. For one thread. */
final class Trial {
  private static final byte YES = 1;
  private static final byte NO = 2;

  private final RuleIndex index;
  private final boolean[] searched;
  private final long[] found;
  private final long[] always;
  private final long[] candidates;
  private @Nullable FieldView quick;
  private @Nullable FieldView exact;
  private byte[] answers = {};
  private boolean answered;
  private char[] folded = {};
  private final @Nullable KnownValues[] known;

  /** The leaves that were found since the search of a value began. */
  private int[] recent = new int[64];

  private int recentCount;

  /**
   * @param always the rules that are tried on every event
   * @param again whether it is for many events, so that their values are worth remembering
   */
  Trial(RuleIndex index, int fields, int leaves, long[] always, boolean again) {
    this.index = index;
    this.searched = new boolean[fields];
    this.known = new KnownValues[again ? fields : 0];
    this.found = new long[(leaves + 63) / 64];
    this.always = always;
    this.candidates = new long[always.length];
  }

  /**
   * Forgets the event before.
   *
   * @param quick where literals are looked for
   * @param exact what all else is asked of
   */
  Trial begin(FieldView quick, FieldView exact) {
    this.quick = quick;
    this.exact = exact;
    Arrays.fill(searched, false);
    Arrays.fill(found, 0);
    recentCount = 0;
    System.arraycopy(always, 0, candidates, 0, always.length);
    if (answered) {
      Arrays.fill(answers, (byte) 0);
      answered = false;
    }
    return this;
  }

  long[] candidates() {
    return candidates;
  }

  /** Looks for the literals of a field, the first time that it is asked for. */
  void search(int field) {
    if (searched[field]) {
      return;
    }
    searched[field] = true;
    String name = index.field(field);
    FieldView event = requireNonNull(quick, "begin() comes first");
    GramIndex both = index.both();
    if (both != null && (field == index.message() || field == index.texts())) {
      searchBoth(event, both);
      return;
    }
    List<String> values = name.isEmpty() ? event.texts() : event.values(name);
    boolean single = field != index.message() && field != index.texts();
    if (known.length > 0 && values.size() == 1 && single) {
      searchOne(field, values.getFirst());
      return;
    }
    for (int i = 0; i < values.size(); i++) {
      search(values.get(i), index.grams(field));
    }
  }

  /** Looks for the literals of a field that has one value, which other events may have had. */
  private void searchOne(int field, String value) {
    KnownValues before = known[field];
    if (before == null) {
      before = new KnownValues();
      known[field] = before;
    }
    if (!before.takes(value)) {
      search(value, index.grams(field));
      return;
    }
    int[] leaves = before.leaves(value);
    if (leaves != null) {
      for (int leaf : leaves) {
        found(leaf);
      }
      return;
    }
    recentCount = 0;
    search(value, index.grams(field));
    before.know(value, recent, recentCount);
  }

  /** The message is mostly one of the texts, and much longer than the others: one pass does. */
  private void searchBoth(FieldView event, GramIndex both) {
    searched[index.message()] = true;
    searched[index.texts()] = true;
    List<String> messages = event.values("message");
    List<String> texts = event.texts();
    String shared = messages.size() == 1 ? same(texts, messages.getFirst()) : null;
    if (shared != null) {
      search(shared, both);
    } else {
      for (int i = 0; i < messages.size(); i++) {
        search(messages.get(i), index.grams(index.message()));
      }
    }
    for (int i = 0; i < texts.size(); i++) {
      if (!isSame(texts.get(i), shared)) {
        search(texts.get(i), index.grams(index.texts()));
      }
    }
  }

  private static @Nullable String same(List<String> texts, String message) {
    for (int i = 0; i < texts.size(); i++) {
      if (isSame(texts.get(i), message)) {
        return message;
      }
    }
    return null;
  }

  /** Comparing the characters would cost more than it saves. */
  @SuppressWarnings({"ReferenceEquality", "StringEquality"})
  private static boolean isSame(String one, @Nullable String other) {
    return one == other;
  }

  private void search(String value, GramIndex literals) {
    boolean ascii = fold(value);
    literals.find(folded, value.length(), ascii, this);
  }

  /** Folds the value; says whether it is all of ASCII. */
  private boolean fold(String value) {
    int length = value.length();
    if (folded.length < length) {
      folded = new char[Math.max(length, 512)];
    }
    char[] into = folded;
    value.getChars(0, length, into, 0);
    int seen = 0;
    for (int i = 0; i < length; i++) {
      char c = into[i];
      seen |= c;
      if (c - 'A' <= 'Z' - 'A' && c >= 'A') {
        into[i] = (char) (c | 0x20);
      } else if (c >= 128) {
        into[i] = Pattern.fold(c);
      }
    }
    return seen < 128;
  }

  /** Whether the literals of the leaf were found. */
  boolean isFound(int leaf) {
    return (found[leaf >> 6] & 1L << leaf) != 0;
  }

  /** Takes down that they were, and which rules may match for it. */
  void found(int leaf) {
    found[leaf >> 6] |= 1L << leaf;
    if (recentCount == recent.length) {
      recent = Arrays.copyOf(recent, 2 * recentCount);
    }
    recent[recentCount++] = leaf;
    for (int rule : index.anchored(leaf)) {
      candidates[rule >> 6] |= 1L << rule;
    }
  }

  /** Whether the event is as the leaf asks. */
  boolean holds(Leaf leaf) {
    int number = leaf.number();
    if (leaf.literals() != null) {
      search(leaf.field());
      if (!isFound(number)) {
        return false;
      }
      if (leaf.isExact()) {
        return true;
      }
    }
    if (answers.length == 0) {
      answers = new byte[found.length * 64];
    }
    if (answers[number] == 0) {
      FieldView event = requireNonNull(exact, "begin() comes first");
      answers[number] = leaf.detection().matches(event) ? YES : NO;
      answered = true;
    }
    return answers[number] == YES;
  }
}
