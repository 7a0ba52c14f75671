package org.hinomi.collector.keep;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.record.ManifestEntry.Hold;
import org.hinomi.collector.record.Part;
import org.hinomi.collector.search.QueryException;
import org.hinomi.collector.search.WrongQuestion;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people ask to be done with a history, as names and values. Thread-safe. */
public final class KeepRequests {
  private static final Logger LOG = LoggerFactory.getLogger(KeepRequests.class);

  private final Keeper keeper;
  private final RetentionPolicy policy;
  private final Snapshot samples;

  /** Copies samples and roll-ups. */
  @FunctionalInterface
  public interface Snapshot {
    /** Gives the copy. */
    Path make() throws IOException;
  }

  /** The actions that there are. */
  public enum Action {
    HOLD,
    RELEASE,
    MOVE,
    /** Copies the samples, for a backup; answers with the name of the copy. */
    SNAPSHOT
  }

  public KeepRequests(Keeper keeper, RetentionPolicy policy, Snapshot samples) {
    this.keeper = keeper;
    this.policy = policy;
    this.samples = samples;
  }

  /**
   * Does it.
   *
   * @param values of {@code query id from to since until by reason}, those that the action wants
   * @return what was done, a sentence or two
   * @throws QueryException where the query cannot be understood
   * @throws WrongQuestion where something is missing or wrong
   */
  public String answer(Action action, Map<String, String> values, Language language)
      throws QueryException, IOException, InterruptedException {
    Messages texts = Messages.of(KeepRequests.class, language);
    String by = values.getOrDefault("by", "");
    String reason = values.getOrDefault("reason", "");
    return switch (action) {
      case SNAPSHOT -> String.valueOf(samples.make().getFileName());
      case HOLD -> {
        Hold hold = keeper.hold(values.getOrDefault("query", ""), by, reason);
        yield texts.get("keep.held", hold.id(), hold.query()) + "\n" + found(hold, texts);
      }
      case RELEASE -> {
        String id = values.getOrDefault("id", "");
        keeper.release(id, by, reason);
        yield texts.get("keep.released", id);
      }
      case MOVE -> {
        LocalDate since = day(values, "since", LocalDate.MIN);
        LocalDate until = day(values, "until", LocalDate.MAX);
        String from = values.getOrDefault("from", "");
        String to = values.getOrDefault("to", "");
        List<Part> moved =
            keeper.move(
                policy, from, to, day -> !day.isBefore(since) && !day.isAfter(until), by, reason);
        yield texts.get(
            "keep.moved", moved.size(), moved.stream().mapToLong(Part::rows).sum(), from, to);
      }
    };
  }

  /** What the hold finds; it holds also where that cannot be counted now. */
  private String found(Hold hold, Messages texts) throws QueryException {
    HoldSearch.Found found;
    try {
      found = keeper.found(hold.query());
    } catch (IOException e) {
      LOG.atInfo().setCause(e).log("What a legal hold finds cannot be counted now.");
      return texts.get("keep.held.unknown");
    }
    return found.events() == 0 && found.whole()
        ? texts.get("keep.held.none")
        : texts.get(
            found.whole() ? "keep.held.found" : "keep.held.more", found.events(), found.parts());
  }

  private static LocalDate day(Map<String, String> values, String name, LocalDate otherwise) {
    String text = values.get(name);
    try {
      return text == null ? otherwise : LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new WrongQuestion("day", name, text);
    }
  }
}
