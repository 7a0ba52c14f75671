package org.hinomi.agent.watch.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/**
 * What the system says of a path, links followed.
 *
 * @param key device and inode as in {@link FilePosition}
 * @param regular whether it is a plain file
 * @param size bytes
 * @param modified nanoseconds since 1970 of the last change of contents
 */
record FileFacts(String key, boolean regular, long size, long modified) {
  private static final String NO_KEY = "-:-";

  static FileFacts of(Path path) throws IOException {
    BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class);
    String key = NO_KEY;
    if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      Map<String, Object> unix = Files.readAttributes(path, "unix:dev,ino");
      key = unix.get("dev") + ":" + unix.get("ino");
    }
    return new FileFacts(
        key,
        basic.isRegularFile(),
        basic.size(),
        basic.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS));
  }
}
