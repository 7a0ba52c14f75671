package org.hinomi.collector.detect;

import java.time.Duration;
import org.hinomi.core.settings.Section;
import org.jspecify.annotations.Nullable;

/** The levels as the file has them; null where it says nothing. */
record WrittenLevels(
    @Nullable Double warning,
    @Nullable Double critical,
    @Nullable Double clear,
    @Nullable Double clearCritical,
    @Nullable Duration holdFor,
    @Nullable Duration clearFor) {

  private static final Levels STAND_IN =
      new Levels(Direction.ABOVE, new Level(1, 1), null, Duration.ZERO, Duration.ZERO);

  static WrittenLevels read(Section s, boolean share) {
    return new WrittenLevels(
        number(s, "warning", share),
        number(s, "critical", share),
        number(s, "clear", share),
        number(s, "clear-critical", share),
        s.duration("for").optional().orElse(null),
        s.duration("clear-for").optional().orElse(null));
  }

  private static @Nullable Double number(Section s, String key, boolean share) {
    return (share ? s.share(key) : s.number(key)).optional().orElse(null);
  }

  boolean says() {
    return warning != null
        || critical != null
        || clear != null
        || clearCritical != null
        || holdFor != null
        || clearFor != null;
  }

  private @Nullable Double mildest() {
    return warning != null ? warning : critical;
  }

  /**
   * What an override means: it keeps what it does not say. A clear level that it does not say keeps
   * its distance from the level, not its place.
   */
  WrittenLevels over(WrittenLevels base) {
    Double newWarning = warning != null ? warning : base.warning;
    Double newCritical = critical != null ? critical : base.critical;
    Double newMildest = newWarning != null ? newWarning : newCritical;
    return new WrittenLevels(
        newWarning,
        newCritical,
        clear != null ? clear : moved(base.clear, base.mildest(), newMildest),
        clearCritical != null
            ? clearCritical
            : moved(newWarning == null ? null : base.clearCritical, base.critical, newCritical),
        holdFor != null ? holdFor : base.holdFor,
        clearFor != null ? clearFor : base.clearFor);
  }

  private static @Nullable Double moved(
      @Nullable Double clear, @Nullable Double from, @Nullable Double to) {
    return clear == null || from == null || to == null ? null : (Double) (clear + (to - from));
  }

  /** The levels that follow; reports what does not go together. */
  Levels levels(Section s, Direction direction, boolean override) {
    String inside = direction == Direction.ABOVE ? "at most " : "at least ";
    Double mildest = mildest();
    if (mildest == null) {
      // A level that is there but wrong was reported where it was read; an override has a base.
      if (!s.has("warning") && !s.has("critical") && !override) {
        s.problem("warning", "missing", "warning, critical, or both");
      }
      return STAND_IN;
    }
    boolean right = true;
    if (warning != null && critical != null && !direction.reaches(critical, warning)) {
      String beyond = direction == Direction.ABOVE ? "at least " : "at most ";
      s.problem("critical", "" + critical, beyond + warning + ", the warning level");
      right = false;
    }
    if (clear != null && !direction.leaves(clear, mildest)) {
      s.problem("clear", "" + clear, inside + mildest + ", the level that it clears");
      right = false;
    }
    if (clearCritical != null) {
      if (critical == null || warning == null) {
        s.problem("clear-critical", "" + clearCritical, "clear, where there is only one level");
        right = false;
      } else if (!direction.leaves(clearCritical, critical)) {
        String limit = inside + critical + ", the critical level";
        s.problem("clear-critical", "" + clearCritical, limit);
        right = false;
      }
    }
    return right ? build(direction) : STAND_IN;
  }

  private Levels build(Direction direction) {
    return new Levels(
        direction,
        warning == null ? null : level(direction, warning, clear),
        critical == null ? null : critical(direction, critical),
        holdFor == null ? Duration.ZERO : holdFor,
        clearFor == null ? Duration.ZERO : clearFor);
  }

  private static Level level(Direction direction, double raise, @Nullable Double clear) {
    return clear == null ? Level.withDefaultClear(direction, raise) : new Level(raise, clear);
  }

  /** Critical ends as far inside its level as the warning does, where the file does not say. */
  private Level critical(Direction direction, double raise) {
    if (warning == null) {
      return level(direction, raise, clear);
    }
    if (clearCritical != null || clear == null) {
      return level(direction, raise, clearCritical);
    }
    return Level.withMargin(direction, raise, Math.abs(warning - clear));
  }
}
