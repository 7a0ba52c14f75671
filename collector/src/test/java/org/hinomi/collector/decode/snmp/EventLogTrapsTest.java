package org.hinomi.collector.decode.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.core.event.Fields;
import org.hinomi.core.snmp.HinomiMib;
import org.junit.jupiter.api.Test;
import org.snmp4j.PDU;
import org.snmp4j.PDUv1;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BERSerializable;
import org.snmp4j.smi.IpAddress;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.VariableBinding;

/** Traps as Windows sends them. */
class EventLogTrapsTest {
  private static final Charset CP932 = Charset.forName("windows-31j");
  private static final String OBJECTS = "1.3.6.1.4.1.311.1.13.1.9999.";
  private static final String VOLSNAP = "1.3.6.1.4.1.311.1.13.1.7.86.111.108.83.110.97.112";

  private static final List<String> TEXTS =
      List.of(
          "ボリューム D: のシャドウ コピーは削除されました",
          "CONTOSO\\田中",
          "FS1",
          "1",
          "0",
          "\\Device\\HarddiskVolumeShadowCopy1",
          "D:");

  private final SnmpDecoder decoder =
      new SnmpDecoder(HinomiMib.under(HinomiMib.DEFAULT_ENTERPRISE), List.of());

  @Test
  void hasTheFieldsOfTheEventWhateverItsCharset() throws IOException {
    for (Charset charset : List.of(CP932, UTF_8)) {
      Event event = decode(v1(VOLSNAP, -1073348583, charset, TEXTS));
      assertThat(event.message()).isEqualTo("ボリューム D: のシャドウ コピーは削除されました");
      assertThat(event.host()).isEqualTo("FS1");
      assertThat(event.severity()).isEqualTo(3);
      assertThat(event.fields())
          .containsEntry(Fields.EVENT_PROVIDER, "VolSnap")
          .containsEntry(Fields.EVENT_CODE, "25")
          .containsEntry(Fields.EVENT_ACTION, "shadow-copies-deleted")
          .containsEntry(Fields.EVENT_OUTCOME, "failure")
          .containsEntry(Fields.REVIEW_KIND, "fault")
          .containsEntry(Fields.USER_NAME, "田中")
          .containsEntry(Fields.USER_DOMAIN, "CONTOSO")
          .containsEntry(Fields.VOLUME_DEVICE, "D:")
          .containsEntry(Fields.WINLOG_QUALIFIERS, 49158L)
          .containsEntry(Fields.WINLOG_EVENT_DATA + "param2", "D:")
          .containsEntry(Fields.SNMP_SPECIFIC_TRAP, -1073348583L)
          .containsEntry("snmp.varbind." + OBJECTS + "2.0", "CONTOSO\\田中")
          .doesNotContainKey(Fields.ERROR_MESSAGE)
          .doesNotContainKey(Fields.EVENT_CHARSET_DAMAGED);
    }
  }

  @Test
  void isNoEventOfTheHostItNamesWhereItIsRefused() throws IOException {
    Event event =
        decoder.decode(
            FakeRecord.of(v1(VOLSNAP, -1073348583, UTF_8, TEXTS), FrameFault.SNMP_COMMUNITY));
    assertThat(event.host()).isEqualTo(event.sourceAddress());
    assertThat(event.fields())
        .containsKey(Fields.ERROR_MESSAGE)
        .doesNotContainKey(Fields.EVENT_PROVIDER)
        .doesNotContainKey(Fields.USER_NAME);
  }

  @Test
  void isTheSameInVersion2() throws IOException {
    PDU pdu = new PDU();
    pdu.setType(PDU.INFORM);
    pdu.add(
        new VariableBinding(new OID("1.3.6.1.6.3.1.1.4.1.0"), new OID(VOLSNAP + ".0.3221618713")));
    objects(pdu, CP932, TEXTS);
    Event event = decode(message(1, pdu));
    assertThat(event.host()).isEqualTo("FS1");
    assertThat(event.fields())
        .containsEntry(Fields.EVENT_PROVIDER, "VolSnap")
        .containsEntry(Fields.EVENT_CODE, "25")
        .containsEntry(Fields.WINLOG_QUALIFIERS, 49158L)
        .containsEntry(Fields.SNMP_TRAP_OID, VOLSNAP + ".0.3221618713");
  }

  @Test
  void valuesOfAnAuditHaveTheirNames() throws IOException {
    List<String> texts =
        List.of(
            "",
            "Unknown",
            "DC1",
            "16",
            "14336",
            "MICROSOFT_AUTHENTICATION_PACKAGE_V1_0",
            "bob",
            "WS7",
            "0xc000006a");
    Event event = decode(v1(enterprise("Microsoft-Windows-Security-Auditing"), 4776, UTF_8, texts));
    assertThat(event.fields())
        .containsEntry(Fields.WINLOG_CHANNEL, "Security")
        .containsEntry(Fields.EVENT_OUTCOME, "failure")
        .containsEntry(Fields.EVENT_ACTION, "credentials-validated")
        .containsEntry(Fields.USER_NAME, "bob")
        .containsEntry(Fields.SOURCE_DOMAIN, "WS7")
        .containsEntry(Fields.ERROR_CODE, "0xc000006a")
        .doesNotContainKey(Fields.WINLOG_QUALIFIERS);
    assertThat(event.message())
        .startsWith("Microsoft-Windows-Security-Auditing 4776: PackageName=MICROSOFT");
  }

  @Test
  void textsThatAreNeitherAreMarked() throws IOException {
    Event event =
        decode(v1(VOLSNAP, 25, Charset.forName("ISO-8859-1"), List.of("\u00FD\u00FE\u00FF\u0080")));
    assertThat(event.fields()).containsEntry(Fields.EVENT_CHARSET_DAMAGED, true);
  }

  @Test
  void whatIsNotWellFormedStaysAnOrdinaryTrap() throws IOException {
    for (String enterprise :
        List.of(
            "1.3.6.1.4.1.311.1.13.1",
            "1.3.6.1.4.1.311.1.13.1.0",
            "1.3.6.1.4.1.311.1.13.1.3.65.66",
            "1.3.6.1.4.1.311.1.13.1.1.65.66",
            "1.3.6.1.4.1.311.1.13.1.2.65.4294967295",
            "1.3.6.1.4.1.311.1.13.1.2.65.0",
            "1.3.6.1.4.1.311.1.13.2.1.65")) {
      assertThat(decode(v1(enterprise, 1, UTF_8, TEXTS)).fields())
          .as(enterprise)
          .doesNotContainKey(Fields.EVENT_PROVIDER)
          .containsEntry(Fields.SNMP_ENTERPRISE, enterprise);
    }
  }

  @Test
  void theBaseOfNt4AndObjectsWithoutInstanceAreUnderstood() throws IOException {
    PDUv1 pdu = trap("1.3.6.1.4.1.311.1.4.1.4.100.105.115.107", -1073479673);
    pdu.add(new VariableBinding(new OID(OBJECTS + "1"), new OctetString("bad block\0")));
    pdu.add(new VariableBinding(new OID(OBJECTS + "1000000.0"), new OctetString("no insert")));
    Event event = decode(message(0, pdu));
    assertThat(event.message()).isEqualTo("bad block");
    assertThat(event.fields())
        .containsEntry(Fields.EVENT_PROVIDER, "disk")
        .containsEntry(Fields.EVENT_CODE, "7")
        .containsEntry(Fields.EVENT_ACTION, "bad-block");
  }

  private Event decode(byte[] datagram) {
    return decoder.decode(FakeRecord.of(datagram));
  }

  private static String enterprise(String source) {
    StringBuilder oid = new StringBuilder("1.3.6.1.4.1.311.1.13.1." + source.length());
    source.chars().forEach(c -> oid.append('.').append(c));
    return oid.toString();
  }

  private static byte[] v1(String enterprise, int specific, Charset charset, List<String> texts)
      throws IOException {
    PDUv1 pdu = trap(enterprise, specific);
    objects(pdu, charset, texts);
    return message(0, pdu);
  }

  private static PDUv1 trap(String enterprise, int specific) {
    PDUv1 pdu = new PDUv1();
    pdu.setEnterprise(new OID(enterprise));
    pdu.setAgentAddress(new IpAddress("192.0.2.12"));
    pdu.setGenericTrap(PDUv1.ENTERPRISE_SPECIFIC);
    pdu.setSpecificTrap(specific);
    return pdu;
  }

  private static void objects(PDU pdu, Charset charset, List<String> texts) {
    for (int i = 0; i < texts.size(); i++) {
      pdu.add(
          new VariableBinding(
              new OID(OBJECTS + (i + 1) + ".0"), new OctetString(texts.get(i).getBytes(charset))));
    }
  }

  private static byte[] message(int version, BERSerializable pdu) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    BER.encodeInteger(content, BER.INTEGER, version);
    BER.encodeString(content, BER.OCTETSTRING, "public".getBytes(UTF_8));
    pdu.encodeBER(content);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    BER.encodeHeader(message, BER.SEQUENCE, content.size());
    content.writeTo(message);
    return message.toByteArray();
  }
}
