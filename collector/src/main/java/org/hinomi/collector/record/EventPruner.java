package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hinomi.collector.record.index.Needle;
import org.hinomi.collector.record.index.StoredFilter;
import org.jspecify.annotations.Nullable;

/**
 * Says of row groups whether they may hold an event that satisfies a condition, from their filters;
 * never no wrongly. Made for one question; close it. Not thread-safe.
 */
final class EventPruner implements AutoCloseable {
  /** What must be in a row group for a condition to hold there. */
  private sealed interface Need {}

  private record All(List<Need> parts) implements Need {}

  private record Any(List<Need> parts) implements Need {}

  private record One(Needle needle) implements Need {}

  private static final Need NOTHING = new All(List.of());

  private final Need need;
  private @Nullable Path open;
  private @Nullable FileChannel channel;

  EventPruner(Condition condition) {
    this.need = need(condition);
  }

  boolean mayHold(Slice slice) {
    StoredFilter filter = slice.filter();
    if (filter == null || need.equals(NOTHING)) {
      return true;
    }
    try {
      return test(need, filter, channel(slice.file()));
    } catch (IOException e) {
      // Who reads it finds out what is wrong with the file.
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  private FileChannel channel(Path file) throws IOException {
    FileChannel at = channel;
    if (at == null || !file.equals(open)) {
      close();
      at = FileChannel.open(file, StandardOpenOption.READ);
      channel = at;
      open = file;
    }
    return at;
  }

  private static boolean test(Need need, StoredFilter filter, FileChannel file) throws IOException {
    switch (need) {
      case One(Needle needle) -> {
        return filter.mightContain(file, needle);
      }
      case All(List<Need> parts) -> {
        for (Need part : parts) {
          if (!test(part, filter, file)) {
            return false;
          }
        }
        return true;
      }
      case Any(List<Need> parts) -> {
        for (Need part : parts) {
          if (test(part, filter, file)) {
            return true;
          }
        }
        return false;
      }
    }
  }

  private static Need need(Condition condition) {
    return switch (condition) {
      case Condition.And(List<Condition> parts) -> all(parts.stream().map(EventPruner::need));
      case Condition.Or(List<Condition> parts) ->
          any(parts.stream().map(EventPruner::need).toList());
      case Condition.Term(String field, String text) -> need(field, List.of(text), true);
      case Condition.Wildcard(String field, String pattern) -> {
        List<String> pieces = pieces(pattern);
        yield need(field, pieces, pieces.size() == 1);
      }
      case Condition.All(), Condition.Not(var _), Condition.Exists(var _) -> NOTHING;
      case Condition.Regex(var _, var _), Condition.Range(var _, var _, var _) -> NOTHING;
      // An address may be written in more than one way.
      case Condition.Addresses(var _, var _, var _) -> NOTHING;
    };
  }

  /**
   * For a field with these texts in it.
   *
   * @param alone whether there is one text and no more
   */
  private static Need need(String field, List<String> texts, boolean alone) {
    Optional<Column> column = Column.ofField(field);
    if (column.isPresent() && column.get() == Column.MESSAGE) {
      return all(texts.stream().map(Needle::of).map(EventPruner::one));
    }
    if (column.isPresent() && alone && EventSchema.FILTERED.contains(column.get())) {
      return one(Needle.ofValue(EventSchema.index(column.get()), texts.getFirst()));
    }
    return NOTHING;
  }

  private static Need one(Needle needle) {
    return needle.isEmpty() ? NOTHING : new One(needle);
  }

  private static Need all(Stream<Need> parts) {
    List<Need> needs = parts.filter(part -> !part.equals(NOTHING)).toList();
    return needs.size() == 1 ? needs.getFirst() : new All(needs);
  }

  private static Need any(List<Need> parts) {
    return parts.contains(NOTHING) ? NOTHING : new Any(parts);
  }

  /** The texts between the wildcards of a pattern, also empty ones. */
  private static List<String> pieces(String pattern) {
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '*' || c == '?') {
        pieces.add(piece.toString());
        piece.setLength(0);
        continue;
      }
      if (c == '\\' && i + 1 < pattern.length()) {
        c = pattern.charAt(++i);
      }
      piece.append(c);
    }
    pieces.add(piece.toString());
    return pieces;
  }
}
