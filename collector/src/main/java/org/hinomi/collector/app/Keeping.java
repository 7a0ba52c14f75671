package org.hinomi.collector.app;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import org.hinomi.collector.keep.DiskGate;
import org.hinomi.collector.keep.DiskGuard;
import org.hinomi.collector.keep.HeadSender;
import org.hinomi.collector.keep.Keeper;
import org.hinomi.collector.keep.PolicyCopy;
import org.hinomi.collector.keep.RetentionPolicy;
import org.hinomi.collector.keep.RetentionSettings;
import org.hinomi.collector.notify.route.Routing;
import org.hinomi.collector.record.HotIndex;
import org.hinomi.collector.review.Period;
import org.hinomi.collector.review.policy.Policy;
import org.hinomi.collector.review.report.ReviewRequests;
import org.hinomi.collector.review.report.ReviewView;
import org.hinomi.core.lifecycle.Stops;
import org.hinomi.core.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done with a history from time to time, beside the recording. */
final class Keeping {
  private static final Logger LOG = LoggerFactory.getLogger(Keeping.class);

  /** After the burst of a start; and somebody may have seen that the policy is wrong. */
  private static final Duration FIRST_DISPOSAL = Duration.ofMinutes(10);

  /** A day is over once a day; hourly, so that it does not matter when the collector started. */
  private static final Duration DISPOSAL = Duration.ofHours(1);

  /** A disk of 1 GB/s loses half of disk.refuse meanwhile. */
  private static final Duration DISK_LOOK = Duration.ofMillis(100);

  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("keeping").daemon().factory());

  /** Whether a report is due; what could not be sent is tried again as often. */
  private static final Duration REPORT_LOOK = Duration.ofMinutes(1);

  /** One of the things to do. */
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  Keeping(Stops stops) {
    stops.add(
        "keeping",
        () -> {
          worker.shutdownNow();
          worker.close();
        });
  }

  /**
   * The policy that the settings name; all for ever where they name none. A copy stays in the data
   * folder, for commands and for imports while no collector runs.
   */
  static RetentionPolicy policy(CollectorSettings settings, InstantSource clock)
      throws IOException, SettingsException {
    Path copy = PolicyCopy.path(settings.data());
    Optional<Path> file = settings.keep().retention();
    if (file.isEmpty()) {
      Files.deleteIfExists(copy);
      return RetentionPolicy.NONE;
    }
    RetentionPolicy policy = RetentionSettings.load(file.get(), clock);
    PolicyCopy.put(settings.data(), file.get());
    return policy;
  }

  /** Deletes what is due. */
  void dispose(Keeper keeper, RetentionPolicy policy) {
    every(FIRST_DISPOSAL, DISPOSAL, "disposal", () -> keeper.dispose(policy));
  }

  /**
   * Watches the disk, beside everything else: what it does must not wait for a mail server.
   *
   * @param dropJournal deletes segments of the journal whose records are all in the history; true
   *     while more can go soon
   */
  void guardDisk(
      CollectorSettings settings,
      DiskGate gate,
      Keeper keeper,
      RetentionPolicy policy,
      BooleanSupplier dropJournal,
      Destinations destinations,
      InstantSource clock,
      Stops stops) {
    DiskSettings marks = settings.keep().disk();
    DiskGuard guard =
        new DiskGuard(
            new DiskGuard.Marks(marks.warn(), marks.shorten(), marks.refuse()),
            new DiskGuard.Disk() {
              // Looked up once: for that the system's list of file systems is read.
              private @Nullable FileStore store;

              @Override
              public long freeBytes() throws IOException {
                FileStore known = store == null ? Files.getFileStore(settings.data()) : store;
                store = known;
                return known.getUsableSpace();
              }

              @Override
              public boolean shorten() throws IOException, InterruptedException {
                // A day of events does not go for what the journal gives in a moment.
                return dropJournal.getAsBoolean() || !keeper.shorten(policy).isEmpty();
              }
            },
            gate,
            notice -> worker.execute(() -> DiskGuard.tell(destinations.notifiers(), notice)),
            clock);
    ScheduledExecutorService watch =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("disk").daemon().factory());
    every(watch, Duration.ZERO, DISK_LOOK, "disk", guard::look);
    stops.add(
        "disk",
        () -> {
          watch.shutdownNow();
          watch.close();
        });
  }

  /** Sends heads out, where the settings name somebody. */
  void sendHeads(
      CollectorSettings settings, HotIndex index, Destinations destinations, InstantSource clock)
      throws IOException {
    IntegritySettings integrity = settings.keep().integrity();
    if (!integrity.sends()) {
      return;
    }
    HeadSender sender =
        new HeadSender(
            settings.data(),
            index::seal,
            integrity.file(),
            destinations.notifiers().stream()
                .filter(notifier -> integrity.to().contains(notifier.name()))
                .toList(),
            integrity.stamps().isPresent()
                ? Optional.of(integrity.stamps().get().stamping())
                : Optional.empty(),
            clock);
    every(integrity.every(), integrity.every(), "heads", sender::send);
  }

  /** Tells all destinations of reviews that are overdue. */
  void remind(ReviewRequests reviews, Destinations destinations) {
    ReviewReminder reminder = new ReviewReminder(reviews::overdue, destinations.notifiers());
    every(FIRST_DISPOSAL, DISPOSAL, "reviews", reminder::look);
  }

  /**
   * Mails reports when their periods are over. On a thread of its own: a report takes a while.
   *
   * @param state folder of the state of a history
   */
  void mailReports(
      CollectorSettings settings,
      ReviewRequests reviews,
      Routing routing,
      Destinations destinations,
      Path state,
      InstantSource clock,
      Stops stops)
      throws IOException {
    if (settings.review().reports().isEmpty()) {
      return;
    }
    ScheduledReports reports =
        new ScheduledReports(
            settings.review().reports(),
            new ScheduledReports.Reviews() {
              @Override
              public Optional<Policy> policy() throws IOException, SettingsException {
                return reviews.policyInForce();
              }

              @Override
              public Optional<LocalDate> firstDay() throws IOException {
                return reviews.firstDay();
              }

              @Override
              public ReviewView view(Period period) throws IOException, SettingsException {
                return reviews.view(period, (check, number, of) -> {});
              }
            },
            routing,
            destinations::send,
            SentReports.open(state),
            settings.language(),
            clock);
    ScheduledExecutorService mail =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("reports").daemon().factory());
    every(mail, REPORT_LOOK, REPORT_LOOK, "reports", reports::look);
    stops.add(
        "reports",
        () -> {
          mail.shutdownNow();
          mail.close();
        });
  }

  /** Reads the days that are over for reviews, beside everything else: it may take minutes. */
  void readForReviews(ReviewRequests reviews, Stops stops) {
    ScheduledExecutorService reader =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("review-reader").daemon().factory());
    every(
        reader,
        DISPOSAL,
        DISPOSAL,
        "review-reader",
        () -> {
          try {
            reviews.read();
          } catch (SettingsException e) {
            throw new IOException(e.getMessage(), e);
          }
        });
    stops.add(
        "review-reader",
        () -> {
          reader.shutdownNow();
          reader.close();
        });
  }

  private void every(Duration first, Duration every, String what, Work work) {
    every(worker, first, every, what, work);
  }

  private static void every(
      ScheduledExecutorService thread, Duration first, Duration every, String what, Work work) {
    thread.scheduleWithFixedDelay(
        () -> {
          try {
            work.run();
          } catch (IOException | RuntimeException e) {
            LOG.atWarn().addKeyValue("work", what).setCause(e).log("Failed; it is tried again.");
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        first.toMillis(),
        every.toMillis(),
        MILLISECONDS);
  }
}
