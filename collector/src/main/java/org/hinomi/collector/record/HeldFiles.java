package org.hinomi.collector.record;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The files that hold all events of one moment; they stay until it is closed. */
final class HeldFiles implements EventFiles.Held {
  private final PartFiles files;
  private final List<Path> held;
  private final Map<Path, String> hashes;

  /**
   * @param hashes of those that are parts, hexadecimal
   */
  HeldFiles(PartFiles files, List<Path> held, Map<Path, String> hashes) {
    this.files = files;
    this.held = List.copyOf(held);
    this.hashes = hashes;
    files.hold(this.held);
  }

  @Override
  public String sha256(Path file) {
    return hashes.getOrDefault(file, "");
  }

  @Override
  public List<Path> files() {
    return held;
  }

  @Override
  public void close() {
    files.release(held);
  }
}
