package org.hinomi.core.unix;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

class UnixFuzzTest {
  /** Whatever a file holds: what is taken for a record comes through as JSON and has a sentence. */
  @FuzzTest
  void anyRecordTravels(byte[] bytes) {
    UtmpLayout.tell(bytes);
    for (UtmpLayout layout : UtmpLayout.values()) {
      byte[] one = Arrays.copyOf(bytes, layout.length());
      // So that chance meets a type and a time.
      one[layout == UtmpLayout.LITTLE_384 || layout == UtmpLayout.LITTLE_400 ? 1 : 0] = 0;
      if (layout.isRecord(one, 0) && !layout.isEmpty(one, 0)) {
        for (boolean refused : new boolean[] {false, true}) {
          LoginEvent event = new LoginHistory(refused).next(layout.read(one, 0));
          byte[] json = event.toJson();
          assertThat(LoginText.of(LoginEvent.read(json, 0, json.length)).message()).isNotBlank();
        }
      }
    }
  }

  /** What claims to be such a record is one, or refused with a reason. */
  @FuzzTest
  void anyJsonIsReadOrRefused(byte[] bytes) {
    try {
      assertThat(LoginText.of(LoginEvent.read(bytes, 0, bytes.length)).message()).isNotBlank();
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).startsWith("login record: ");
    }
    try {
      assertThat(BootEvent.read(bytes, 0, bytes.length).reading().message()).isNotBlank();
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).startsWith("boot record: ");
    }
  }
}
