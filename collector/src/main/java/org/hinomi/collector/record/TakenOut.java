package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which files lines of a manifest have taken out of the history. Not thread-safe. */
final class TakenOut {
  /** What the lines say of a file that no line lists any more. */
  enum Said {
    /** None took it out: a line that is lost may have listed it. */
    NEVER,
    /** Its time was over. */
    FOR_GOOD,
    /** Others have what it held. */
    FOR_OTHERS,
    /** One of that name was taken out; what was in it, no line says. */
    UNKNOWN
  }

  private final Map<String, Set<String>> disposed = new HashMap<>();
  private final Map<String, Set<String>> others = new HashMap<>();
  private final Set<String> unknown = new HashSet<>();

  /**
   * Takes in a line.
   *
   * @param listed what the lines before it list
   */
  void add(ManifestEntry entry, Map<String, Part> listed) {
    for (String file : entry.removed()) {
      Part part = listed.get(file);
      if (part == null) {
        unknown.add(file);
      } else {
        (entry.disposed() == null ? others : disposed)
            .computeIfAbsent(file, made -> new HashSet<>())
            .add(part.sha256());
      }
    }
    entry.added().forEach(part -> unknown.remove(part.file()));
  }

  /** What is said of a file that is there: names may come again. */
  Said look(Path history, String name) throws IOException {
    boolean maybeDisposed = disposed.containsKey(name);
    if (maybeDisposed || others.containsKey(name)) {
      String sha256 = PartFiles.sha256(history.resolve(name));
      if (maybeDisposed && disposed.getOrDefault(name, Set.of()).contains(sha256)) {
        return Said.FOR_GOOD;
      }
      if (others.getOrDefault(name, Set.of()).contains(sha256)) {
        return Said.FOR_OTHERS;
      }
    }
    return unknown.contains(name) ? Said.UNKNOWN : Said.NEVER;
  }
}
