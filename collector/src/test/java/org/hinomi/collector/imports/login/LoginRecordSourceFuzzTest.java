package org.hinomi.collector.imports.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class LoginRecordSourceFuzzTest {
  /** Whatever a file holds is records or named damage, and comes to an end. */
  @FuzzTest
  void anyFileIsRead(byte[] bytes) throws IOException {
    LoginRecordSource source =
        new LoginRecordSource(new ByteArrayInputStream(bytes), bytes, false, "wtmp");
    int records = 0;
    while (source.next() != null) {
      records++;
    }

    assertThat(records * 384).isLessThanOrEqualTo(bytes.length);
    assertThat(source.problems()).hasSizeLessThanOrEqualTo(11);
  }
}
