package org.hinomi.collector.app;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.collector.notify.mail.Letter;
import org.hinomi.collector.notify.route.Recipient;
import org.hinomi.collector.notify.route.Routing;
import org.hinomi.collector.notify.route.Targets;
import org.hinomi.collector.notify.route.Team;
import org.hinomi.collector.review.Period;
import org.hinomi.collector.review.policy.Policy;
import org.hinomi.collector.review.report.ReportLetter;
import org.hinomi.collector.review.report.ReviewView;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.text.Language;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mails the reports of the log review when their periods are over: each once for a period, also
 * when the collector was not running at the time, or is started again; of several that were missed,
 * the last. What cannot be sent is tried again at each look, what is refused later, without being
 * computed again. For one thread.
 */
final class ScheduledReports {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduledReports.class);

  /** Until a report that could not be made, or was refused, is tried again. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  /** Knows what there is to report. */
  interface Reviews {
    /** The policy in force; empty where there is none yet. */
    Optional<Policy> policy() throws IOException, SettingsException;

    /** The first day that the history holds something of; empty where it is empty. */
    Optional<LocalDate> firstDay() throws IOException;

    ReviewView view(Period period) throws IOException, SettingsException;
  }

  /** The mail channels. */
  interface Post {
    Delivery send(String channel, Letter letter);
  }

  /** Letters of a report that are still to be sent. */
  private record Waiting(String period, Map<String, Letter> letters) {}

  private final List<ReportSettings> reports;
  private final Reviews reviews;
  private final Routing routing;
  private final Post post;
  private final SentReports sent;
  private final Language usual;
  private final InstantSource clock;
  private final Map<String, Waiting> waiting = new HashMap<>();

  /** Reports that could not be made or were refused, and until when they are left alone. */
  private final Map<String, Instant> notBefore = new HashMap<>();

  /**
   * @param usual language of who has none of their own
   */
  ScheduledReports(
      List<ReportSettings> reports,
      Reviews reviews,
      Routing routing,
      Post post,
      SentReports sent,
      Language usual,
      InstantSource clock) {
    this.reports = List.copyOf(reports);
    this.reviews = reviews;
    this.routing = routing;
    this.post = post;
    this.sent = sent;
    this.usual = usual;
    this.clock = clock;
  }

  /**
   * Looks once. A report that fails keeps no other from being sent.
   *
   * @throws IOException also where the policy of the reviews is wrong
   */
  void look() throws IOException {
    Optional<Policy> policy;
    try {
      policy = reviews.policy();
    } catch (SettingsException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (policy.isEmpty()) {
      return;
    }
    IOException failed = null;
    for (ReportSettings report : reports) {
      try {
        look(report, policy.get());
      } catch (IOException | SettingsException | RuntimeException e) {
        IOException named = new IOException(report.name() + ": " + e.getMessage(), e);
        if (failed == null) {
          failed = named;
        } else {
          failed.addSuppressed(named);
        }
      }
    }
    if (failed != null) {
      throw failed;
    }
  }

  private void look(ReportSettings report, Policy policy) throws IOException, SettingsException {
    ZonedDateTime now = clock.instant().atZone(policy.zone());
    LocalDate day = now.toLocalDate();
    if (now.toLocalTime().isBefore(report.at())) {
      day = day.minusDays(1);
    }
    Period period = report.rhythm().last(day, policy.zone()).orElseThrow();
    if (sent.period(report.name()).equals(period.text())) {
      return;
    }
    // Reads the manifest, which is long: only where there is something to do.
    Optional<LocalDate> first = reviews.firstDay();
    if (first.isEmpty() || !period.to().isAfter(first.get())) {
      return;
    }
    Waiting letters = waiting.get(report.name());
    if (letters != null && !letters.period().equals(period.text())) {
      LOG.atWarn()
          .addKeyValue("report", report.name())
          .addKeyValue("period", letters.period())
          .log("A report was never mailed: the next one is due.");
      forget(report);
      letters = null;
    }
    if (clock.instant().isBefore(notBefore.getOrDefault(report.name(), Instant.MIN))) {
      return;
    }
    if (letters == null) {
      // What goes wrong here took a while, and will most likely go wrong again at once.
      notBefore.put(report.name(), clock.instant().plus(PATIENCE));
      letters = new Waiting(period.text(), write(report, period));
      waiting.put(report.name(), letters);
      notBefore.remove(report.name());
    }
    send(report, letters);
  }

  private void forget(ReportSettings report) {
    waiting.remove(report.name());
    notBefore.remove(report.name());
  }

  /** By who gets them. */
  private Map<String, Letter> write(ReportSettings report, Period period)
      throws IOException, SettingsException {
    ReviewView view = reviews.view(period);
    Map<String, Letter> letters = new LinkedHashMap<>();
    recipients(report, clock.instant())
        .forEach(
            (language, addresses) -> {
              Letter letter =
                  new ReportLetter(report.formats(), report.largest())
                      .write(report.name(), view, language, List.copyOf(addresses));
              letters.put(language.name(), letter);
            });
    return letters;
  }

  /** Addresses by language; none at all for the channel's own. */
  private Map<Language, Set<String>> recipients(ReportSettings report, Instant now) {
    Map<Language, Set<String>> found = new LinkedHashMap<>();
    if (!report.people().isEmpty() || !report.rotas().isEmpty()) {
      Targets targets = new Targets(report.rotas(), report.people(), List.of());
      Team team = new Team(report.name(), targets, List.of(), List.of());
      for (Recipient recipient : routing.recipients(team, 0, now, null)) {
        if (recipient.address() != null) {
          Language own = Objects.requireNonNullElse(recipient.language(), usual);
          found
              .computeIfAbsent(report.language().orElse(own), made -> new LinkedHashSet<>())
              .add(recipient.address());
        }
      }
    }
    return found.isEmpty() ? Map.of(report.language().orElse(usual), Set.of()) : found;
  }

  private void send(ReportSettings report, Waiting letters) throws IOException {
    letters
        .letters()
        .values()
        .removeIf(
            letter -> {
              Delivery delivery = post.send(report.channel(), letter);
              if (delivery instanceof Delivery.Delivered) {
                return true;
              }
              LOG.atWarn()
                  .addKeyValue("report", report.name())
                  .addKeyValue("period", letters.period())
                  .addKeyValue("reason", delivery)
                  .log("A report could not be mailed; it is tried again.");
              if (delivery instanceof Delivery.Rejected) {
                // It is large, and the server most likely says the same again.
                notBefore.put(report.name(), clock.instant().plus(PATIENCE));
              }
              return false;
            });
    if (letters.letters().isEmpty()) {
      sent.put(report.name(), letters.period());
      forget(report);
      LOG.atInfo()
          .addKeyValue("report", report.name())
          .addKeyValue("period", letters.period())
          .log("A report was mailed.");
    }
  }
}
