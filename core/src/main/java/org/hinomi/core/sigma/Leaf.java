package org.hinomi.core.sigma;

import org.jspecify.annotations.Nullable;

/**
 * A question that one or more of the rules ask of an event, which is answered once for all of them.
 *
 * @param number from 0
 * @param field the number of the field whose literals answer it; -1 where none do
 * @param detection the question
 * @param literals what a search for literals finds of it; null where it has to be asked
 * @param asked which view of the event has to be asked then
 */
record Leaf(int number, int field, Detection detection, @Nullable Literals literals, Asked asked) {

  /** Which view of an event answers a question. */
  enum Asked {
    /** That which has the values that are not empty. */
    QUICK,
    /** That which has the values that are not empty; where it says no, that which has all. */
    BOTH,
    EXACT;

    static Asked of(Detection question) {
      return switch (question) {
        // What the record says, or a text that was made for it: only the exact view knows.
        case Detection.Field field when field.name().equalsIgnoreCase("message") -> EXACT;
        case Detection.Field field -> field.test().matches("") ? BOTH : QUICK;
        case Detection.Null _ -> QUICK;
        case Detection.Exists _ -> BOTH;
        case Detection.Keyword _, Detection.Reference _ -> EXACT;
        case Detection.And _, Detection.Or _, Detection.Not _ ->
            throw new IllegalArgumentException("not one question: " + question);
      };
    }
  }

  /** Whether the search for literals is all there is to it. */
  boolean isExact() {
    return literals != null && literals.exact();
  }
}
