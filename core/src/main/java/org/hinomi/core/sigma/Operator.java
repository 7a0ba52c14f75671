package org.hinomi.core.sigma;

/** How two numbers stand to each other, by the word of the specification. */
enum Operator {
  LT,
  LTE,
  GT,
  GTE,
  EQ,
  NEQ;

  /** Whether it holds, given what {@code compareTo} says. */
  boolean holds(int comparison) {
    return switch (this) {
      case LT -> comparison < 0;
      case LTE -> comparison <= 0;
      case GT -> comparison > 0;
      case GTE -> comparison >= 0;
      case EQ -> comparison == 0;
      case NEQ -> comparison != 0;
    };
  }
}
