package org.hinomi.collector.decode.agent;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.hinomi.collector.decode.columns.ColumnsReading;
import org.hinomi.collector.decode.windows.WindowsReading;
import org.jspecify.annotations.Nullable;

/** What could be read of an original record. Filled by one decoder, then turned into an event. */
final class Reading {
  static final long NO_TIME = Long.MIN_VALUE;

  String message;
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

  /** What was read of a record of named values. */
  static Reading of(ColumnsReading read) {
    Reading reading = new Reading(read.message());
    reading.take(read);
    return reading;
  }

  /** Adds what was read of a Windows event; what a header says of program and severity stays. */
  void take(WindowsReading read) {
    message = read.message();
    fields.putAll(read.fields());
    Instant time = read.time();
    if (time != null) {
      timeMicros = ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
    host = read.host() == null ? host : read.host();
    if (app == null) {
      app = read.processName();
      pid = read.processId();
    }
    severity = severity < 0 ? read.severity() : severity;
  }

  /** Adds what was read of a record of named values; what that does not say stays. */
  void take(ColumnsReading read) {
    message = read.message();
    fields.putAll(read.fields());
    if (read.timeMicros().isPresent()) {
      timeMicros = read.timeMicros().getAsLong();
    }
    host = read.host() == null ? host : read.host();
    app = read.app() == null ? app : read.app();
    pid = read.pid() == null ? pid : read.pid();
    severity = read.severity() < 0 ? severity : read.severity();
  }
}
