package org.hinomi.core.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.snmp.NotificationTarget.Version;
import org.hinomi.core.windows.EventXml;
import org.junit.jupiter.api.Test;
import org.snmp4j.PDU;
import org.snmp4j.PDUv1;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.VariableBinding;

class EventLogTrapTest {
  private static final Charset CP932 = Charset.forName("windows-31j");

  private static final String VOLSNAP =
      """
      <Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System>
      <Provider Name="VolSnap"/><EventID Qualifiers="49158">25</EventID><Level>2</Level><Task>3</Task>
      <Keywords>0x80000000000000</Keywords><Channel>System</Channel><Computer>fs1</Computer>
      <Security UserID="S-1-5-18"/></System>
      <EventData><Data>\\Device\\HarddiskVolumeShadowCopy1</Data><Data>D:</Data><Binary>00FF</Binary></EventData>
      <RenderingInfo Culture="ja-JP"><Message>ボリューム D: のシャドウ コピー</Message></RenderingInfo></Event>
      """;

  @Test
  void isWhatTheExtensionAgentSent() throws Exception {
    EventLogTrap trap = EventLogTrap.of(EventXml.read(VOLSNAP));
    PDUv1 pdu = (PDUv1) pdu(trap, Version.V1, false, CP932);
    assertThat(pdu.getEnterprise().toDottedString())
        .isEqualTo("1.3.6.1.4.1.311.1.13.1.7.86.111.108.83.110.97.112");
    assertThat(pdu.getGenericTrap()).isEqualTo(6);
    assertThat(pdu.getSpecificTrap()).isEqualTo(-1073348583);
    assertThat(pdu.getVariableBindings())
        .extracting(VariableBinding::getOid)
        .extracting(oid -> oid.toDottedString())
        .containsExactly(
            "1.3.6.1.4.1.311.1.13.1.9999.1.0",
            "1.3.6.1.4.1.311.1.13.1.9999.2.0",
            "1.3.6.1.4.1.311.1.13.1.9999.3.0",
            "1.3.6.1.4.1.311.1.13.1.9999.4.0",
            "1.3.6.1.4.1.311.1.13.1.9999.5.0",
            "1.3.6.1.4.1.311.1.13.1.9999.6.0",
            "1.3.6.1.4.1.311.1.13.1.9999.7.0");
    assertThat(texts(pdu, CP932))
        .containsExactly(
            "ボリューム D: のシャドウ コピー",
            "SYSTEM",
            "fs1",
            "1",
            "3",
            "\\Device\\HarddiskVolumeShadowCopy1",
            "D:");
    // specific-trap: INTEGER of four octets, as captured from Windows
    assertThat(hex(pdu)).contains("0204c0060019");
  }

  @Test
  void isTranslatedByRfc3584() throws Exception {
    EventLogTrap trap = EventLogTrap.of(EventXml.read(VOLSNAP));
    PDU pdu = pdu(trap, Version.V2C, true, UTF_8);
    assertThat(pdu.getType()).isEqualTo(PDU.INFORM);
    assertThat(pdu.get(1).getVariable().toString())
        .isEqualTo("1.3.6.1.4.1.311.1.13.1.7.86.111.108.83.110.97.112.0.3221618713");
    assertThat(pdu.get(2).getVariable())
        .isEqualTo(new OctetString("ボリューム D: のシャドウ コピー".getBytes(UTF_8)));
    assertThat(pdu.get(pdu.size() - 2).getOid().toDottedString()).isEqualTo("1.3.6.1.6.3.18.1.3.0");
    assertThat(pdu.get(pdu.size() - 1).toString())
        .contains("1.3.6.1.6.3.1.1.4.3.0 = 1.3.6.1.4.1.311.1.13.1.7.86.111.108.83.110.97.112");
  }

  @Test
  void aTrapThatIsTooLongIsCutBetweenCharacters() throws Exception {
    for (Version version : List.of(Version.V1, Version.V2C)) {
      EventLogTrap trap =
          new EventLogTrap(
              "disk", 0xC0040007, "障害".repeat(3000), "Unknown", "fs1", 1, 0, List.of("D:"));
      PDU pdu = pdu(trap, version, false, CP932);
      List<String> texts = texts(pdu, CP932);
      String message = texts.getFirst();
      assertThat(message).endsWith("…").matches("(障害)+障?…");
      assertThat(texts).contains("fs1", "D:");
      assertThat(hex(pdu).length() / 2).isBetween(1300, NotificationPdus.MAX_MESSAGE - 6);
    }
  }

  @Test
  void insertsThatFitNoMoreAreLeftOutFromTheLastOn() throws Exception {
    EventLogTrap trap =
        new EventLogTrap(
            "Security",
            529,
            "m",
            "Unknown",
            "fs1",
            16,
            2,
            Collections.nCopies(200, "a value of some length"));
    PDU pdu = pdu(trap, Version.V1, false, UTF_8);
    assertThat(hex(pdu).length() / 2).isLessThan(NotificationPdus.MAX_MESSAGE);
    assertThat(pdu.size()).isBetween(20, 80);
  }

  @Test
  void anEventComesBackOfItsTrap() throws Exception {
    EventLogTrap trap = EventLogTrap.of(EventXml.read(VOLSNAP));
    assertThat(EventLogTrap.of(trap.event()))
        .isEqualTo(
            new EventLogTrap(
                trap.source(),
                trap.id(),
                trap.message(),
                "Unknown",
                trap.computer(),
                trap.type(),
                trap.category(),
                trap.inserts()));
    assertThat(trap.event().system().qualifiers()).isEqualTo(49158);
  }

  @Test
  void auditsAreTold() throws Exception {
    String audit =
        VOLSNAP.replace("0x80000000000000", "0x8010000000000000").replace("Level>2", "Level>0");
    assertThat(EventLogTrap.of(EventXml.read(audit)).type()).isEqualTo(16);
    assertThat(EventLogTrap.of(EventXml.read(VOLSNAP.replace("Level>2", "Level>0"))).type())
        .isZero();
  }

  private static PDU pdu(EventLogTrap trap, Version version, boolean confirmed, Charset charset)
      throws IOException {
    NotificationTarget target =
        NotificationTarget.evntwin(
            new HostPort("127.0.0.1", 162), version, new Secret("public"), confirmed, charset);
    return EventLogTrapPdus.pdu(trap, target, 1, 6, InetAddress.getByAddress(new byte[4]));
  }

  private static List<String> texts(PDU pdu, Charset charset) {
    return pdu.getVariableBindings().stream()
        .filter(b -> b.getOid().startsWith(EventLogTrap.OBJECTS))
        .map(b -> new String(((OctetString) b.getVariable()).getValue(), charset))
        .toList();
  }

  private static String hex(PDU pdu) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    pdu.encodeBER(bytes);
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
