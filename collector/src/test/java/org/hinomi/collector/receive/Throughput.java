package org.hinomi.collector.receive;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.locks.LockSupport;

/**
 * How many messages a second one TCP connection gets through to the synced journal, the sender in
 * the same process. Arguments: folder, messages, {@code counted} or {@code lf}, rounds.
 */
final class Throughput {
  private static final String HEAD = "<13>1 2026-11-23T00:00:00.000000Z host app 1234 ID47 - ";

  private Throughput() {}

  public static void main(String[] args) throws Exception {
    long messages = Long.parseLong(args[1]);
    boolean counted = args[2].equals("counted");
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    String text = HEAD + "x".repeat(200 - HEAD.length());
    String frame = counted ? text.length() + " " + text : text + "\n";
    int perBuffer = 1000;
    ByteBuffer buffer = ByteBuffer.allocateDirect(frame.length() * perBuffer);
    buffer.put(frame.repeat(perBuffer).getBytes(StandardCharsets.US_ASCII));
    for (int round = 0; round < Integer.parseInt(args[3]); round++) {
      Path data = Files.createTempDirectory(Path.of(args[0]), "round");
      try (Reception reception = new Reception(data, true)) {
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        try (SocketChannel sender = SocketChannel.open(address(reception))) {
          for (long sent = 0; sent < messages; sent += perBuffer) {
            buffer.clear();
            while (buffer.hasRemaining()) {
              sender.write(buffer);
            }
          }
        }
        while (reception.journal.nextPosition() <= messages) {
          LockSupport.parkNanos(100_000);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (system.getProcessCpuTime() - cpu) / 1e9;
        System.out.printf(
            "%s: %.0f messages/s, %.2f CPU-s per million (sender included), %s%n",
            args[2],
            messages / seconds,
            cpuSeconds / messages * 1e6,
            reception
                .metrics()
                .lines()
                .filter(
                    l ->
                        l.startsWith("hinomi_journal_sync_seconds_count")
                            || l.startsWith("hinomi_journal_sync_seconds_sum"))
                .toList());
      }
      try (var files = Files.walk(data)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static InetSocketAddress address(Reception reception) {
    return reception.tcp.address();
  }
}
