package org.hinomi.collector.decode.windows;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.ZoneOffset;

class SnareFuzzTest {
  private final WindowsEventDecoder decoder = new WindowsEventDecoder();

  /** Any columns are an event or none, and never an exception. */
  @FuzzTest
  void anyColumnsAreRead(FuzzedDataProvider data) {
    boolean escaped = data.consumeBoolean();
    StringBuilder text = new StringBuilder("MSWinEventLog");
    for (int i = data.consumeInt(0, 20); i > 0; i--) {
      text.append(escaped ? "#011" : "\t").append(data.consumeString(200));
    }
    WindowsReading read = decoder.readSnare(text.toString(), 0, ZoneOffset.UTC);

    assertThat(read == null || read.fields().containsKey("event.code")).isTrue();
  }

  /** Any text of an event that has labels is read. */
  @FuzzTest
  void anyTextIsRead(String text) {
    WindowsReading read =
        decoder.readSnare(
            "MSWinEventLog\t1\tSecurity\t7\tFri Sep 17 16:37:25 2021\t4625\t"
                + "Microsoft-Windows-Security-Auditing\tN/A\tN/A\tFailure Audit\th\tLogon\t\t"
                + text,
            0,
            ZoneOffset.UTC);

    assertThat(read).isNotNull();
  }
}
