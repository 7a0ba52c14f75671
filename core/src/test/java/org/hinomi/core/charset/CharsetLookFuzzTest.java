package org.hinomi.core.charset;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.Charset;

class CharsetLookFuzzTest {
  @FuzzTest
  void anyBytesHaveACharset(byte[] bytes) {
    CharsetLook look = new CharsetLook();
    look.line(bytes, bytes.length);
    Charset told = look.told();
    assertThat(new String(bytes, told == null ? CharsetLook.CP932 : told)).isNotNull();
    assertThat(CharsetLook.wide(bytes)).isNotEqualTo(LineUnit.BYTE);
  }
}
