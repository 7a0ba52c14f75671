package org.hinomi.collector.decode.windows;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.ZoneOffset;

class JsonEventFuzzTest {
  private final WindowsEventDecoder decoder = new WindowsEventDecoder();

  /** Any object is an event or none, and never an exception. */
  @FuzzTest
  void anyObjectIsRead(FuzzedDataProvider data) {
    String id = data.consumeString(20);
    WindowsReading read =
        decoder.readJson(
            "{\"Channel\":\"a\",\"SourceName\":\"b\",\"EventID\":"
                + id
                + data.consumeRemainingAsString()
                + '}',
            0,
            ZoneOffset.UTC);

    assertThat(read == null || read.fields().containsKey("event.code")).isTrue();
  }
}
