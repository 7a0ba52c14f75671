package org.hinomi.collector.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.journal.JournalVerifier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets, native channels and NIO. */
class ReceiveIT {
  @TempDir Path data;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void datagramsStreamsAndRelpArriveWholeAndAreCounted(boolean epoll) throws Exception {
    List<String> expected = new ArrayList<>();
    try (Reception reception = new Reception(data, epoll)) {
      try (DatagramSocket socket = new DatagramSocket()) {
        for (int i = 0; i < 50; i++) {
          String text = "<13>datagram " + i + "\n";
          send(socket, reception.udp.address(), text);
          expected.add("syslog-udp " + text);
        }
        String largest = "<13>" + "x".repeat(65_507 - 4);
        send(socket, reception.udp.address(), largest);
        expected.add("syslog-udp " + largest);
        assertThat(reception.await(51)).isEqualTo(expected);
      }
      try (Socket socket = connect(reception.tcp.address())) {
        OutputStream out = socket.getOutputStream();
        for (int i = 0; i < 1000; i++) {
          String text = "<13>counted\n" + i;
          out.write((text.length() + " " + text).getBytes(StandardCharsets.US_ASCII));
          expected.add("syslog-tcp " + text);
        }
        out.write("9 <13>c".getBytes(StandardCharsets.US_ASCII));
        expected.add("syslog-tcp <13>c");
      }
      assertThat(reception.await(1052)).isEqualTo(expected);
      try (Socket socket = connect(reception.relp.address())) {
        OutputStream out = socket.getOutputStream();
        out.write(
            "1 open 0\n2 syslog 5 <13>a\n3 syslog 5 <13>b\n4 close 0\n"
                .getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
            .startsWith("1 rsp 58 200 OK\n")
            .endsWith("2 rsp 6 200 OK\n3 rsp 6 200 OK\n4 rsp 0\n0 serverclose 0\n");
        expected.add("relp <13>a");
        expected.add("relp <13>b");
      }
      assertThat(reception.await(1054)).isEqualTo(expected);
      assertThat(reception.metrics())
          .contains("hinomi_received_total{transport=\"syslog-udp\"} 51.0")
          .contains("hinomi_received_total{transport=\"syslog-tcp\"} 1001.0")
          .contains("hinomi_received_total{transport=\"relp\"} 2.0")
          .contains("hinomi_frame_faults_total{reason=\"cut_off\",transport=\"syslog-tcp\"} 1.0")
          .contains("hinomi_journal_next_position 1055.0")
          .contains(
              "hinomi_udp_kernel_drops_total{port=\"" + reception.udp.address().getPort() + "\"}");
    }
    assertThat(JournalVerifier.verify(data.resolve("journal"), 1).problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stoppingSaysServercloseAndEndsConnections(boolean epoll) throws Exception {
    Reception reception = new Reception(data, epoll);
    try (Socket relp = connect(reception.relp.address());
        Socket tcp = connect(reception.tcp.address())) {
      relp.getOutputStream()
          .write("1 open 0\n2 syslog 5 <13>a\n".getBytes(StandardCharsets.US_ASCII));
      tcp.getOutputStream().write("<13>b\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(reception.await(2)).hasSize(2);
      InputStream answers = relp.getInputStream();
      reception.close();
      assertThat(new String(answers.readAllBytes(), StandardCharsets.US_ASCII))
          .endsWith("2 rsp 6 200 OK\n0 serverclose 0\n");
      assertThat(tcp.getInputStream().read()).isEqualTo(-1);
    }
  }

  private static Socket connect(InetSocketAddress address) throws Exception {
    Socket socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void send(DatagramSocket socket, InetSocketAddress to, String text)
      throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    socket.send(new DatagramPacket(bytes, bytes.length, to));
  }
}
