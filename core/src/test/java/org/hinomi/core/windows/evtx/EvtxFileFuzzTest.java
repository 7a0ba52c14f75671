package org.hinomi.core.windows.evtx;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.hinomi.core.windows.EventXml;
import org.hinomi.core.windows.evtx.EvtxWriter.Value;

class EvtxFileFuzzTest {
  /** Any bytes as a file, and as the binary XML of a record in a sound chunk. */
  @FuzzTest
  void anyBytesEnd(byte[] bytes) throws Exception {
    read(bytes);
    EvtxWriter writer = new EvtxWriter().event(1, Value.of("P"), Value.hex(6, "0100")).begin(2);
    for (int i = 0; i < Math.min(bytes.length, 60_000); i++) {
      writer.u8(bytes[i]);
    }
    read(EvtxWriter.file(writer.finish().chunk()));
  }

  private static void read(byte[] bytes) throws Exception {
    try (EvtxFile file = EvtxFile.of(bytes, damage -> assertThat(damage.detail()).isNotEmpty())) {
      for (EvtxRecord each = file.next(); each != null; each = file.next()) {
        assertThat(EventXml.read(each.xml())).isEqualTo(each.event());
      }
    }
  }
}
