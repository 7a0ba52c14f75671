package org.hinomi.core.windows.evtx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.hinomi.core.windows.EventValue;
import org.hinomi.core.windows.EventXml;
import org.hinomi.core.windows.evtx.EvtxWriter.Value;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvtxFileTest {
  private static final Value PROVIDER = Value.of("P");
  private static final Value ID = Value.hex(6, "1002");

  private final List<Damage> damages = new ArrayList<>();

  @Test
  void readsRecordsOfAllChunks() throws IOException {
    List<EvtxRecord> records = read(EvtxWriter.file(chunk(1), chunk(4)));

    assertThat(records).extracting(EvtxRecord::recordId).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(records.getFirst().written()).hasToString("2026-01-02T03:04:05.678901200Z");
    assertThat(records.getFirst().offset()).isEqualTo(4096 + 512);
    assertThat(records.getFirst().event().system().provider().name()).isEqualTo("P");
    assertThat(records.getFirst().event().system().eventId()).isEqualTo(528);
    assertThat(damages).isEmpty();
  }

  @Test
  void writesXmlAsWindowsDoes() throws IOException {
    assertThat(one(Value.of("a<b>&'\"\r\n\t\u0001\ud800")).xml())
        .isEqualTo(
            "<Event><System><Provider Name='P'/><EventID>528</EventID></System><EventData>"
                + "<Data>a&lt;b&gt;&amp;'\"&#13;\n\t\ufffd\ufffd</Data></EventData></Event>");
  }

  @Test
  void rendersEachTypeOfValue() throws IOException {
    assertThat(text(Value.hex(2, "e46200"))).isEqualTo("äb");
    assertThat(text(Value.hex(3, "ff"))).isEqualTo("-1");
    assertThat(text(Value.hex(4, "ff"))).isEqualTo("255");
    assertThat(text(Value.hex(5, "feff"))).isEqualTo("-2");
    assertThat(text(Value.hex(7, "fdffffff"))).isEqualTo("-3");
    assertThat(text(Value.hex(8, "fdffffff"))).isEqualTo("4294967293");
    assertThat(text(Value.hex(9, "fcffffffffffffff"))).isEqualTo("-4");
    assertThat(text(Value.hex(10, "fcffffffffffffff"))).isEqualTo("18446744073709551612");
    assertThat(text(Value.hex(11, "0000c03f"))).isEqualTo("1.5");
    assertThat(text(Value.hex(12, "0000000000000840"))).isEqualTo("3");
    assertThat(text(Value.hex(13, "01000000"))).isEqualTo("true");
    assertThat(text(Value.hex(13, "00000000"))).isEqualTo("false");
    assertThat(text(Value.hex(13, "18000000"))).isEqualTo("true");
    assertThat(text(Value.hex(14, "00ab"))).isEqualTo("00AB");
    assertThat(text(Value.hex(15, "0123456789abcdef0123456789abcdef")))
        .isEqualTo("{67452301-AB89-EFCD-0123-456789ABCDEF}");
    assertThat(text(Value.hex(16, "10000000"))).isEqualTo("0x10");
    assertThat(text(Value.hex(17, "0080859d3a25d201"))).hasSize(28).endsWith("Z");
    assertThat(text(Value.hex(18, "ea0701000500020003000400050006 00".replace(" ", ""))))
        .isEqualTo("2026-01-02T03:04:05.006Z");
    assertThat(text(Value.hex(19, "010200000000000520000000 20020000".replace(" ", ""))))
        .isEqualTo("S-1-5-32-544");
    assertThat(text(Value.hex(20, "10000000"))).isEqualTo("0x10");
    assertThat(text(Value.hex(21, "0000000000000080"))).isEqualTo("0x8000000000000000");
  }

  @Test
  void writesAnElementForEachItemOfAnArray() throws IOException {
    assertThat(one(new Value(0x81, Value.of("a\0\0b\0").bytes())).event().data())
        .containsExactly(
            new EventValue(null, "a"), new EventValue(null, null), new EventValue(null, "b"));
    assertThat(one(Value.hex(0x86, "01000200")).event().data())
        .containsExactly(new EventValue(null, "1"), new EventValue(null, "2"));
  }

  @Test
  void leavesOutAnElementWhoseOnlyValueIsNull() throws IOException {
    assertThat(one(Value.hex(0, "")).event().data()).isEmpty();
    assertThat(one(Value.of("")).event().data()).containsExactly(new EventValue(null, null));
  }

  @Test
  void readsACarvedChunkAtAnySector() throws IOException {
    byte[] carved = new byte[512 + EvtxWriter.CHUNK];
    System.arraycopy(chunk(1), 0, carved, 512, EvtxWriter.CHUNK);

    assertThat(read(carved)).hasSize(3);
    assertThat(read(chunk(1))).hasSize(3);
    assertThat(faults()).containsExactly(Fault.FILE_HEADER, Fault.FILE_HEADER);
  }

  @Test
  void readsAllChunksOfAFileThatWasNotClosed() throws IOException {
    byte[] file = EvtxWriter.file(chunk(1), new byte[EvtxWriter.CHUNK], chunk(4));
    file[42] = 1;

    assertThat(read(file)).hasSize(6);
    assertThat(faults()).containsExactly(Fault.FILE_CHECKSUM);
  }

  @Test
  void readsRecordsBehindADamagedMagicOfAChunk() throws IOException {
    byte[] file = EvtxWriter.file(chunk(1), chunk(4));
    file[4096] = 0;

    assertThat(read(file)).hasSize(6);
    assertThat(faults()).containsExactly(Fault.CHUNK_MAGIC);
  }

  @Test
  void readsTheRecordsBeforeTheEndOfACutFile() throws IOException {
    byte[] file = EvtxWriter.file(chunk(1));
    int third = (int) read(file).get(2).offset();

    assertThat(read(Arrays.copyOf(file, third + 40))).hasSize(2);
    assertThat(faults()).containsExactly(Fault.TRUNCATED);
  }

  @Test
  void goesOnBehindARecordWithoutSizeOrMagic() throws IOException {
    byte[] file = EvtxWriter.file(chunk(1));
    int second = (int) read(file).get(1).offset();
    byte[] noSize = file.clone();
    Arrays.fill(noSize, second + 4, second + 8, (byte) 0);
    byte[] noMagic = file.clone();
    noMagic[second] = 0;

    assertThat(read(noSize)).extracting(EvtxRecord::recordId).containsExactly(1L, 3L);
    assertThat(faults()).containsExactly(Fault.RECORDS_CHECKSUM, Fault.RECORD_SIZE);
    damages.clear();
    assertThat(read(noMagic)).extracting(EvtxRecord::recordId).containsExactly(1L, 3L);
    assertThat(faults()).containsExactly(Fault.RECORDS_CHECKSUM, Fault.RECORD_MAGIC);
    assertThat(damages.getLast().offset()).isEqualTo(second);
  }

  @Test
  void endsTemplatesThatHoldThemselves() throws IOException {
    EvtxWriter writer = new EvtxWriter().begin(1);
    int definition = writer.position() + 10;
    writer.u8(0x0c).u8(1).i32(7).i32(definition);
    writer.i32(0).i32(7).i32(0).i32(0).i32(0).i32(14);
    writer.u8(0x0c).u8(1).i32(7).i32(definition).i32(0).i32(0).finish();

    assertThat(read(EvtxWriter.file(writer.event(2, PROVIDER, ID).chunk()))).hasSize(1);
    assertThat(faults()).containsExactly(Fault.BINARY_XML);
  }

  /** Whatever bytes change, reading ends, and what it gives is whole. */
  @Test
  void survivesAnyChangedBytes() throws Exception {
    byte[] file = EvtxWriter.file(chunk(1), chunk(4));
    int used = 1500;
    Random random = new Random(1);
    for (int round = 0; round < 2000; round++) {
      byte[] damaged = file.clone();
      for (int i = random.nextInt(8); i >= 0; i--) {
        int chunk = random.nextInt(2) * EvtxWriter.CHUNK;
        damaged[
                random.nextInt(4) == 0
                    ? random.nextInt(128)
                    : 4096 + chunk + random.nextInt(used)] =
            (byte) random.nextInt();
      }
      for (EvtxRecord each : read(damaged)) {
        assertThat(EventXml.read(each.xml())).isEqualTo(each.event());
      }
    }
  }

  private static byte[] chunk(long firstId) {
    EvtxWriter writer = new EvtxWriter();
    for (int i = 0; i < 3; i++) {
      writer.event(firstId + i, PROVIDER, ID, Value.of("value " + i), Value.hex(8, "01020304"));
    }
    return writer.chunk();
  }

  private EvtxRecord one(Value value) throws IOException {
    List<EvtxRecord> records =
        read(EvtxWriter.file(new EvtxWriter().event(1, PROVIDER, ID, value).chunk()));
    assertThat(damages).isEmpty();
    return records.getFirst();
  }

  private @Nullable String text(Value value) throws IOException {
    return one(value).event().data().getFirst().value();
  }

  private List<Fault> faults() {
    return damages.stream().map(Damage::fault).toList();
  }

  private List<EvtxRecord> read(byte[] bytes) throws IOException {
    List<EvtxRecord> records = new ArrayList<>();
    try (EvtxFile file = EvtxFile.of(bytes, damages::add)) {
      for (EvtxRecord each = file.next(); each != null; each = file.next()) {
        records.add(Objects.requireNonNull(each));
      }
    }
    return records;
  }
}
