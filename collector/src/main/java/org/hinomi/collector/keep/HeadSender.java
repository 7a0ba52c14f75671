package org.hinomi.collector.keep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hinomi.collector.keep.stamp.Stamper;
import org.hinomi.collector.keep.stamp.TimeStamp;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.collector.notify.Notice;
import org.hinomi.collector.notify.Notifier;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;
import org.hinomi.core.text.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the head of the history out: to the end of a file that is better elsewhere, by mail, by
 * syslog; from time to time with the time stamp of an authority. Before that all events become
 * parts, so that the manifest's hash speaks for them, too. Where a destination fails it is said and
 * the next head goes out as always: a later head proves all that an earlier one would have. One
 * thread calls it.
 */
public final class HeadSender {
  private static final Logger LOG = LoggerFactory.getLogger(HeadSender.class);
  private static final int NOTICE = 5;

  private final Path data;
  private final Seal seal;
  private final Optional<Path> file;
  private final List<Notifier> notifiers;
  private final InstantSource clock;
  private final Optional<Stamping> stamping;
  private String last = "";
  private Instant stamped = Instant.EPOCH;

  /**
   * Where time stamps come from.
   *
   * @param every how often one is asked for, at most with each head
   */
  public record Stamping(Stamper authority, Duration every) {}

  /** Makes parts of all events that are recorded. */
  @FunctionalInterface
  public interface Seal {
    void run() throws IOException;
  }

  /**
   * @param file to append to
   * @param notifiers to tell
   * @param stamping empty: no time stamps
   */
  public HeadSender(
      Path data,
      Seal seal,
      Optional<Path> file,
      List<Notifier> notifiers,
      Optional<Stamping> stamping,
      InstantSource clock) {
    this.stamping = stamping;
    this.data = data;
    this.seal = seal;
    this.file = file;
    this.notifiers = List.copyOf(notifiers);
    this.clock = clock;
  }

  /**
   * Sends the head of now, unless nothing has come since the last one.
   *
   * @return what did not take it, and why
   */
  public List<String> send() throws IOException, InterruptedException {
    seal.run();
    Head head = HistoryVerifier.head(data, clock);
    String state = head.manifest() + head.journal();
    if (state.equals(last)) {
      return List.of();
    }
    List<String> problems = new ArrayList<>();
    Optional<TimeStamp> stamp = stamp(head, problems);
    if (file.isPresent()) {
      try {
        append(file.get(), head + "\n" + stamp.map(each -> each.line() + "\n").orElse(""));
      } catch (IOException e) {
        problems.add(file.get() + ": " + e.getMessage());
      }
    }
    for (Notifier notifier : notifiers) {
      switch (notifier.tell(notice(head))) {
        case Delivery.Delivered() -> {}
        case Delivery.RetryAfter(String reason) -> problems.add(notifier.name() + ": " + reason);
        case Delivery.Rejected(String reason) -> problems.add(notifier.name() + ": " + reason);
      }
    }
    problems.forEach(
        problem ->
            LOG.atWarn()
                .addKeyValue("destination", problem)
                .log("The head of the history could not be sent; the next one is as good."));
    last = problems.isEmpty() ? state : "";
    return problems;
  }

  /** A time stamp over the head, if one is due; kept beside the history. */
  private Optional<TimeStamp> stamp(Head head, List<String> problems)
      throws IOException, InterruptedException {
    if (stamping.isEmpty()) {
      return Optional.empty();
    }
    if (stamped.equals(Instant.EPOCH)) {
      stamped = lastStamped();
    }
    Instant now = clock.instant();
    // One of the future was made while the clock was wrong: it says nothing of when one is due.
    if (!stamped.isAfter(now) && stamped.plus(stamping.get().every()).isAfter(now)) {
      return Optional.empty();
    }
    Stamper authority = stamping.get().authority();
    try {
      TimeStamp stamp = authority.stamp(head.toString());
      StampBook.append(data, head, stamp);
      stamped = now;
      return Optional.of(stamp);
    } catch (IOException e) {
      problems.add(authority.name() + ": " + Reason.of(e));
      return Optional.empty();
    }
  }

  private Instant lastStamped() throws IOException {
    try {
      List<SentHead> before = StampBook.read(data);
      return before.isEmpty() ? Instant.EPOCH : Instant.parse(before.getLast().head().at());
    } catch (IllegalArgumentException | DateTimeException e) {
      return Instant.EPOCH; // hinomi verify says what is wrong with the file
    }
  }

  private static void append(Path file, String line) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private Notice notice(Head head) {
    return new Notice(
        "head." + head.lines() + "." + head.manifest().substring(0, 32),
        "HEAD",
        NOTICE,
        Instant.parse(head.at()),
        head.toString(),
        new Notice.Words() {
          @Override
          public String subject(Language language) {
            return Messages.of(HeadSender.class, language).get("head.subject", head.at());
          }

          @Override
          public String body(Language language) {
            return Messages.of(HeadSender.class, language).get("head.body", head);
          }
        });
  }
}
