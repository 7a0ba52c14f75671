package org.hinomi.service;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A real snmptrapd on a free port with HINOMI-MIB loaded. It prints a notification a line, {@code
 * NAME = TYPE: value} after {@code NAME = TYPE: value}, with a tab between them.
 */
final class Snmptrapd implements AutoCloseable {
  final int port;
  final Program program;

  private Snmptrapd(int port, Program program) {
    this.port = port;
    this.program = program;
  }

  static Snmptrapd start(Path work) throws IOException {
    assumeTrue(Program.installed("snmptrapd"), "snmptrapd is missing: apt-get install snmptrapd");
    int port = freeUdpPort();
    Path config =
        Files.writeString(
            work.resolve("snmptrapd.conf"),
            "authCommunity log public\nformat2 %N %v\\n\noutputOption a\n");
    Path mibs = Program.HOME.resolve("conf/mibs");
    Program program =
        Program.start(
            work,
            Map.of("MIBDIRS", mibs + ":" + mibs.resolve("base"), "MIBS", "SNMPv2-MIB:HINOMI-MIB"),
            List.of("snmptrapd", "-f", "-Lo", "-C", "-c", config.toString(), "127.0.0.1:" + port));
    program.awaitLine(line -> line.contains("NET-SNMP version"));
    return new Snmptrapd(port, program);
  }

  static int freeUdpPort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    program.close();
  }
}
