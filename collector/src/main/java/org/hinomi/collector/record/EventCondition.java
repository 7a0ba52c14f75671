package org.hinomi.collector.record;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.record.Condition.Bound;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Identity;
import org.jspecify.annotations.Nullable;

/**
 * Tries a condition on events as they come in, in the same way as {@link ConditionSql} on recorded
 * ones; a test holds the two together. Hundreds of thousands a second pass here, so whatever can be
 * made ready is made ready once, and a test of an event allocates nothing.
 */
public final class EventCondition {
  private static final Pattern NUMBER = Pattern.compile("[-+]?\\d{1,18}(\\.\\d{1,18})?");

  /** Fields that an event gets when it is written. */
  private static final List<String> LATER =
      List.of(Fields.EVENT_TEMPLATE, Fields.EVENT_TEMPLATE_ID, Fields.RETENTION_CLASS);

  private EventCondition() {}

  /**
   * Makes a condition ready.
   *
   * @throws IllegalArgumentException where it cannot be tried on an event that comes in: a regular
   *     expression, whose cost has no bound, or a field that is not known yet
   */
  public static Predicate<Event> of(Condition condition) {
    return switch (condition) {
      case Condition.All() -> event -> true;
      case Condition.And(List<Condition> parts) -> {
        Predicate<Event>[] all = all(parts);
        yield event -> {
          for (Predicate<Event> part : all) {
            if (!part.test(event)) {
              return false;
            }
          }
          return true;
        };
      }
      case Condition.Or(List<Condition> parts) -> {
        Predicate<Event>[] all = all(parts);
        yield event -> {
          for (Predicate<Event> part : all) {
            if (part.test(event)) {
              return true;
            }
          }
          return false;
        };
      }
      case Condition.Not(Condition part) -> of(part).negate();
      case Condition.Exists(String field) -> {
        Function<Event, @Nullable Object> value = value(field);
        yield event -> value.apply(event) != null;
      }
      case Condition.Term term -> term(term);
      case Condition.Wildcard(String field, String pattern) -> {
        CaselessPattern like =
            CaselessPattern.of(pattern, FieldKind.of(field) == FieldKind.FULL_TEXT);
        yield any(field, value -> like.matches(value.toString()));
      }
      case Condition.Regex regex ->
          throw new IllegalArgumentException(
              "/"
                  + regex.expression()
                  + "/ (expected: * and ? as wildcards; no regular expression is tried on every"
                  + " event)");
      case Condition.Range range -> range(range);
      case Condition.Addresses(String field, IpAddress first, IpAddress last) ->
          any(
              field,
              value ->
                  IpAddress.of(value.toString())
                      .filter(
                          address ->
                              address.ipv4() == first.ipv4()
                                  && address.value().compareTo(first.value()) >= 0
                                  && address.value().compareTo(last.value()) <= 0)
                      .isPresent());
    };
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Predicate<Event>[] all(List<Condition> parts) {
    return parts.stream().map(EventCondition::of).toArray(Predicate[]::new);
  }

  private static Predicate<Event> term(Condition.Term term) {
    return switch (FieldKind.of(term.field())) {
      case INTEGER, TIME -> {
        Bound bound = new Bound(term.text(), true);
        yield range(new Condition.Range(term.field(), bound, bound));
      }
      case FULL_TEXT -> {
        CaselessPattern part = CaselessPattern.literal(term.text(), true);
        yield any(term.field(), value -> part.matches(value.toString()));
      }
      case TEXT, OPAQUE -> {
        CaselessPattern whole = CaselessPattern.literal(term.text(), false);
        yield any(term.field(), value -> whole.matches(value.toString()));
      }
    };
  }

  private static Predicate<Event> range(Condition.Range range) {
    Bound lower = range.lower();
    Bound upper = range.upper();
    return switch (FieldKind.of(range.field())) {
      case INTEGER, TIME -> {
        long from =
            lower == null
                ? Long.MIN_VALUE
                : Long.parseLong(lower.value()) + (lower.inclusive() ? 0 : 1);
        long to =
            upper == null
                ? Long.MAX_VALUE
                : Long.parseLong(upper.value()) - (upper.inclusive() ? 0 : 1);
        yield any(
            range.field(),
            value -> {
              Long number = FieldValues.whole(value);
              return number != null && number >= from && number <= to;
            });
      }
      case TEXT, FULL_TEXT, OPAQUE ->
          any(
              range.field(),
              value ->
                  side(value.toString(), lower, upper, true)
                      && side(value.toString(), upper, lower, false));
    };
  }

  private static boolean side(
      String value, @Nullable Bound bound, @Nullable Bound other, boolean above) {
    if (bound == null) {
      return true;
    }
    boolean numbers =
        NUMBER.matcher(bound.value()).matches()
            && (other == null || NUMBER.matcher(other.value()).matches());
    int compared;
    if (numbers) {
      if (!NUMBER.matcher(value.strip()).matches()) {
        return false;
      }
      compared =
          Double.compare(Double.parseDouble(value.strip()), Double.parseDouble(bound.value()));
    } else {
      compared = CaselessPattern.compare(value, bound.value());
    }
    return above
        ? compared > 0 || (bound.inclusive() && compared == 0)
        : compared < 0 || (bound.inclusive() && compared == 0);
  }

  /** One of several values is enough. */
  private static Predicate<Event> any(String field, Predicate<Object> test) {
    Function<Event, @Nullable Object> of = value(field);
    return event -> {
      Object value = of.apply(event);
      if (value == null) {
        return false;
      }
      if (value instanceof List<?> several) {
        for (Object one : several) {
          if (test.test(one)) {
            return true;
          }
        }
        return false;
      }
      return test.test(value);
    };
  }

  /** Where an event has a field. */
  private static Function<Event, @Nullable Object> value(String field) {
    if (LATER.contains(field)) {
      throw new IllegalArgumentException(
          field + " (expected: a field that is known when an event comes in)");
    }
    return switch (field) {
      case Fields.JOURNAL_POSITION -> Event::position;
      case Fields.TIMESTAMP -> Event::timeMicros;
      case Fields.EVENT_CREATED -> Event::receivedMicros;
      case Fields.HOST_NAME -> Event::host;
      case Fields.SOURCE_ADDRESS -> Event::sourceAddress;
      case Fields.TRANSPORT -> event -> event.transport().wireName();
      case Fields.FACILITY -> event -> whole(event.facility());
      case Fields.SEVERITY -> event -> whole(event.severity());
      case Fields.PROCESS_NAME -> Event::app;
      case Fields.PROCESS_PID -> Event::pid;
      case Fields.MESSAGE -> Event::message;
      case Fields.AGENT_ID -> event -> identity(event.identity(), Identity::agentId);
      case Fields.AGENT_INCARNATION -> event -> identity(event.identity(), Identity::incarnation);
      case Fields.EVENT_SEQUENCE -> event -> identity(event.identity(), Identity::sequence);
      default -> event -> among(event.fields(), field);
    };
  }

  private static @Nullable Object among(Map<String, Object> fields, String field) {
    return fields.get(field);
  }

  private static @Nullable Object identity(
      @Nullable Identity identity, Function<Identity, Object> part) {
    return identity == null ? null : part.apply(identity);
  }

  /** Small numbers have their objects already. */
  private static @Nullable Object whole(int value) {
    return value < 0 ? null : Long.valueOf(value);
  }
}
