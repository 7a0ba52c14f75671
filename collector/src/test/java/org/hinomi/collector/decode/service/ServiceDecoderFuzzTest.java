package org.hinomi.collector.decode.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class ServiceDecoderFuzzTest {
  private static final List<String> PROGRAMS =
      new ArrayList<>(ServiceTable.load().programs().keySet());

  private final ServiceDecoder services = new ServiceDecoder();

  /** The first byte chooses the program. */
  @FuzzTest
  void anyTextOfAnyProgramIsRead(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    String program = PROGRAMS.get((bytes[0] & 0xff) % PROGRAMS.size());
    String text = new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8);

    check(text, program);
  }

  @FuzzTest
  void anyLineIsRead(byte[] bytes) {
    Map<String, Object> fields = new HashMap<>();

    services.readLine(new String(bytes, StandardCharsets.UTF_8), fields, 0, ZoneOffset.UTC);

    assertThat(fields.values()).allMatch(ServiceDecoderFuzzTest::storable);
  }

  @FuzzTest
  void everyProgramReadsIt(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    PROGRAMS.forEach(program -> check(text, program));
  }

  private void check(String text, String program) {
    Map<String, Object> fields = new HashMap<>();

    services.read(program, text, fields, 0, ZoneOffset.UTC);

    assertThat(fields.values()).allMatch(ServiceDecoderFuzzTest::storable);
  }

  private static boolean storable(Object value) {
    return value instanceof String || value instanceof Long || value instanceof Boolean;
  }
}
