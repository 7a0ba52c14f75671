package org.hinomi.collector.notify.tower;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.hinomi.core.settings.HostPort;

/**
 * Patlite's PNS over TCP, the operation command: two bytes of the product, {@code S}, 0, the length
 * of the data in two bytes, and the states of five lamps and the buzzer. The answer is ACK (06) or
 * NAK (15).
 */
final class PnsTower implements Tower {
  private static final int ACK = 0x06;
  private static final int NAK = 0x15;

  private final HostPort to;
  private final int product;
  private final Duration timeout;

  /**
   * @param product the two bytes that a series of towers wants first
   */
  PnsTower(HostPort to, int product, Duration timeout) {
    this.to = to;
    this.product = product;
    this.timeout = timeout;
  }

  @Override
  public void show(Lamp lamp) throws IOException {
    int millis = Math.toIntExact(timeout.toMillis());
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(to.host(), to.port()), millis);
      socket.setSoTimeout(millis);
      socket.getOutputStream().write(frame(lamp));
      socket.getOutputStream().flush();
      int answer = socket.getInputStream().read();
      if (answer != ACK) {
        throw new IOException(
            switch (answer) {
              case NAK -> "the tower refuses it (NAK)";
              case -1 -> "the tower closed the connection without an answer";
              default -> String.format("the tower answered %02x (expected: 06)", answer);
            });
      }
    }
  }

  private byte[] frame(Lamp lamp) {
    byte[] frame = new byte[6 + Lamp.PARTS];
    frame[0] = (byte) (product >> 8);
    frame[1] = (byte) product;
    frame[2] = 'S';
    frame[5] = Lamp.PARTS;
    for (int i = 0; i < Lamp.PARTS; i++) {
      frame[6 + i] = (byte) lamp.part(i);
    }
    return frame;
  }
}
