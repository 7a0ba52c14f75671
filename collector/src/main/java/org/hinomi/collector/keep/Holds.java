package org.hinomi.collector.keep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.record.ManifestEntry;
import org.hinomi.collector.record.ManifestEntry.Hold;
import org.hinomi.collector.record.ManifestEntry.Release;
import org.hinomi.collector.record.ManifestLines;

/**
 * The legal holds of a history, as its manifest tells.
 *
 * @param all that were ever, by id, in their order
 * @param released those of them that have ended
 */
public record Holds(Map<String, Hold> all, Map<String, Release> released) {

  /** Reads them; also one in a line that is not what was written holds. */
  public static Holds of(Path data) throws IOException {
    Map<String, Hold> all = new LinkedHashMap<>();
    Map<String, Release> released = new LinkedHashMap<>();
    ManifestLines lines = ManifestLines.read(data.resolve("history"));
    lines.doubtfulHolds().forEach(hold -> all.put(hold.id(), hold));
    for (ManifestEntry entry : lines.entries()) {
      if (entry.held() != null) {
        all.put(entry.held().id(), entry.held());
      }
      if (entry.released() != null) {
        released.put(entry.released().id(), entry.released());
      }
    }
    return new Holds(all, released);
  }

  /** Those that hold now. */
  public List<Hold> present() {
    return all.values().stream().filter(hold -> !released.containsKey(hold.id())).toList();
  }
}
