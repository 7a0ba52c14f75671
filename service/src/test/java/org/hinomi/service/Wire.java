package org.hinomi.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Messages over bare sockets, for what no peer program sends in the wanted number. */
final class Wire {
  private Wire() {}

  static void udp(int port, byte[]... datagrams) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      for (byte[] datagram : datagrams) {
        socket.send(
            new DatagramPacket(
                datagram, datagram.length, new InetSocketAddress("127.0.0.1", port)));
      }
    }
  }

  /** Octet counting, RFC 6587. */
  static void tcp(int port, String... messages) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      for (String message : messages) {
        byte[] bytes = message.getBytes(UTF_8);
        out.write((bytes.length + " ").getBytes(UTF_8));
        out.write(bytes);
      }
    }
  }

  /** A sample round of one value, as our agent writes it. */
  static String sampleFrame(long sequence, String metric, double value) {
    return "<30>1 "
        + Instant.now().truncatedTo(ChronoUnit.MICROS)
        + " wire.example.net hinomi-agent - SAMPLE [hinomi@32473 agent=\"5eed\" inc=\"1\" seq=\""
        + sequence
        + "\" source=\"sample\" kind=\"sample\"] {\"interval\":1,\"samples\":[{\"name\":\""
        + metric
        + "\",\"attributes\":{},\"value\":"
        + value
        + "}],\"unavailable\":[]}";
  }
}
