package org.hinomi.core.relp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

class RelpFrameFuzzTest {

  /** Whatever a peer sends, it is frames or an IOException; frames survive being written. */
  @FuzzTest
  void readsOrRefuses(byte[] input) throws IOException {
    var in = new ByteArrayInputStream(input);
    try {
      RelpFrame frame;
      while ((frame = RelpFrame.read(in)) != null) {
        var out = new ByteArrayOutputStream();
        frame.write(out);
        assertThat(RelpFrame.read(new ByteArrayInputStream(out.toByteArray())))
            .usingRecursiveComparison()
            .isEqualTo(frame);
      }
    } catch (IOException refused) {
      assertThat(refused.getMessage()).startsWith("RELP: ");
    }
  }
}
