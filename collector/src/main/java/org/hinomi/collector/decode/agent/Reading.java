package org.hinomi.collector.decode.agent;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What could be read of an original record. Filled by one decoder, then turned into an event. */
final class Reading {
  static final long NO_TIME = Long.MIN_VALUE;

  final String message;
  final Map<String, Object> fields = new HashMap<>();
  long timeMicros = NO_TIME;
  @Nullable String host;
  int facility = -1;
  int severity = -1;
  @Nullable String app;
  @Nullable String pid;

  Reading(String message) {
    this.message = message;
  }
}
