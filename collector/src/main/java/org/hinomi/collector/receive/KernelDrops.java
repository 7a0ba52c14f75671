package org.hinomi.collector.receive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many datagrams Linux dropped at the sockets bound to one UDP port: the last column of {@code
 * /proc/net/udp} and {@code udp6} (proc_net(5)). Empty where the system has no such file, or no
 * such socket.
 */
public final class KernelDrops implements Supplier<OptionalLong> {
  private static final Logger LOG = LoggerFactory.getLogger(KernelDrops.class);

  private final Path procNet;
  private final int port;

  public KernelDrops(int port) {
    this(Path.of("/proc/net"), port);
  }

  KernelDrops(Path procNet, int port) {
    this.procNet = procNet;
    this.port = port;
  }

  @Override
  public OptionalLong get() {
    OptionalLong ipv4 = read("udp");
    OptionalLong ipv6 = read("udp6");
    return ipv4.isEmpty() && ipv6.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(ipv4.orElse(0) + ipv6.orElse(0));
  }

  private OptionalLong read(String table) {
    Path file = procNet.resolve(table);
    if (!Files.isReadable(file)) {
      return OptionalLong.empty();
    }
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    long drops = 0;
    boolean found = false;
    try {
      for (String line : Files.readAllLines(file)) {
        String[] columns = line.strip().split("\\s+");
        if (columns.length >= 13 && columns[1].endsWith(suffix)) {
          drops += Long.parseLong(columns[columns.length - 1]);
          found = true;
        }
      }
    } catch (IOException | NumberFormatException e) {
      LOG.atDebug().setCause(e).addKeyValue("file", file).log("Kernel drops could not be read.");
      return OptionalLong.empty();
    }
    return found ? OptionalLong.of(drops) : OptionalLong.empty();
  }
}
