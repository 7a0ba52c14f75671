package org.hinomi.agent.watch.file;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a change in one folder, as the system tells it (inotify). Where it tells nothing, as on
 * network file systems, the time given is the interval of polling.
 */
public final class FolderWaiter implements Waiter, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FolderWaiter.class);

  /** Pause after a change, in ms: a busy folder wakes us at most a hundred times a second. */
  private static final long PAUSE = 10;

  private final Path folder;
  private final @Nullable WatchService service;
  private @Nullable WatchKey key;

  public FolderWaiter(Path folder) {
    this.folder = folder;
    WatchService opened = null;
    try {
      opened = folder.getFileSystem().newWatchService();
    } catch (IOException | UnsupportedOperationException e) {
      log.atInfo().addKeyValue("folder", folder).log("watched by polling alone: {}", e.toString());
    }
    this.service = opened;
  }

  @Override
  public void await(Duration longest) throws InterruptedException {
    WatchService watch = service;
    if (watch == null) {
      Thread.sleep(longest);
      return;
    }
    register(watch);
    WatchKey changed = watch.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
    if (changed != null) {
      Thread.sleep(PAUSE);
      changed.pollEvents();
      changed.reset();
    }
  }

  /** Again whenever the folder was not there, or went. */
  private void register(WatchService watch) {
    if (key == null || !key.isValid()) {
      try {
        key =
            folder.register(
                watch,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
      } catch (IOException e) {
        log.atDebug().addKeyValue("folder", folder).log("cannot be watched: {}", e.toString());
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (service != null) {
      service.close();
    }
  }
}
