package org.hinomi.collector.app;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import org.hinomi.collector.imports.ImportOptions.Type;
import org.hinomi.core.settings.Section;

/**
 * A folder whose files are imported as they come.
 *
 * @param type how they are read
 * @param host of records that name none; empty: this machine
 * @param zone of times without one; empty: that of {@code decode}
 * @param charset of their text; empty: told from each file
 * @param then what is done with a file that was taken in
 */
public record DropSettings(
    Path folder,
    Type type,
    Optional<String> host,
    Optional<ZoneId> zone,
    Optional<Charset> charset,
    Then then) {

  /** What is done with a file that was taken in. */
  public enum Then {
    KEEP,
    DELETE
  }

  static DropSettings read(Section s) {
    DropSettings drop =
        new DropSettings(
            s.path("folder").required(),
            s.oneOf("type", Type.class).orElse(Type.AUTO),
            s.text("host").optional(),
            s.zone("zone").optional(),
            s.charset("charset").optional(),
            s.oneOf("then", Then.class).orElse(Then.KEEP));
    if (drop.type == Type.PATTERN) {
      s.problem("type", "pattern", "lines, and the pattern under decode.formats with files");
    }
    drop.host
        .filter(host -> !host.matches("[!-~]{1,255}"))
        .ifPresent(host -> s.problem("host", host, "1 to 255 visible ASCII characters"));
    return drop;
  }
}
