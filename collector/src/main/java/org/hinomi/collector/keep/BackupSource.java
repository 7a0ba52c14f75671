package org.hinomi.collector.keep;

import java.io.IOException;
import java.io.InputStream;
import java.util.SortedMap;

/** The data folder that is backed up, wherever it is. Names have {@code /} between folders. */
public interface BackupSource {

  /**
   * Opens a file.
   *
   * @param name below the data folder
   * @throws java.nio.file.NoSuchFileException where it is not there, or not any more
   */
  InputStream open(String name) throws IOException;

  /**
   * Files of a folder and of those below it.
   *
   * @return sizes in bytes by names below the data folder; empty where there is no such folder
   */
  SortedMap<String, Long> list(String folder) throws IOException;
}
