package org.hinomi.core.sigma;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the source of an event alone says of a detection. Most rules name a channel, a provider, an
 * event id or a program, which are known before anything else is looked at.
 */
enum SourceAnswer {
  YES,
  NO,
  UNKNOWN;

  /** Stands for every log, provider and program that no rule and no log source names. */
  static final String OTHER = "\u0000";

  /** The same of event ids. */
  static final Integer OTHER_ID = -1;

  /**
   * What a source knows of the fields that it knows. A table: to ask a source made up for the
   * question which fields those are made C2 of JDK 25.0.3 crash now and then (escape analysis).
   */
  private static final Map<String, Function<EventSource, @Nullable String>> FIELDS =
      Map.of(
          "EventID", SourceAnswer::eventId,
          "event.code", SourceAnswer::eventId,
          "winlog.event_id", SourceAnswer::eventId,
          "Channel", EventSource::channel,
          "winlog.channel", EventSource::channel,
          "Provider_Name", EventSource::provider,
          "event.provider", EventSource::provider,
          "winlog.provider_name", EventSource::provider,
          "process.name", EventSource::program);

  /** What is known of events of this source. */
  static SourceAnswer of(Detection detection, EventSource source) {
    return switch (detection) {
      case Detection.And and -> {
        SourceAnswer all = YES;
        for (Detection part : and.parts()) {
          SourceAnswer answer = of(part, source);
          if (answer == NO) {
            yield NO;
          }
          all = answer == UNKNOWN ? UNKNOWN : all;
        }
        yield all;
      }
      case Detection.Or or -> {
        SourceAnswer any = NO;
        for (Detection part : or.parts()) {
          SourceAnswer answer = of(part, source);
          if (answer == YES) {
            yield YES;
          }
          any = answer == UNKNOWN ? UNKNOWN : any;
        }
        yield any;
      }
      case Detection.Not not ->
          switch (of(not.part(), source)) {
            case YES -> NO;
            case NO -> YES;
            case UNKNOWN -> UNKNOWN;
          };
      case Detection.Field field -> field(field, source);
      case Detection.Keyword _, Detection.Exists _, Detection.Null _, Detection.Reference _ ->
          UNKNOWN;
    };
  }

  /** Whether there is any source of which something is known. */
  static boolean isAsked(Detection detection) {
    return switch (detection) {
      case Detection.And and -> and.parts().stream().anyMatch(SourceAnswer::isAsked);
      case Detection.Or or -> or.parts().stream().anyMatch(SourceAnswer::isAsked);
      case Detection.Not not -> isAsked(not.part());
      case Detection.Field field -> isOfSource(field.name());
      case Detection.Keyword _, Detection.Exists _, Detection.Null _, Detection.Reference _ ->
          false;
    };
  }

  private static SourceAnswer field(Detection.Field field, EventSource source) {
    String value = value(field.name(), source);
    if (value == null) {
      return UNKNOWN;
    }
    if (value.equals(OTHER)) {
      return word(field) == null ? UNKNOWN : NO;
    }
    return field.test().matches(value) ? YES : NO;
  }

  /** The one word, folded, that a question about the source is about; null where it is none. */
  static @Nullable String word(Detection.Field field) {
    Literals literals = isOfSource(field.name()) ? Literals.of(field.test()) : null;
    return literals != null && literals.exact() && literals.atStart() && literals.atEnd()
        ? literals.literals().getFirst()
        : null;
  }

  private static boolean isOfSource(String field) {
    return FIELDS.containsKey(field);
  }

  private static @Nullable String value(String field, EventSource source) {
    Function<EventSource, @Nullable String> value = FIELDS.get(field);
    return value == null ? null : value.apply(source);
  }

  private static @Nullable String eventId(EventSource source) {
    Integer id = source.channel() == null ? null : source.eventId();
    return id == null ? null : id.equals(OTHER_ID) ? OTHER : id.toString();
  }
}
