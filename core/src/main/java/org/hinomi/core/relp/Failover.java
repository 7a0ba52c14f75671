package org.hinomi.core.relp;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.hinomi.core.settings.HostPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to the first server of a list that can be had. One that failed is asked again after the
 * others, until half a minute later; {@link #betterIsBack} says when it is time to return to one
 * that stands further up. Thread-safe.
 */
public final class Failover implements RelpClient.Connector {
  private static final Logger LOG = LoggerFactory.getLogger(Failover.class);
  private static final long HELD_BACK = Duration.ofSeconds(30).toNanos();

  /** Opens a connection to one server; where that fails, the exception names it. */
  @FunctionalInterface
  public interface Opener {
    Socket open(HostPort server) throws IOException;
  }

  private final List<HostPort> servers;
  private final Opener opener;
  private final LongSupplier nanoTime;
  private final boolean[] failed;
  private final long[] failedAt;
  private int current;

  /**
   * @param servers in the order of preference, at least one
   */
  public Failover(List<HostPort> servers, Opener opener, LongSupplier nanoTime) {
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("no server (expected: at least one)");
    }
    this.servers = List.copyOf(servers);
    this.opener = opener;
    this.nanoTime = nanoTime;
    failed = new boolean[servers.size()];
    failedAt = new long[servers.size()];
  }

  @Override
  public Socket connect() throws IOException {
    IOException last = new IOException("no server was tried");
    for (int server : order()) {
      try {
        Socket socket = opener.open(servers.get(server));
        use(server);
        return socket;
      } catch (IOException e) {
        fail(server);
        last = e;
      }
    }
    throw last;
  }

  @Override
  public void lost() {
    fail(current());
  }

  /** Which of the list is in use, from 0. */
  public synchronized int current() {
    return current;
  }

  /** Tries the servers before the current one; whether one of them takes connections again. */
  public boolean betterIsBack() {
    int now = current();
    for (int server = 0; server < now; server++) {
      try (Socket socket = opener.open(servers.get(server))) {
        forgive(server);
        LOG.atInfo().addKeyValue("server", servers.get(server)).log("A better server is back.");
        return !socket.isClosed();
      } catch (IOException e) {
        LOG.atDebug().addKeyValue("server", servers.get(server)).log("It is not back yet.");
      }
    }
    return false;
  }

  private synchronized List<Integer> order() {
    List<Integer> first = new ArrayList<>();
    List<Integer> later = new ArrayList<>();
    for (int i = 0; i < failed.length; i++) {
      boolean back = !failed[i] || nanoTime.getAsLong() - failedAt[i] >= HELD_BACK;
      (back ? first : later).add(i);
    }
    first.addAll(later);
    return first;
  }

  private synchronized void use(int server) {
    current = server;
  }

  private synchronized void fail(int server) {
    failed[server] = true;
    failedAt[server] = nanoTime.getAsLong();
  }

  private synchronized void forgive(int server) {
    failed[server] = false;
  }

  @Override
  public synchronized String toString() {
    return servers.size() == 1
        ? servers.getFirst().toString()
        : servers.get(current) + " of " + Arrays.toString(servers.toArray());
  }
}
