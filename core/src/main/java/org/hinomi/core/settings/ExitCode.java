package org.hinomi.core.settings;

/** The exit codes of every command. */
public final class ExitCode {
  /** Done. */
  public static final int OK = 0;

  /** Tried and failed. */
  public static final int FAILED = 1;

  /** The command line was wrong; picocli's own code for it. */
  public static final int USAGE = 2;

  /** Bad settings: {@code EX_CONFIG} of sysexits.h. */
  public static final int SETTINGS = 78;

  /**
   * Nobody read the output to its end: as a shell shows a program that SIGPIPE ended, 128 + 13. It
   * is no OK, since what was not read may have said that something is wrong.
   */
  public static final int UNREAD = 141;

  private ExitCode() {}
}
