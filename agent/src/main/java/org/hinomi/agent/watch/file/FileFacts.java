package org.hinomi.agent.watch.file;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/**
 * What the system says of a path, links followed.
 *
 * @param key device and inode as in {@link FilePosition}
 * @param regular whether it is a plain file
 * @param directory whether it is a directory
 * @param size bytes
 * @param modified nanoseconds since 1970 of the last change of contents
 */
record FileFacts(String key, boolean regular, boolean directory, long size, long modified) {
  private static final String NO_KEY = "-:-";

  /** One call of the system: hundreds of quiet files are asked for every second. */
  static FileFacts of(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class);
      return new FileFacts(
          NO_KEY,
          basic.isRegularFile(),
          basic.isDirectory(),
          basic.size(),
          basic.lastModifiedTime().to(NANOSECONDS));
    }
    Map<String, Object> all =
        Files.readAttributes(path, "unix:dev,ino,isRegularFile,isDirectory,size,lastModifiedTime");
    return new FileFacts(
        all.get("dev") + ":" + all.get("ino"),
        Boolean.TRUE.equals(all.get("isRegularFile")),
        Boolean.TRUE.equals(all.get("isDirectory")),
        all.get("size") instanceof Long size ? size : 0,
        all.get("lastModifiedTime") instanceof FileTime time ? time.to(NANOSECONDS) : 0);
  }
}
