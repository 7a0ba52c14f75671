package org.hinomi.collector.notify.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.hinomi.collector.notify.tower.Lamp;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.junit.jupiter.api.Test;
import org.snmp4j.PDU;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BERInputStream;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OctetString;

/** A socket that stands for the tower: it takes a SET apart and answers as SNMP has it. */
class SnmpTowerTest {
  private static final String CONTROL = "1.3.6.1.4.1.20440.4.1.5.1.2.1.";

  @Test
  void setsEachLampAndTheBuzzerForEver() throws Exception {
    assertThat(set(new Lamp("203914"), PDU.noError))
        .containsExactly(
            "private",
            CONTROL + "2.1 = 3",
            CONTROL + "3.1 = 0",
            CONTROL + "2.2 = 1",
            CONTROL + "3.2 = 0",
            CONTROL + "2.3 = 5",
            CONTROL + "3.3 = 0",
            // The fourth stays as it is.
            CONTROL + "2.5 = 2",
            CONTROL + "3.5 = 0",
            CONTROL + "2.6 = 5",
            CONTROL + "3.6 = 0");
  }

  @Test
  void saysWhatTheTowerSays() {
    assertThatThrownBy(() -> set(new Lamp("000000"), PDU.notWritable))
        .hasMessageStartingWith("the tower refuses a SET: ");
  }

  @Test
  void aTowerThatIsSilentIsAnError() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        SnmpTower tower = tower(silent, Duration.ofMillis(50))) {
      assertThatThrownBy(() -> tower.show(new Lamp("000000")))
          .hasMessage("no answer to a SET within 50 ms");
    }
  }

  private static SnmpTower tower(DatagramSocket at, Duration timeout) throws Exception {
    return new SnmpTower(
        new HostPort("127.0.0.1", at.getLocalPort()), new Secret("private"), timeout);
  }

  /** The community and the objects that a tower was told. */
  private static List<String> set(Lamp lamp, int status) throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        SnmpTower tower = tower(socket, Duration.ofSeconds(20))) {
      socket.setSoTimeout(20_000);
      CompletableFuture<List<String>> told =
          CompletableFuture.supplyAsync(() -> answer(socket, status));
      tower.show(lamp);
      return told.get();
    }
  }

  private static List<String> answer(DatagramSocket socket, int status) {
    try {
      DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
      socket.receive(packet);
      byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
      BERInputStream in = new BERInputStream(ByteBuffer.wrap(bytes));
      BER.decodeHeader(in, new BER.MutableByte());
      new Integer32().decodeBER(in);
      OctetString community = new OctetString();
      community.decodeBER(in);
      PDU pdu = new PDU();
      pdu.decodeBER(in);
      List<String> told =
          new ArrayList<>(
              pdu.getVariableBindings().stream()
                  .map(b -> b.getOid().toDottedString() + " = " + b.getVariable())
                  .toList());
      told.addFirst(community.toString());
      // The answer is the same message but for its type and error status.
      int type = indexOf(bytes, (byte) PDU.SET);
      bytes[type] = (byte) PDU.RESPONSE;
      int id = type + 2 + (bytes[type + 1] < 0 ? bytes[type + 1] & 0x7F : 0);
      bytes[id + 2 + bytes[id + 1] + 2] = (byte) status;
      socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
      return told;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static int indexOf(byte[] bytes, byte wanted) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    throw new IllegalStateException("no SET");
  }
}
