package org.hinomi.collector.decode.service;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes named fields out of the text of programs. A name is looked up once and remembered, so that
 * an unknown program costs one look into a map. Not thread-safe.
 */
public final class ServiceDecoder {
  /** Names come from the network: what is remembered must not grow with them. */
  private static final int REMEMBERED = 8192;

  private static final ServiceTable TABLE = ServiceTable.load();
  private static final ServiceReader NONE = (text, from, out) -> false;

  private final Map<String, ServiceReader> byName = new HashMap<>();
  private final Map<String, ServiceReader> known = new HashMap<>();
  private final ServiceFields out = new ServiceFields();
  private final ServiceReader lines;
  private final ServiceReader pam;

  public ServiceDecoder() {
    Map<String, ServiceReader> readers = new HashMap<>(CodeReaders.all(TABLE));
    TABLE
        .programs()
        .forEach(
            (name, of) -> {
              List<ServiceReader> chain = new ArrayList<>();
              for (String reader : new LinkedHashSet<>(of)) {
                ServiceReader one = readers.get(reader);
                if (one == null) {
                  one = TABLE.reader(reader);
                  if (one != null) {
                    readers.put(reader, one);
                  }
                }
                if (one != null) {
                  chain.add(one);
                }
              }
              byName.put(name, chain(chain));
            });
    pam = CodeReaders.or(byName.get("pam"));
    lines = new LineShapes(TABLE.lines(), byName);
  }

  private static ServiceReader chain(List<ServiceReader> readers) {
    if (readers.size() == 1) {
      return readers.getFirst();
    }
    ServiceReader[] all = readers.toArray(ServiceReader[]::new);
    return (text, from, out) -> {
      for (ServiceReader one : all) {
        if (one.read(text, from, out)) {
          return true;
        }
      }
      return false;
    };
  }

  /** Whether texts of this program can be read at all. */
  public boolean knows(@Nullable String program) {
    return program != null && reader(program) != NONE;
  }

  /**
   * Reads what a program wrote.
   *
   * @param program the name that came with it
   * @param fields gets what is found
   * @param received microseconds since 1970; decides the year that a time lacks
   * @param zone of times without one
   * @return whether it was understood
   */
  public boolean read(
      String program, String text, Map<String, Object> fields, long received, ZoneId zone) {
    ServiceReader reader = reader(program);
    if (reader == NONE) {
      // Any program may leave it to PAM to say who failed.
      if (!text.startsWith("pam_") && !text.startsWith("(pam_")) {
        return false;
      }
      reader = pam;
    }
    out.start(fields, received, zone);
    if (reader.read(text, 0, out)) {
      return true;
    }
    // Many daemons write a time of their own behind the one of syslog.
    int time = LeadingTime.end(text, 0);
    if (time == 0) {
      return false;
    }
    out.time(text, text.charAt(0) == '[' ? 1 : 0, time);
    return reader.read(text, time, out);
  }

  /**
   * Reads a line that came without the name of a program: told by its form.
   *
   * @return whether it was understood; {@link #program()} then says who writes such lines
   */
  public boolean readLine(String text, Map<String, Object> fields, long received, ZoneId zone) {
    out.start(fields, received, zone);
    return lines.read(text, 0, out);
  }

  /** Who writes what was read last, where its form says so. */
  public @Nullable String program() {
    return out.program();
  }

  /** Whether what was read last holds a time of its own. */
  public boolean hasTime() {
    return out.hasTime();
  }

  /** Microseconds since 1970, where {@link #hasTime()}. */
  public long timeMicros() {
    return out.timeMicros();
  }

  private ServiceReader reader(String program) {
    ServiceReader found = known.get(program);
    if (found == null) {
      if (known.size() >= REMEMBERED) {
        known.clear();
      }
      found = ProgramNames.find(program.toLowerCase(Locale.ROOT), byName);
      found = found == null ? NONE : found;
      known.put(program, found);
    }
    return found;
  }
}
