package org.hinomi.agent.sample;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Files of {@code name value} lines, as {@code /proc/meminfo} and {@code /proc/vmstat} are. OSHI
 * gives 0 for a line that is not there; here it is simply absent.
 */
final class ProcFile {

  private ProcFile() {}

  /**
   * The numbers by name, without the colon of a name and without units.
   *
   * @throws IOException where the file cannot be read
   */
  static Map<String, Long> numbers(Path file) throws IOException {
    Map<String, Long> numbers = new HashMap<>();
    for (String line : Files.readAllLines(file, ISO_8859_1)) {
      int end = 0;
      while (end < line.length() && line.charAt(end) > ' ' && line.charAt(end) != ':') {
        end++;
      }
      int start = end;
      while (start < line.length() && (line.charAt(start) == ':' || line.charAt(start) == ' ')) {
        start++;
      }
      int stop = start;
      while (stop < line.length() && Character.isDigit(line.charAt(stop))) {
        stop++;
      }
      if (end > 0 && stop > start && stop - start < 19) {
        numbers.put(line.substring(0, end), Long.parseLong(line, start, stop, 10));
      }
    }
    return numbers;
  }
}
