package org.hinomi.core.text;

/**
 * A text for a regular expression that somebody else has written: a search that looks at too many
 * characters ends, where it would else go back and forth for hours. For one search.
 */
public final class StepLimit implements CharSequence {
  private final CharSequence text;
  private int left;

  /** Says that the search was ended. */
  public static final class ReachedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ReachedException() {
      super("too many steps", null, false, false);
    }
  }

  /**
   * @param steps characters that may be looked at, the same one again included
   */
  public StepLimit(CharSequence text, int steps) {
    this.text = text;
    this.left = steps;
  }

  @Override
  public char charAt(int index) {
    if (--left < 0) {
      throw new ReachedException();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
