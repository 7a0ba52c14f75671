package org.hinomi.collector.imports;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.core.windows.evtx.Damage;
import org.jspecify.annotations.Nullable;

/** Keeps what it is told. */
final class ToldProgress implements Progress {
  final List<Damage> damages = new ArrayList<>();

  /** Of each file what is wrong with it, damages too. */
  final List<String> problems = new ArrayList<>();

  long records;

  @Override
  public void read(long bytes) {}

  @Override
  public void records(long count) {
    records += count;
  }

  @Override
  public void problem(String path, @Nullable String reason) {
    problems.add(Path.of(path).getFileName() + ": " + reason);
  }

  @Override
  public void damage(String path, long count, Damage first) {
    damages.add(first);
    problems.add(Path.of(path).getFileName() + ": " + count + " " + first.fault());
  }
}
