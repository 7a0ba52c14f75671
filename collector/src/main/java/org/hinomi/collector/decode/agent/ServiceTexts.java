package org.hinomi.collector.decode.agent;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.hinomi.collector.decode.service.ServiceDecoder;
import org.hinomi.collector.decode.windows.WindowsEventDecoder;
import org.hinomi.collector.decode.windows.WindowsReading;
import org.hinomi.core.syslog.SyslogHeader;
import org.hinomi.core.syslog.SyslogHeader.Part;
import org.jspecify.annotations.Nullable;

/** Takes the named fields of services out of what could be read of a record. Not thread-safe. */
final class ServiceTexts {
  private final ServiceDecoder services;
  private final WindowsEventDecoder windows;

  ServiceTexts(ServiceDecoder services, WindowsEventDecoder windows) {
    this.services = services;
    this.windows = windows;
  }

  /** A text with the name of its program. */
  boolean named(Reading reading, @Nullable String program, long received, ZoneId zone) {
    if (program == null
        || !services.read(program, reading.message, reading.fields, received, zone)) {
      return false;
    }
    time(reading);
    return true;
  }

  /** The text of a whole line, made only when it is asked for. */
  interface Whole {
    String text();
  }

  /** A text behind a header of syslog: no line that a server writes without one. */
  Reading headed(Reading reading, Whole line, long received, ZoneId zone) {
    if (!windows(reading, line, received, zone)) {
      named(reading, reading.app, received, zone);
    }
    return reading;
  }

  /**
   * Whether a line begins with all that syslog writes before a text, {@code TIME HOST NAME[PID]:},
   * which no server does whose words could be taken for it.
   */
  static boolean isHeaded(byte[] b, int end, SyslogHeader header) {
    if (!header.has(Part.HOST) || !header.has(Part.APP) || !header.has(Part.PID)) {
      return false;
    }
    int behind = header.end(Part.PID);
    for (int i = header.start(Part.PID); i < behind; i++) {
      if (b[i] < '0' || b[i] > '9') {
        return false;
      }
    }
    return behind + 1 < end && b[behind] == ']' && b[behind + 1] == ':';
  }

  /**
   * A line of a file: where its header leads to no program that is known, the whole line may still
   * be one that a server writes without a header, whose first words were taken for one.
   *
   * @param line the line
   */
  Reading line(Reading reading, Whole line, long received, ZoneId zone) {
    if (windows(reading, line, received, zone) || named(reading, reading.app, received, zone)) {
      return reading;
    }
    String whole = line.text();
    Reading read = reading.app == null && reading.host == null ? reading : new Reading(whole);
    if (!services.readLine(whole, read.fields, received, zone)) {
      return reading;
    }
    read.timeMicros = reading.timeMicros;
    read.app = services.program() == null ? reading.app : services.program();
    time(read);
    return read;
  }

  /** An event of Windows that came by way of Snare or NXLog. */
  boolean windows(Reading reading, Whole line, long received, ZoneId zone) {
    return json(reading, received, zone) || snare(reading, line, received, zone);
  }

  private boolean json(Reading reading, long received, ZoneId zone) {
    WindowsReading read =
        WindowsEventDecoder.mayBeJson(reading.message)
            ? windows.readJson(reading.message, received, zone)
            : null;
    if (read == null) {
      return false;
    }
    reading.take(read);
    return true;
  }

  private boolean snare(Reading reading, Whole line, long received, ZoneId zone) {
    if (!WindowsEventDecoder.isSnare(reading.app)
        && (reading.app != null || !WindowsEventDecoder.mayBeSnare(reading.message))) {
      return false;
    }
    WindowsReading read = windows.readSnare(line.text(), received, zone);
    if (read == null) {
      return false;
    }
    // What the header says stays; the fields of the event come on top.
    reading.fields.putAll(read.fields());
    Instant time = read.time();
    if (time != null) {
      reading.timeMicros = ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
    reading.host = read.host() == null ? reading.host : read.host();
    return true;
  }

  private void time(Reading reading) {
    if (reading.timeMicros == Reading.NO_TIME && services.hasTime()) {
      reading.timeMicros = services.timeMicros();
    }
  }
}
