package org.hinomi.core.sigma;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule, read, checked and compiled. Immutable and thread-safe.
 *
 * @param file the file it came from, as the reader was told
 * @param line the line its document starts at, from 1
 * @param id the rule's own id; null where it has none
 * @param name what correlation rules may call it; null where it has none
 * @param title what it detects
 * @param status {@code stable}, {@code test}, …; null where not said
 * @param level null where not said
 * @param logSource the log it is meant for
 * @param detection what must hold
 * @param tags e.g. {@code attack.t1110}
 * @param falsePositives what may look alike
 * @param fields that tell one case from another, as the rule lists them
 * @param repetition how often the event must come; null where each one counts
 */
public record SigmaRule(
    String file,
    int line,
    @Nullable String id,
    @Nullable String name,
    String title,
    @Nullable String status,
    @Nullable Level level,
    LogSource logSource,
    Detection detection,
    List<String> tags,
    List<String> falsePositives,
    List<String> fields,
    @Nullable Repetition repetition) {

  /** A rule for which each event counts. */
  public SigmaRule(
      String file,
      int line,
      @Nullable String id,
      @Nullable String name,
      String title,
      @Nullable String status,
      @Nullable Level level,
      LogSource logSource,
      Detection detection,
      List<String> tags,
      List<String> falsePositives) {
    this(
        file,
        line,
        id,
        name,
        title,
        status,
        level,
        logSource,
        detection,
        tags,
        falsePositives,
        List.of(),
        null);
  }

  public SigmaRule {
    requireNonNull(file, "file");
    requireNonNull(title, "title");
    requireNonNull(logSource, "logSource");
    requireNonNull(detection, "detection");
    tags = List.copyOf(tags);
    falsePositives = List.copyOf(falsePositives);
    fields = List.copyOf(fields);
  }

  /** The same rule with another detection. */
  SigmaRule with(Detection other) {
    return new SigmaRule(
        file,
        line,
        id,
        name,
        title,
        status,
        level,
        logSource,
        other,
        tags,
        falsePositives,
        fields,
        repetition);
  }

  /** What names the rule to people and receivers: its id, else its title. */
  public String key() {
    return id == null ? title : id;
  }

  boolean isNamed(String reference) {
    return reference.equals(id) || reference.equals(name);
  }

  /** Whether the event is one that the rule describes; the log source is the caller's to check. */
  public boolean matches(FieldView event) {
    return detection.matches(event);
  }
}
