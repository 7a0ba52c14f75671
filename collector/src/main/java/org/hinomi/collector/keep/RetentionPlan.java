package org.hinomi.collector.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.hinomi.collector.record.Part;
import org.hinomi.collector.record.StoppedCatalog;
import org.jspecify.annotations.Nullable;

/**
 * What a policy comes to for the parts of a history: what goes when, what another policy would
 * change, how long the disk lasts. Immutable.
 *
 * @param classes in the order of the policy, then those it does not know
 * @param changed how long the classes would be kept under another policy, where that is otherwise
 * @param rules what its rules would change; both empty where none was asked about
 * @param freeBytes of the disk
 * @param bytesPerDay at which parts grew over the last week
 */
public record RetentionPlan(
    List<Row> classes,
    List<Change> changed,
    List<RuleChange> rules,
    long freeBytes,
    OptionalLong bytesPerDay) {
  private static final int WEEK = 7;

  /**
   * One class.
   *
   * @param oldest its oldest day
   * @param next the day on which the next events go; null: never
   * @param nextEvents how many go then
   * @param dueEvents how many are due already
   * @param heldEvents how many of those stand in parts that a legal hold keeps
   */
  public record Row(
      RetentionClass retentionClass,
      int parts,
      long events,
      long bytes,
      @Nullable LocalDate oldest,
      @Nullable LocalDate next,
      long nextEvents,
      long dueEvents,
      long heldEvents) {}

  /**
   * What another policy would do to a class.
   *
   * @param before how long it is kept now, {@code after} then
   * @param dueBefore how many events are due now, {@code dueAfter} then
   */
  public record Change(
      String retentionClass,
      RetentionClass before,
      RetentionClass after,
      long dueBefore,
      long dueAfter) {}

  public RetentionPlan {
    classes = List.copyOf(classes);
    changed = List.copyOf(changed);
    rules = List.copyOf(rules);
  }

  /** How many days the disk lasts if nothing goes; empty: not known. */
  public OptionalLong daysLeft() {
    return bytesPerDay.isEmpty() || bytesPerDay.getAsLong() == 0
        ? OptionalLong.empty()
        : OptionalLong.of(freeBytes / bytesPerDay.getAsLong());
  }

  /**
   * Makes a plan.
   *
   * @param other a policy to compare with
   */
  public static RetentionPlan of(
      Path data, RetentionPolicy policy, Optional<RetentionPolicy> other, InstantSource clock)
      throws IOException {
    Path history = data.resolve("history");
    StoppedCatalog catalog = StoppedCatalog.of(history, clock);
    Collection<Part> parts = catalog.parts();
    List<Part> all = new ArrayList<>(parts);
    all.addAll(catalog.samples());
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    Set<String> names = new LinkedHashSet<>(policy.classes().keySet());
    other.ifPresent(changed -> names.addAll(changed.classes().keySet()));
    parts.forEach(part -> names.add(part.retentionClass()));
    Set<String> held =
        new HoldSearch(data, clock)
            .held(parts.stream().filter(part -> isDue(policy, part, today)).toList());
    List<Row> rows = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    for (String name : names) {
      List<Part> own = parts.stream().filter(part -> part.retentionClass().equals(name)).toList();
      RetentionClass of = policy.retentionClass(name);
      if (!own.isEmpty() || policy.classes().containsKey(name)) {
        rows.add(row(of, own, held, today));
      }
      if (other.isPresent() && !other.get().retentionClass(name).keep().equals(of.keep())) {
        changes.add(
            new Change(
                name,
                of,
                other.get().retentionClass(name),
                due(own, of, today),
                due(own, other.get().retentionClass(name), today)));
      }
    }
    return new RetentionPlan(
        rows,
        changes,
        other.map(changed -> RuleChange.of(policy, changed)).orElse(List.of()),
        Files.getFileStore(data).getUsableSpace(),
        perDay(all, today));
  }

  private static Row row(RetentionClass of, List<Part> parts, Set<String> held, LocalDate today) {
    LocalDate oldest = parts.stream().map(Keeper::day).min(LocalDate::compareTo).orElse(null);
    LocalDate next =
        parts.stream()
            .flatMap(part -> of.due(Keeper.day(part)).stream())
            .filter(day -> day.isAfter(today))
            .min(LocalDate::compareTo)
            .orElse(null);
    return new Row(
        of,
        parts.size(),
        parts.stream().mapToLong(Part::rows).sum(),
        parts.stream().mapToLong(Part::bytes).sum(),
        oldest,
        next,
        parts.stream()
            .filter(
                part -> next != null && of.due(Keeper.day(part)).filter(next::equals).isPresent())
            .mapToLong(Part::rows)
            .sum(),
        due(parts, of, today),
        parts.stream().filter(part -> held.contains(part.file())).mapToLong(Part::rows).sum());
  }

  private static boolean isDue(RetentionPolicy policy, Part part, LocalDate today) {
    return isDue(policy.retentionClass(part.retentionClass()), part, today);
  }

  private static boolean isDue(RetentionClass of, Part part, LocalDate today) {
    return of.due(Keeper.day(part)).filter(day -> !day.isAfter(today)).isPresent();
  }

  private static long due(List<Part> parts, RetentionClass of, LocalDate today) {
    return parts.stream().filter(part -> isDue(of, part, today)).mapToLong(Part::rows).sum();
  }

  /** Over the whole days of the last week that have parts; imports of old logs are none of them. */
  private static OptionalLong perDay(Collection<Part> parts, LocalDate today) {
    List<Part> recent =
        parts.stream()
            .filter(part -> Keeper.day(part).isBefore(today))
            .filter(part -> !Keeper.day(part).isBefore(today.minusDays(WEEK)))
            .toList();
    long days = recent.stream().map(Part::day).distinct().count();
    return days == 0
        ? OptionalLong.empty()
        : OptionalLong.of(recent.stream().mapToLong(Part::bytes).sum() / days);
  }
}
