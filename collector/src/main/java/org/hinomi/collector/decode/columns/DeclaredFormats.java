package org.hinomi.collector.decode.columns;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the declared format of a text; the first that fits counts. Where nothing is declared it
 * costs nothing; else what was found for a host, a source and a file is remembered. Not
 * thread-safe.
 */
public final class DeclaredFormats {
  /** Names come from the network: what is remembered must not grow with them. */
  private static final int REMEMBERED = 4096;

  private final List<DeclaredFormat> all;
  private final Map<Place, List<DeclaredFormat>> known = new HashMap<>();
  private @Nullable Place last;
  private List<DeclaredFormat> lastFound = List.of();

  private record Place(String host, String source, String file) {}

  public DeclaredFormats(List<DeclaredFormat> all) {
    this.all = List.copyOf(all);
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /**
   * The one of whole texts.
   *
   * @param source "" where no agent has read it
   * @param file "" where it came from none
   */
  public @Nullable DeclaredFormat whole(String host, String source, String file) {
    List<DeclaredFormat> found = of(host, source, file);
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).programs().isEmpty()) {
        return found.get(i);
      }
    }
    return null;
  }

  /** The one of what a program says; null where it says nothing of its own. */
  public @Nullable DeclaredFormat ofProgram(
      String host, String source, String file, @Nullable String program) {
    if (program == null) {
      return null;
    }
    List<DeclaredFormat> found = of(host, source, file);
    for (int i = 0; i < found.size(); i++) {
      DeclaredFormat format = found.get(i);
      if (!format.programs().isEmpty() && format.isOfProgram(program)) {
        return format;
      }
    }
    return null;
  }

  private List<DeclaredFormat> of(String host, String source, String file) {
    if (all.isEmpty()) {
      return all;
    }
    Place same = last;
    if (same != null
        && same.host.equals(host)
        && same.source.equals(source)
        && same.file.equals(file)) {
      return lastFound;
    }
    if (known.size() >= REMEMBERED) {
      known.clear();
    }
    Place place = new Place(host, source, file);
    lastFound =
        known.computeIfAbsent(
            place, p -> all.stream().filter(f -> f.isOf(host, source, file)).toList());
    last = place;
    return lastFound;
  }
}
