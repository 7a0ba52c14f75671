package org.hinomi.collector.decode.columns;

import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.List;
import org.hinomi.core.text.Wildcards;
import org.jspecify.annotations.Nullable;

/**
 * How texts that come from somewhere are to be read, as the settings declare it. Of hosts, sources,
 * files and programs each list that is not empty must have a pattern that fits.
 *
 * @param sources names that agents' settings give what they watch
 * @param files paths that lines come from
 * @param programs then it is of what stands behind the header of syslog; else of the whole text
 * @param layout null: the text is read as any other, in this zone and charset
 * @param zone of times without one; null: as else
 * @param charset null: as else
 */
public record DeclaredFormat(
    List<String> hosts,
    List<String> sources,
    List<String> files,
    List<String> programs,
    @Nullable RecordLayout layout,
    @Nullable ZoneId zone,
    @Nullable Charset charset) {
  public DeclaredFormat {
    hosts = List.copyOf(hosts);
    sources = List.copyOf(sources);
    files = List.copyOf(files);
    programs = List.copyOf(programs);
  }

  boolean isOf(String host, String source, String file) {
    return fits(hosts, host) && fits(sources, source) && fits(files, file);
  }

  boolean isOfProgram(String program) {
    return fits(programs, program);
  }

  private static boolean fits(List<String> patterns, String text) {
    if (patterns.isEmpty()) {
      return true;
    }
    for (int i = 0; i < patterns.size(); i++) {
      if (Wildcards.match(patterns.get(i), text)) {
        return true;
      }
    }
    return false;
  }
}
