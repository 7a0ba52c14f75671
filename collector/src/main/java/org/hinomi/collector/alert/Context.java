package org.hinomi.collector.alert;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.hinomi.core.sigma.Aims;
import org.jspecify.annotations.Nullable;

/**
 * What stood around a step of an alert when it was taken.
 *
 * @param calendar what the time was for the people of the host: {@code working}, {@code off-hours},
 *     {@code holiday}
 * @param holiday its name; "" on other days
 * @param maintenance names of the announced windows that the time lies in
 * @param held why it was not told at once: {@code silence NAME}, {@code maintenance NAME}, {@code
 *     inhibited RULE}, {@code flapping}; "" where nothing held it back
 * @param rank where to look first; null on steps that do not raise an alert
 * @param sha256 of the record of a sample that led here, hexadecimal; "" where it is not known.
 *     What an event rule matched has its own: {@link Transition.Match}
 * @param aims what the alert is for; null in steps of earlier versions
 */
public record Context(
    String calendar,
    String holiday,
    List<String> maintenance,
    String held,
    @Nullable Rank rank,
    String sha256,
    @Nullable Aims aims) {
  /** Of a step of an earlier version. */
  static final Context UNKNOWN = new Context("", "", List.of(), "", null, "", Aims.NONE);

  public Context {
    requireNonNull(calendar, "calendar");
    requireNonNull(holiday, "holiday");
    maintenance = List.copyOf(maintenance);
    requireNonNull(held, "held");
    requireNonNull(sha256, "sha256");
  }

  /** Of a step that a record of samples led to, before anything else is known of it. */
  static Context of(String sha256) {
    return new Context("", "", List.of(), "", null, sha256, Aims.NONE);
  }

  /** Of a step of which no more is known than what its alert is for. */
  static Context aimed(@Nullable Aims aims) {
    return new Context("", "", List.of(), "", null, "", aims);
  }

  Context with(Rank other) {
    return new Context(calendar, holiday, maintenance, held, other, sha256, aims);
  }

  /** Why the logs are kept: {@code cause}, {@code discovery}, {@code prevention}. */
  public List<String> purposes() {
    return aims == null ? List.of() : aims.purposes();
  }

  /** What is at stake: {@code confidentiality}, {@code integrity}, {@code availability}. */
  public List<String> properties() {
    return aims == null ? List.of() : aims.properties();
  }
}
