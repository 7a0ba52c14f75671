package org.hinomi.collector.search;

import java.time.ZoneId;
import org.hinomi.core.text.Language;
import org.jspecify.annotations.Nullable;

/**
 * What a reader asks, as typed; null: the default.
 *
 * @param from start of the span of time, inclusive
 * @param to end of it, exclusive
 * @param limit most lines to give; 0: all
 * @param format how to write them
 * @param zone of times without one, and of a table
 * @param language of what people read: a table; names in JSON and CSV are the same in all
 */
public record Question(
    @Nullable String from,
    @Nullable String to,
    @Nullable Integer limit,
    Format format,
    ZoneId zone,
    Language language) {}
