package org.hinomi.collector.record;

import java.util.OptionalLong;

/**
 * A span of time, in microseconds since 1970.
 *
 * @param from first moment inside, or open
 * @param to first moment after it, or open
 * @param orReceived take an event in also when it was received in the span, whatever time it
 *     carries: a sender's clock must not hide what has just come in
 */
public record Window(OptionalLong from, OptionalLong to, boolean orReceived) {
  public static final Window ALWAYS = new Window(OptionalLong.empty(), OptionalLong.empty(), false);
}
