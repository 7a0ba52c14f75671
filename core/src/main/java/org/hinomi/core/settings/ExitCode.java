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

  private ExitCode() {}
}
