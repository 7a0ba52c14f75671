package org.hinomi.core.windows;

import org.jspecify.annotations.Nullable;

/**
 * One value of an event's data.
 *
 * @param name the {@code Name} of a Data element; of any other element its name, below others their
 *     names with {@code /} between; of an attribute in UserData the same with {@code @}; null where
 *     a Data element has none and its place says what it is
 * @param value null where the element is empty
 */
public record EventValue(@Nullable String name, @Nullable String value) {}
