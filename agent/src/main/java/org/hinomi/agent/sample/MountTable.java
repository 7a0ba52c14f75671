package org.hinomi.agent.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The file systems to sample, by {@code /proc/self/mountinfo} (proc_pid_mountinfo(5)): mounted ones
 * that have a block device, by {@code /proc/filesystems}, each once, at the mount point nearest to
 * its root. That leaves out pseudo, overlay and network file systems without a list of their names.
 */
final class MountTable {

  /** Types without a block device that hold real local files nevertheless. */
  private static final Set<String> LOCAL_WITHOUT_DEVICE = Set.of("zfs");

  /** One file system. */
  record Mount(String device, String mountPoint, String type) {}

  private record Line(String id, String root, Mount mount) {}

  private final Path mountinfo;
  private final Path filesystems;
  private final SamplerSettings settings;
  private final NamePatterns excludedMountPoints;

  MountTable(Path proc, SamplerSettings settings) {
    this.mountinfo = proc.resolve("self/mountinfo");
    this.filesystems = proc.resolve("filesystems");
    this.settings = settings;
    this.excludedMountPoints = new NamePatterns(settings.excludeMountPoints());
  }

  /**
   * Reads the table anew.
   *
   * @throws IOException where one of the two files cannot be read
   */
  List<Mount> read() throws IOException {
    Set<String> withoutDevice = new HashSet<>();
    for (String line : Files.readAllLines(filesystems, UTF_8)) {
      if (line.startsWith("nodev")) {
        withoutDevice.add(line.substring("nodev".length()).trim());
      }
    }
    withoutDevice.removeAll(LOCAL_WITHOUT_DEVICE);

    // A later line covers an earlier one at the same mount point.
    Map<String, Line> visible = new LinkedHashMap<>();
    for (String text : Files.readAllLines(mountinfo, UTF_8)) {
      Line line = parse(text);
      visible.remove(line.mount.mountPoint);
      visible.put(line.mount.mountPoint, line);
    }
    Map<String, Line> oncePerFileSystem = new HashMap<>();
    for (Line line : visible.values()) {
      if (wanted(line.mount, withoutDevice)) {
        oncePerFileSystem.merge(line.id, line, MountTable::nearerToRoot);
      }
    }
    Collection<Line> lines = oncePerFileSystem.values();
    List<Mount> mounts = new ArrayList<>(lines.size());
    for (Line line : visible.values()) {
      if (lines.contains(line)) {
        mounts.add(line.mount);
      }
    }
    return mounts;
  }

  private boolean wanted(Mount mount, Set<String> withoutDevice) {
    if (excludedMountPoints.matches(mount.mountPoint)) {
      return false;
    }
    String type = mount.type;
    String family = type.contains(".") ? type.substring(0, type.indexOf('.')) : type;
    return settings.includeFileSystemTypes().contains(type)
        || (!withoutDevice.contains(type)
            && !withoutDevice.contains(family)
            && !settings.excludeFileSystemTypes().contains(type));
  }

  /** A bind mount shows a part of a file system: its whole is preferred, then the shorter path. */
  private static Line nearerToRoot(Line one, Line other) {
    if (one.root.length() != other.root.length()) {
      return one.root.length() < other.root.length() ? one : other;
    }
    return one.mount.mountPoint.length() <= other.mount.mountPoint.length() ? one : other;
  }

  private static Line parse(String line) throws IOException {
    String[] fields = line.split(" ", -1);
    int dash = 6;
    while (dash < fields.length && !fields[dash].equals("-")) {
      dash++;
    }
    if (dash + 2 >= fields.length) {
      throw new IOException("mountinfo: \"" + line + "\" (expected: a dash, a type and a source)");
    }
    return new Line(
        fields[2],
        unescape(fields[3]),
        new Mount(unescape(fields[dash + 2]), unescape(fields[4]), unescape(fields[dash + 1])));
  }

  /** The kernel writes space, tab, newline and backslash as {@code \} and three octal digits. */
  private static String unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(UTF_8);
    var out = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\\' && i + 3 < bytes.length && isOctal(bytes, i + 1)) {
        out.write((bytes[i + 1] - '0') * 64 + (bytes[i + 2] - '0') * 8 + bytes[i + 3] - '0');
        i += 3;
      } else {
        out.write(bytes[i]);
      }
    }
    return out.toString(UTF_8);
  }

  private static boolean isOctal(byte[] bytes, int at) {
    for (int i = at; i < at + 3; i++) {
      if (bytes[i] < '0' || bytes[i] > '7') {
        return false;
      }
    }
    return true;
  }
}
