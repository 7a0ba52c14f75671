package org.hinomi.agent.sample;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.hinomi.core.sample.Metrics;
import org.hinomi.core.sample.Metrics.Attributes;
import oshi.hardware.NetworkIF;

/**
 * Bytes, packets, errors and dropped packets per second of each network interface. The list of
 * interfaces is made anew every {@value #ROUNDS_PER_LIST} rounds.
 */
final class NetworkProbe implements Probe {
  static final int ROUNDS_PER_LIST = 6;

  private final Supplier<List<NetworkIF>> lister;
  private final NamePatterns excluded;
  private final Path sysClassNet;
  private List<NetworkIF> interfaces = List.of();
  private int round;

  /**
   * @param sysClassNet {@code /sys/class/net}: OSHI has no count of dropped outgoing packets
   */
  NetworkProbe(Supplier<List<NetworkIF>> lister, NamePatterns excluded, Path sysClassNet) {
    this.lister = lister;
    this.excluded = excluded;
    this.sysClassNet = sysClassNet;
  }

  @Override
  public String metric() {
    return Metrics.NETWORK_IO;
  }

  @Override
  public void read(RoundBuilder out) {
    if (round++ % ROUNDS_PER_LIST == 0) {
      interfaces = lister.get().stream().filter(nic -> !excluded.matches(nic.getName())).toList();
    }
    if (interfaces.isEmpty()) {
      out.missing(Metrics.NETWORK_IO, Map.of(), "no network interface found (is /sys mounted?)");
    }
    for (NetworkIF nic : interfaces) {
      String name = nic.getName();
      if (!nic.updateAttributes()) {
        out.missing(
            Metrics.NETWORK_IO,
            Map.of(Attributes.INTERFACE_NAME, name),
            "its counters cannot be read: the interface may be gone");
        continue;
      }
      rate(out, Metrics.NETWORK_IO, name, "receive", nic.getBytesRecv());
      rate(out, Metrics.NETWORK_IO, name, "transmit", nic.getBytesSent());
      rate(out, Metrics.NETWORK_PACKETS, name, "receive", nic.getPacketsRecv());
      rate(out, Metrics.NETWORK_PACKETS, name, "transmit", nic.getPacketsSent());
      rate(out, Metrics.NETWORK_ERRORS, name, "receive", nic.getInErrors());
      rate(out, Metrics.NETWORK_ERRORS, name, "transmit", nic.getOutErrors());
      rate(out, Metrics.NETWORK_DROPPED, name, "receive", nic.getInDrops());
      droppedOutgoing(out, name);
    }
  }

  private void droppedOutgoing(RoundBuilder out, String name) {
    Path file = sysClassNet.resolve(name).resolve("statistics").resolve("tx_dropped");
    try {
      long dropped = Long.parseLong(Files.readString(file, US_ASCII).trim());
      rate(out, Metrics.NETWORK_DROPPED, name, "transmit", dropped);
    } catch (IOException | NumberFormatException e) {
      out.missing(
          Metrics.NETWORK_DROPPED, attributes(name, "transmit"), file + " cannot be read: " + e);
    }
  }

  private static void rate(
      RoundBuilder out, String metric, String name, String direction, long counter) {
    out.rate(metric, attributes(name, direction), counter, 1);
  }

  private static Map<String, String> attributes(String name, String direction) {
    return Map.of(Attributes.INTERFACE_NAME, name, Attributes.NETWORK_DIRECTION, direction);
  }
}
