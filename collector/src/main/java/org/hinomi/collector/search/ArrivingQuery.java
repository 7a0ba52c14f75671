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

/** Queries of settings (docs/search.md) that are tried on events as they come in. */
public final class ArrivingQuery {
  private ArrivingQuery() {}

  /**
   * Reads a query.
   *
   * @param s where it stands; gets what is wrong with it
   * @param clock what "now" in a query is
   * @return false for every event where something is wrong
   */
  public static Predicate<Event> read(Section s, String key, String query, InstantSource clock) {
    try {
      return EventCondition.of(
          new QueryParser(expression -> Optional.empty(), clock, ZoneOffset.UTC).parse(query));
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
    return event -> false;
  }
}
