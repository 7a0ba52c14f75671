package org.hinomi.core.sigma;

import org.jspecify.annotations.Nullable;

/**
 * A question that one or more of the rules ask of an event, which is answered once for all of them.
 *
 * @param number from 0
 * @param field the number of the field whose literals answer it; -1 where none do
 * @param detection the question
 * @param literals what a search for literals finds of it; null where it has to be asked
 */
record Leaf(int number, int field, Detection detection, @Nullable Literals literals) {

  /** Whether the search for literals is all there is to it. */
  boolean isExact() {
    return literals != null && literals.exact();
  }
}
