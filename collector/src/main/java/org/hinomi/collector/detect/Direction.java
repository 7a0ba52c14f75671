package org.hinomi.collector.detect;

/** On which side of a level trouble lies. */
public enum Direction {
  /** High values are bad: a file system that fills up. */
  ABOVE,
  /** Low values are bad: memory that is left. */
  BELOW;

  /** Whether {@code value} is at the level or beyond it, on the bad side. */
  boolean reaches(double value, double level) {
    return this == ABOVE ? value >= level : value <= level;
  }

  /** Whether {@code value} is at the level or beyond it, on the good side. */
  boolean leaves(double value, double level) {
    return this == ABOVE ? value <= level : value >= level;
  }
}
