package org.hinomi.core.unix;

import java.util.Map;

/**
 * What a record says.
 *
 * @param message one sentence
 * @param micros its time, since 1970
 * @param fields under their stored names: texts and whole numbers
 */
public record UnixReading(String message, long micros, Map<String, Object> fields) {
  public UnixReading {
    fields = Map.copyOf(fields);
  }
}
