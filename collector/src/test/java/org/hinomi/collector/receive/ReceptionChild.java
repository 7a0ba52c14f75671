package org.hinomi.collector.receive;

import java.nio.file.Path;

/**
 * A process with all receivers; prints the ports of RELP and SNMP and ends with its standard input.
 */
final class ReceptionChild {
  private ReceptionChild() {}

  public static void main(String[] args) throws Exception {
    try (Reception reception = new Reception(Path.of(args[0]), true)) {
      System.out.println(reception.relp.address().getPort());
      System.out.println(reception.snmp.address().getPort());
      System.out.flush();
      while (System.in.read() >= 0) {
        // until the parent closes it
      }
    }
  }
}
