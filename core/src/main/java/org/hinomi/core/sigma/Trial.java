package org.hinomi.core.sigma;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of one event while rules are tried on it, one event at a time. For one thread. */
final class Trial {
  private static final byte YES = 1;
  private static final byte NO = 2;

  /** There are as many trials as kinds of source: room for longer texts is not kept. */
  private static final int KEPT_ROOM = 16_384;

  private final RuleIndex index;
  private final boolean[] searched;
  private final long[] found;
  private final long[] always;
  private final long[] candidates;
  private @Nullable FieldView quick;
  private @Nullable FieldView exact;
  private byte[] answers = {};

  /** The leaves that were asked. */
  private int[] asked = {};

  private int answered;
  private char[] room = {};
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
    for (int i = 0; i < answered; i++) {
      answers[asked[i]] = 0;
    }
    answered = 0;
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
    LiteralIndex both = index.both();
    if (both != null && (field == index.message() || field == index.texts())) {
      searchBoth(event, both);
      return;
    }
    List<String> values = name.isEmpty() ? event.texts() : event.values(name);
    boolean single = field != index.message() && field != index.texts();
    LiteralIndex literals = index.literals(field);
    if (known.length > 0 && values.size() == 1 && single && literals.isInside()) {
      searchOne(field, values.getFirst(), literals);
      return;
    }
    for (int i = 0; i < values.size(); i++) {
      literals.find(values.get(i), this);
    }
  }

  /** Looks for the literals of a field that has one value, which other events may have had. */
  private void searchOne(int field, String value, LiteralIndex literals) {
    KnownValues before = known[field];
    if (before == null) {
      before = new KnownValues();
      known[field] = before;
    }
    if (!before.takes(value)) {
      literals.find(value, this);
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
    literals.find(value, this);
    before.know(value, recent, recentCount);
  }

  /** The message is mostly one of the texts, and much longer than the others: one pass does. */
  private void searchBoth(FieldView event, LiteralIndex both) {
    searched[index.message()] = true;
    searched[index.texts()] = true;
    List<String> messages = event.values("message");
    List<String> texts = event.texts();
    String shared = messages.size() == 1 ? same(texts, messages.getFirst()) : null;
    if (shared != null) {
      both.find(shared, this);
    } else {
      for (int i = 0; i < messages.size(); i++) {
        index.literals(index.message()).find(messages.get(i), this);
      }
    }
    for (int i = 0; i < texts.size(); i++) {
      if (!isSame(texts.get(i), shared)) {
        index.literals(index.texts()).find(texts.get(i), this);
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

  /** For a text of so many characters, to be used at once. */
  char[] room(int length) {
    if (length > KEPT_ROOM) {
      return new char[length];
    }
    if (room.length < length) {
      room = new char[Math.clamp(2L * length, 512, KEPT_ROOM)];
    }
    return room;
  }

  /** Whether the literals of the leaf were found. */
  boolean isFound(int leaf) {
    return (found[leaf >> 6] & 1L << leaf) != 0;
  }

  /** Takes down that they were, and which rules may match for it. */
  void found(int leaf) {
    if (isFound(leaf)) {
      return;
    }
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
      asked = new int[answers.length];
    }
    if (answers[number] == 0) {
      answers[number] = asks(leaf) ? YES : NO;
      asked[answered++] = number;
    }
    return answers[number] == YES;
  }

  private boolean asks(Leaf leaf) {
    Detection question = leaf.detection();
    return switch (leaf.asked()) {
      case QUICK -> question.matches(requireNonNull(quick, "begin() comes first"));
      case BOTH ->
          question.matches(requireNonNull(quick, "begin() comes first"))
              || quick != exact && question.matches(requireNonNull(exact, "begin() comes first"));
      case EXACT -> question.matches(requireNonNull(exact, "begin() comes first"));
    };
  }
}
