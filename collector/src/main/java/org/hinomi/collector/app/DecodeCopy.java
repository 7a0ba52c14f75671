package org.hinomi.collector.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneId;
import java.util.List;
import org.hinomi.collector.decode.syslog.SyslogRules;
import org.hinomi.core.file.OwnerFiles;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.settings.SettingsLoader;

/**
 * How the collector of a data folder read records last, {@code state/decode.yaml}: for imports
 * while none runs.
 */
public final class DecodeCopy {
  private static final String KEY = "decode";

  private DecodeCopy() {}

  private static Path path(Path data) {
    return data.resolve("state").resolve("decode.yaml");
  }

  /** Puts it in place, whole or not at all. */
  static void put(Path data, DecodeSettings settings) throws IOException {
    Path copy = path(data);
    Path temporary = OwnerFiles.folder(data.resolve("state")).resolve("decode.yaml.new");
    Files.writeString(temporary, KEY + ": " + settings.written() + "\n", StandardCharsets.UTF_8);
    Files.move(
        temporary, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * The rules of the collector that ran last; where none ever did, those of no settings.
   *
   * @param zone of times without one, where no zone is told
   * @throws IOException also where the copy is wrong
   */
  public static SyslogRules rules(Path data, ZoneId zone) throws IOException {
    Path copy = path(data);
    if (!Files.exists(copy)) {
      return none(zone);
    }
    try {
      return new SettingsLoader(System.getenv())
          .load(copy, List.of(), top -> DecodeSettings.read(top.section(KEY), zone))
          .rules();
    } catch (SettingsException e) {
      throw new IOException(e.problems().getFirst().toString(), e);
    }
  }

  /** Rules where nothing is declared. */
  public static SyslogRules none(ZoneId zone) {
    return new SyslogRules(zone, SyslogRules.RFC3164_PRIORITY, List.of());
  }
}
