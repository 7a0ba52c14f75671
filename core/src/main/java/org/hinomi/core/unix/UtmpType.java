package org.hinomi.core.unix;

/** {@code ut_type}, in the order of its numbers from 0 (utmp(5)). */
public enum UtmpType {
  EMPTY,
  RUN_LVL,
  BOOT_TIME,
  NEW_TIME,
  OLD_TIME,
  INIT_PROCESS,
  LOGIN_PROCESS,
  USER_PROCESS,
  DEAD_PROCESS,
  ACCOUNTING;

  private static final UtmpType[] ALL = values();

  /** Whether there is such a type. */
  static boolean isKnown(int number) {
    return number >= 0 && number < ALL.length;
  }

  /**
   * @throws IndexOutOfBoundsException where there is none
   */
  static UtmpType of(int number) {
    return ALL[number];
  }
}
