package org.hinomi.agent.sample;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hinomi.agent.sample.MountTable.Mount;
import org.hinomi.core.sample.Metrics;
import org.hinomi.core.sample.Metrics.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * Size, use and inodes of every local file system. They are asked on a thread of their own: a file
 * system whose device has died never answers, and must not stop the other probes.
 */
final class FileSystemProbe implements Probe {

  /** Asks one file system. */
  @FunctionalInterface
  interface Asker {
    StatVfs.Usage ask(String mountPoint) throws IOException;
  }

  private record Answer(Mount mount, StatVfs.@Nullable Usage usage, String failure) {}

  private final MountTable table;
  private final Asker asker;
  private final String noInodes;
  private final Executor executor;
  private final long patienceMillis;
  private volatile String asking = "";
  private @Nullable FutureTask<List<Answer>> pending;

  /**
   * @param noInodes why a file system may show no inodes
   * @param executor a single daemon thread
   * @param patienceMillis how long a round waits for all file systems
   */
  FileSystemProbe(
      MountTable table, Asker asker, String noInodes, Executor executor, long patienceMillis) {
    this.table = table;
    this.asker = asker;
    this.noInodes = noInodes;
    this.executor = executor;
    this.patienceMillis = patienceMillis;
  }

  static FileSystemProbe create(MountTable table, Executor executor) {
    try {
      return new FileSystemProbe(
          table,
          new StatVfs()::of,
          "this file system has no fixed number of inodes",
          executor,
          2000);
    } catch (UnsupportedOperationException e) {
      return new FileSystemProbe(
          table, FileSystemProbe::withoutInodes, "inodes: " + e.getMessage(), executor, 2000);
    }
  }

  private static StatVfs.Usage withoutInodes(String mountPoint) throws IOException {
    FileStore store = Files.getFileStore(Path.of(mountPoint));
    return new StatVfs.Usage(
        store.getTotalSpace(), store.getUnallocatedSpace(), store.getUsableSpace(), 0, 0);
  }

  @Override
  public String metric() {
    return Metrics.FILESYSTEM_USAGE;
  }

  @Override
  public void read(RoundBuilder round) {
    FutureTask<List<Answer>> task = pending;
    if (task == null) {
      task = new FutureTask<>(this::askAll);
      executor.execute(task);
    }
    try {
      List<Answer> answers = task.get(patienceMillis, TimeUnit.MILLISECONDS);
      pending = null;
      answers.forEach(answer -> report(round, answer));
      if (answers.isEmpty()) {
        round.missing(metric(), Map.of(), "no local file system is mounted");
      }
    } catch (TimeoutException e) {
      pending = task;
      round.missing(
          metric(),
          Map.of(Attributes.FILESYSTEM_MOUNTPOINT, asking),
          "does not answer; file systems are not sampled until it does");
    } catch (ExecutionException e) {
      pending = null;
      round.missing(metric(), Map.of(), "file systems cannot be listed: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      pending = task;
      round.missing(metric(), Map.of(), "the agent is stopping");
    }
  }

  private List<Answer> askAll() throws IOException {
    List<Answer> answers = new ArrayList<>();
    for (Mount mount : table.read()) {
      asking = mount.mountPoint();
      try {
        answers.add(new Answer(mount, asker.ask(mount.mountPoint()), ""));
      } catch (IOException e) {
        answers.add(new Answer(mount, null, String.valueOf(e.getMessage())));
      }
    }
    return answers;
  }

  private void report(RoundBuilder round, Answer answer) {
    Mount mount = answer.mount;
    Map<String, String> attributes =
        Map.of(
            Attributes.DEVICE, mount.device(),
            Attributes.FILESYSTEM_MOUNTPOINT, mount.mountPoint(),
            Attributes.FILESYSTEM_TYPE, mount.type());
    StatVfs.Usage usage = answer.usage;
    if (usage == null || usage.total() <= 0) {
      round.missing(
          metric(), attributes, usage == null ? answer.failure : "its size is given as 0");
      return;
    }
    long used = usage.total() - usage.free();
    round.value(Metrics.FILESYSTEM_LIMIT, attributes, usage.total());
    round.value(metric(), state(attributes, "used"), used);
    round.value(metric(), state(attributes, "free"), usage.available());
    round.value(metric(), state(attributes, "reserved"), usage.free() - usage.available());
    // As df does: what is kept for root is neither used nor to be had.
    round.share(
        Metrics.FILESYSTEM_UTILIZATION,
        attributes,
        used,
        (double) used + usage.available(),
        "all of it is kept for root");
    if (usage.inodes() <= 0) {
      round.missing(Metrics.FILESYSTEM_INODES_USAGE, attributes, noInodes);
      return;
    }
    long usedInodes = usage.inodes() - usage.freeInodes();
    round.value(Metrics.FILESYSTEM_INODES_USAGE, state(attributes, "used"), usedInodes);
    round.value(Metrics.FILESYSTEM_INODES_USAGE, state(attributes, "free"), usage.freeInodes());
    round.value(
        Metrics.FILESYSTEM_INODES_UTILIZATION, attributes, (double) usedInodes / usage.inodes());
  }

  private static Map<String, String> state(Map<String, String> attributes, String state) {
    Map<String, String> with = new HashMap<>(attributes);
    with.put(Attributes.FILESYSTEM_STATE, state);
    return with;
  }
}
