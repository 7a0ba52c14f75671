package org.hinomi.core.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stop actions of a program. Each started part registers one under its name; they run in
 * reverse order, once, and one that fails does not keep the others from running. Thread-safe.
 */
public final class Stops implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Stops.class);

  private final Deque<Stop> stops = new ArrayDeque<>();

  /** What ends a part of the program. */
  @FunctionalInterface
  public interface Action {
    void run() throws Exception;
  }

  private record Stop(String name, Action action) {}

  /** Registers the action that ends {@code name}. */
  public synchronized void add(String name, Action action) {
    stops.push(new Stop(name, action));
  }

  /** Registers a part that knows how to end itself, and gives it back. */
  public <T extends AutoCloseable> T own(String name, T part) {
    add(name, part::close);
    return part;
  }

  /** Runs all that are registered, the last first. */
  @Override
  public synchronized void close() {
    while (!stops.isEmpty()) {
      Stop stop = stops.pop();
      try {
        LOG.atDebug().addKeyValue("part", stop.name).log("Stopping");
        stop.action.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        LOG.atWarn().addKeyValue("part", stop.name).log("Interrupted while stopping");
      } catch (Exception e) { // whatever went wrong, the others must end too
        LOG.atWarn().addKeyValue("part", stop.name).setCause(e).log("Did not stop cleanly");
      }
    }
  }
}
