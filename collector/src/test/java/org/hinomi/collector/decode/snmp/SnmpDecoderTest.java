package org.hinomi.collector.decode.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.List;
import org.hinomi.collector.decode.Event;
import org.hinomi.core.event.Fields;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.snmp.HinomiMib;
import org.hinomi.core.snmp.HinomiMib.Node;
import org.hinomi.core.snmp.SnmpUser;
import org.junit.jupiter.api.Test;
import org.snmp4j.PDU;
import org.snmp4j.PDUv1;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BERSerializable;
import org.snmp4j.smi.Counter64;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.IpAddress;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Opaque;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

class SnmpDecoderTest {

  private static final String MD5_TRAP =
      "30818f020103301102046569551a020300ffe304010102010304283026040880000000010203040201010203039e"
          + "6f04027531040c4179f8373b9a6e1d307e66a30400304d041180001f8880931e497af482046b00000000"
          + "0400a73602040a9ea0680201000201003028300d06082b060102010103004301053017060a2b06010603"
          + "010104010006092b0601060301010502";

  private final HinomiMib mib = HinomiMib.under(HinomiMib.DEFAULT_ENTERPRISE);
  private final SnmpDecoder decoder = new SnmpDecoder(mib, List.of());

  @Test
  void aLinkDownIsReadableAndItsSenderIsTheHost() throws IOException {
    Event event =
        decode(
            v2c(
                bind("1.3.6.1.2.1.1.3.0", new TimeTicks(77)),
                bind("1.3.6.1.6.3.1.1.4.1.0", new OID("1.3.6.1.6.3.1.1.5.3")),
                bind("1.3.6.1.2.1.2.2.1.1.7", new Integer32(7))));
    assertThat(event.message()).isEqualTo("linkDown ifIndex.7=7");
    assertThat(event.host()).isEqualTo("198.51.100.7");
    assertThat(event.sourceAddress()).isEqualTo("198.51.100.7");
    assertThat(event.receivedMicros()).isEqualTo(FakeRecord.RECEIVED_NANOS / 1000);
    assertThat(event.timeMicros()).isEqualTo(event.receivedMicros());
    assertThat(event.severity()).isEqualTo(-1);
    assertThat(event.identity()).isNull();
    assertThat(event.fields())
        .containsEntry(Fields.SNMP_VERSION, "2c")
        .containsEntry(Fields.SNMP_PDU, "trap")
        .containsEntry(Fields.SNMP_UPTIME, 77L)
        .containsEntry(Fields.SNMP_TRAP_OID, "1.3.6.1.6.3.1.1.5.3")
        .containsEntry(Fields.SNMP_TRAP_NAME, "linkDown")
        .containsEntry("snmp.varbind.1.3.6.1.2.1.2.2.1.1.7", 7L)
        .containsEntry(
            Fields.SNMP_VARBINDS,
            List.of(
                "1.3.6.1.2.1.1.3.0 TimeTicks 77",
                "1.3.6.1.6.3.1.1.4.1.0 OBJECT-IDENTIFIER 1.3.6.1.6.3.1.1.5.3",
                "1.3.6.1.2.1.2.2.1.1.7 INTEGER 7"))
        .doesNotContainKey(Fields.ERROR_MESSAGE);
  }

  @Test
  void aNegativeSpecificTrapIsAnUnsignedArc() throws IOException {
    Event event = decode(v1(6, -2147483645, "192.0.2.12"));
    assertThat(event.fields())
        .containsEntry(Fields.SNMP_TRAP_OID, "1.3.6.1.4.1.311.1.13.1.0.2147483651")
        .containsEntry(Fields.SNMP_SPECIFIC_TRAP, -2147483645L)
        .containsEntry(Fields.SNMP_GENERIC_TRAP, 6L)
        .containsEntry(Fields.SNMP_ENTERPRISE, "1.3.6.1.4.1.311.1.13.1");
    assertThat(event.host()).isEqualTo("192.0.2.12");
  }

  @Test
  void genericTrapsGetTheNamesOfVersion2() throws IOException {
    for (int generic = 0; generic < 6; generic++) {
      assertThat(decode(v1(generic, 0, "192.0.2.12")).fields())
          .containsEntry(Fields.SNMP_TRAP_OID, "1.3.6.1.6.3.1.1.5." + (generic + 1));
    }
  }

  @Test
  void anAgentAddressOfZerosIsNoHost() throws IOException {
    Event event = decode(v1(0, 0, "0.0.0.0"));
    assertThat(event.host()).isEqualTo("198.51.100.7");
    assertThat(event.fields()).containsEntry(Fields.SNMP_AGENT_ADDRESS, "0.0.0.0");
  }

  @Test
  void aProxyNamesTheHostAndTheCommunityStaysSecret() throws IOException {
    Event event =
        decode(
            v2c(
                bind("1.3.6.1.6.3.1.1.4.1.0", new OID("1.3.6.1.6.3.1.1.5.1")),
                bind("1.3.6.1.6.3.18.1.3.0", new IpAddress("192.0.2.99")),
                bind("1.3.6.1.6.3.18.1.4.0", new OctetString("s3cret")),
                bind("1.3.6.1.6.3.1.1.4.3.0", new OID("1.3.6.1.4.1.318"))));
    assertThat(event.host()).isEqualTo("192.0.2.99");
    assertThat(event.fields())
        .containsEntry(Fields.SNMP_AGENT_ADDRESS, "192.0.2.99")
        .containsEntry(Fields.SNMP_ENTERPRISE, "1.3.6.1.4.1.318");
    assertThat(event.fields().toString() + event.message())
        .doesNotContain("s3cret")
        .doesNotContain("public");
  }

  @Test
  void valuesKeepTheirMeaning() throws IOException {
    byte[] sjis = "障害".getBytes(Charset.forName("windows-31j"));
    Event event =
        decode(
            v2c(
                bind("1.3.6.1.4.1.9.1.1", new OctetString("ディスク障害\n/dev/sda1".getBytes("UTF-8"))),
                bind("1.3.6.1.4.1.9.1.2", new OctetString(sjis)),
                bind("1.3.6.1.4.1.9.1.3", new OctetString("text\0".getBytes("US-ASCII"))),
                bind("1.3.6.1.4.1.9.1.4", new OctetString(new byte[] {0, 0x15, (byte) 0x99})),
                bind("1.3.6.1.4.1.9.1.5", new Counter64(-1)),
                bind("1.3.6.1.4.1.9.1.6", new Gauge32(4294967295L)),
                bind("1.3.6.1.4.1.9.1.7", new Opaque(new byte[] {(byte) 0x9f})),
                bind("1.3.6.1.4.1.9.1.8", new IpAddress("10.11.0.2")),
                bind("1.3.6.1.4.1.9.1.9", new Integer32(-5)),
                bind("1.3.6.1.4.1.9.1.9", new Integer32(-6))));
    assertThat(event.fields())
        .containsEntry("snmp.varbind.1.3.6.1.4.1.9.1.1", "ディスク障害\n/dev/sda1")
        .containsEntry("snmp.varbind.1.3.6.1.4.1.9.1.2", "0x" + HexFormat.of().formatHex(sjis))
        .containsEntry("snmp.varbind.1.3.6.1.4.1.9.1.3", "text")
        .containsEntry("snmp.varbind.1.3.6.1.4.1.9.1.4", "0x001599")
        .containsEntry("snmp.varbind.1.3.6.1.4.1.9.1.5", "18446744073709551615")
        .containsEntry("snmp.varbind.1.3.6.1.4.1.9.1.6", 4294967295L)
        .containsEntry("snmp.varbind.1.3.6.1.4.1.9.1.7", "0x9f")
        .containsEntry("snmp.varbind.1.3.6.1.4.1.9.1.8", "10.11.0.2")
        .containsEntry("snmp.varbind.1.3.6.1.4.1.9.1.9", List.of("-5", "-6"));
  }

  @Test
  void aTrapOfOurAgentNamesTheEventItReportsButIsNotThatEvent() throws IOException {
    Event event =
        decode(
            v2c(
                bind("1.3.6.1.2.1.1.3.0", new TimeTicks(1)),
                new VariableBinding(
                    new OID("1.3.6.1.6.3.1.1.4.1.0"), mib.oid(HinomiMib.Notification.EVENT_MATCH)),
                own(Node.HOST, "fs1"),
                own(Node.AGENT_ID, "3f2c"),
                own(Node.INCARNATION, "1763900000000"),
                own(Node.SEQUENCE, "17"),
                own(Node.RULE_TITLE, "ディスク障害"),
                new VariableBinding(mib.oid(Node.RULE_LEVEL), new Integer32(4)),
                own(Node.EVENT_CODE, "7"),
                own(Node.EVENT_PROVIDER, "disk"),
                own(Node.EVENT_CHANNEL, ""),
                own(Node.EVENT_MESSAGE, "/dev/sda1 に不良ブロックがあります。")));
    assertThat(event.host()).isEqualTo("fs1");
    assertThat(event.identity()).isNull();
    assertThat(event.message()).isEqualTo("ディスク障害: /dev/sda1 に不良ブロックがあります。");
    assertThat(event.fields())
        .containsEntry(Fields.SNMP_TRAP_NAME, "hinomiEventMatch")
        .containsEntry(Fields.EVENT_CODE, "7")
        .containsEntry(Fields.EVENT_PROVIDER, "disk")
        .containsEntry("hinomi.agent_id", "3f2c")
        .containsEntry("hinomi.incarnation", "1763900000000")
        .containsEntry("hinomi.sequence", "17")
        .containsEntry("hinomi.rule_level", 4L)
        .doesNotContainKey("hinomi.event_channel");
  }

  @Test
  void whatStandsBeforeAFaultIsKept() throws IOException {
    byte[] whole =
        v2c(
            bind("1.3.6.1.6.3.1.1.4.1.0", new OID("1.3.6.1.6.3.1.1.5.3")),
            bind("1.3.6.1.2.1.2.2.1.1.7", new Integer32(7)));
    whole[whole.length - 2] = 9; // the last value claims more octets than there are
    Event event = decode(whole);
    assertThat(event.fields())
        .containsEntry(Fields.SNMP_TRAP_NAME, "linkDown")
        .hasEntrySatisfying(
            Fields.ERROR_MESSAGE,
            fault -> assertThat((String) fault).startsWith("SNMP message cannot be read at octet"));
    assertThat(event.original().bytes()).isEqualTo(whole);
  }

  @Test
  void everyPrefixAndNoneIsAnEvent() throws IOException {
    byte[] whole = HexFormat.of().parseHex(MD5_TRAP);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      Event event = decode(cut);
      assertThat(event.fields()).containsKey(Fields.ERROR_MESSAGE);
      assertThat(event.original().bytes()).isEqualTo(cut);
      assertThat(event.message()).isNotBlank();
    }
  }

  @Test
  void authenticationIsCheckedWhateverTheEngineAndTheClock() {
    byte[] trap = HexFormat.of().parseHex(MD5_TRAP);
    Event known = with(user("u1", "authpass1")).decode(FakeRecord.of(trap));
    assertThat(known.fields())
        .doesNotContainKey(Fields.ERROR_MESSAGE)
        .containsEntry(Fields.SNMP_VERSION, "3")
        .containsEntry(Fields.SNMP_SECURITY_NAME, "u1")
        .containsEntry(Fields.SNMP_SECURITY_LEVEL, "authNoPriv")
        .containsEntry(Fields.SOURCE_AUTHENTICATION, "usm")
        .containsEntry(Fields.SNMP_TRAP_NAME, "warmStart");
    assertThat(with(user("u1", "authpass2")).decode(FakeRecord.of(trap)).fields())
        .containsEntry(Fields.ERROR_MESSAGE, "not authenticated: wrong digest for SNMPv3 user u1")
        .containsEntry(Fields.SNMP_TRAP_NAME, "warmStart")
        .doesNotContainKey(Fields.SOURCE_AUTHENTICATION);
    assertThat(decode(trap).fields())
        .containsEntry(Fields.ERROR_MESSAGE, "not authenticated: SNMPv3 user u1 is not known");
    trap[trap.length - 1] = 3;
    assertThat(with(user("u1", "authpass1")).decode(FakeRecord.of(trap)).fields())
        .containsEntry(Fields.ERROR_MESSAGE, "not authenticated: wrong digest for SNMPv3 user u1");
  }

  @Test
  void addressesOfVersion6AreCompressed() throws Exception {
    for (String[] pair :
        new String[][] {
          {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
          {"0:0:0:0:0:0:0:1", "::1"},
          {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
          {"fe80:0:0:0:0:0:0:0", "fe80::"},
          {"0:0:0:0:0:0:0:0", "::"},
          {"1:0:0:2:0:0:0:ABCD", "1:0:0:2::abcd"}
        }) {
      Event event =
          decoder.decode(
              new FakeRecord(
                  new InetSocketAddress(java.net.InetAddress.getByName(pair[0]), 162),
                  new byte[] {0x30, 0}));
      assertThat(event.sourceAddress()).isEqualTo(pair[1]);
    }
  }

  private SnmpDecoder with(SnmpUser user) {
    return new SnmpDecoder(mib, List.of(user));
  }

  private static SnmpUser user(String name, String passphrase) {
    return new SnmpUser(name, SnmpUser.Auth.MD5, new Secret(passphrase), SnmpUser.Priv.NONE, null);
  }

  private Event decode(byte[] datagram) {
    return decoder.decode(FakeRecord.of(datagram));
  }

  private VariableBinding own(Node node, String text) {
    return new VariableBinding(
        mib.oid(node), new OctetString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  private static VariableBinding bind(String oid, Variable value) {
    return new VariableBinding(new OID(oid), value);
  }

  private static byte[] v2c(VariableBinding... varBinds) throws IOException {
    PDU pdu = new PDU(PDU.TRAP, List.of(varBinds));
    return message(1, pdu);
  }

  private static byte[] v1(int generic, int specific, String agentAddress) throws IOException {
    PDUv1 pdu = new PDUv1();
    pdu.setType(PDU.V1TRAP);
    pdu.setEnterprise(new OID("1.3.6.1.4.1.311.1.13.1"));
    pdu.setAgentAddress(new IpAddress(agentAddress));
    pdu.setGenericTrap(generic);
    pdu.setSpecificTrap(specific);
    return message(0, pdu);
  }

  private static byte[] message(int version, BERSerializable pdu) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    BER.encodeInteger(content, BER.INTEGER, version);
    BER.encodeString(content, BER.OCTETSTRING, "public".getBytes("US-ASCII"));
    pdu.encodeBER(content);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    BER.encodeHeader(message, BER.SEQUENCE, content.size());
    content.writeTo(message);
    return message.toByteArray();
  }
}
