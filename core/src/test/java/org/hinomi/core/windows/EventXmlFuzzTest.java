package org.hinomi.core.windows;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class EventXmlFuzzTest {
  /** Any text is an event or says what is wrong. */
  @FuzzTest
  void anyTextIsReadOrRefused(byte[] text) {
    try {
      assertThat(EventXml.read(text).data()).isNotNull();
    } catch (MalformedEventException refused) {
      assertThat(refused).hasMessageStartingWith("event XML");
    }
  }
}
