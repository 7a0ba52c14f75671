package org.hinomi.collector.notify.tower;

/**
 * What a signal tower shows, in the six digits of its makers: red, amber, green, blue, white (0
 * off, 1 on, 2 and 3 flashing, 9 as it is) and the buzzer (0 off, 1 to 4 patterns, 9 as it is).
 */
public record Lamp(String digits) {
  public static final String EXPECTED =
      "six digits: red, amber, green, blue, white (0 off, 1 on, 2 or 3 flashing, 9 as it is) and"
          + " buzzer (0 off, 1 to 4, 9 as it is), as 200001";
  public static final int PARTS = 6;

  public Lamp {
    if (!isRight(digits)) {
      throw new IllegalArgumentException(digits + " (expected: " + EXPECTED + ")");
    }
  }

  public static boolean isRight(String digits) {
    return digits.matches("[01239]{5}[012349]");
  }

  /** The state of a part, from 0: the lamps from above, then the buzzer. */
  public int part(int index) {
    return digits.charAt(index) - '0';
  }
}
