package org.hinomi.collector.alert;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person did about an alert.
 *
 * @param by who
 * @param until when an acknowledgement ends by itself; null: when the alert clears, or becomes
 *     worse
 * @param note why; "" where nothing was said
 */
public record Act(String by, @Nullable Instant until, String note) {
  public Act {
    requireNonNull(by, "by");
    requireNonNull(note, "note");
  }
}
