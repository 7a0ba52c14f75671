package org.hinomi.collector.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.hinomi.core.file.AtomicFile;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/**
 * Which period each report was mailed for last: {@code state/review-reports.json}. For one thread.
 */
final class SentReports {
  private static final String FILE = "review-reports.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path state;
  private final Map<String, String> periods;

  private SentReports(Path state, Map<String, String> periods) {
    this.state = state;
    this.periods = periods;
  }

  /**
   * Reads it.
   *
   * @param state folder of the state of a history
   */
  static SentReports open(Path state) throws IOException {
    Path file = state.resolve(FILE);
    if (!Files.exists(file)) {
      return new SentReports(state, new TreeMap<>());
    }
    try {
      Map<String, String> periods =
          JSON.readValue(
              Files.readString(file, StandardCharsets.UTF_8),
              new TypeReference<TreeMap<String, String>>() {});
      return new SentReports(state, periods);
    } catch (JacksonException e) {
      throw new IOException(file + ": " + e.getOriginalMessage(), e);
    }
  }

  /** As {@link org.hinomi.collector.review.Period#text}; empty: none yet. */
  String period(String report) {
    return periods.getOrDefault(report, "");
  }

  void put(String report, String period) throws IOException {
    periods.put(report, period);
    AtomicFile.write(state, FILE, JSON.writeValueAsBytes(periods));
  }
}
