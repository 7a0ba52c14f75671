package org.hinomi.collector.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Predicate;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.record.EventCondition;
import org.hinomi.core.settings.Section;
import org.hinomi.core.text.Language;

/** A query of settings (docs/search.md) that is tried on events as they come in. */
public final class ArrivingQuery implements Predicate<Event> {
  private final String text;
  private final Predicate<Event> condition;

  private ArrivingQuery(String text, Predicate<Event> condition) {
    this.text = text;
    this.condition = condition;
  }

  /** As it is asked of a history. */
  public String text() {
    return text;
  }

  @Override
  public boolean test(Event event) {
    return condition.test(event);
  }

  /**
   * Reads a query.
   *
   * @param s where it stands; gets what is wrong with it
   * @param clock what "now" in a query is
   * @return false for every event where something is wrong
   */
  public static ArrivingQuery read(Section s, String key, String query, InstantSource clock) {
    try {
      return new ArrivingQuery(
          query,
          EventCondition.of(
              new QueryParser(expression -> Optional.empty(), clock, ZoneOffset.UTC).parse(query)));
    } catch (QueryException e) {
      s.problem(
          key,
          query + ": column " + e.column() + ": " + e.text(Language.EN),
          "a query as in docs/search.md");
    } catch (IllegalArgumentException e) {
      s.problem(key, String.valueOf(e.getMessage()), "a query that can be tried at once");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ArrivingQuery(query, event -> false);
  }
}
