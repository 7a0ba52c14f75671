package org.hinomi.collector.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import org.hinomi.core.file.OwnerFiles;
import org.hinomi.core.settings.SettingsException;

/** The policy that the collector of a data folder went by last, {@code state/retention.yaml}. */
public final class PolicyCopy {
  private PolicyCopy() {}

  /** Where it stands. */
  public static Path path(Path data) {
    return data.resolve("state").resolve("retention.yaml");
  }

  /** Puts it in place, whole or not at all. */
  public static void put(Path data, Path file) throws IOException {
    Path copy = path(data);
    Path folder = OwnerFiles.folder(data.resolve("state"));
    Path temporary = folder.resolve("retention.yaml.new");
    Files.copy(file, temporary, StandardCopyOption.REPLACE_EXISTING);
    Files.move(
        temporary, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Reads it; keeps everything for ever where there is none.
   *
   * @throws IOException also where it is wrong
   */
  public static RetentionPolicy read(Path data, InstantSource clock) throws IOException {
    Path copy = path(data);
    if (!Files.exists(copy)) {
      return RetentionPolicy.NONE;
    }
    try {
      return RetentionSettings.load(copy, clock);
    } catch (SettingsException e) {
      throw new IOException(e.problems().getFirst().toString(), e);
    }
  }
}
