package org.hinomi.collector.decode.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.hinomi.collector.decode.Event;
import org.hinomi.core.event.Fields;
import org.hinomi.core.snmp.HinomiMib;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Datagrams of many makers, and our own fixtures, against what other decoders read in them. */
class SnmpDataTest {

  @TestFactory
  List<DynamicTest> fixtures() throws Exception {
    Path file = Path.of(SnmpDataTest.class.getResource("cases.jsonl").toURI());
    return tests(List.of(file));
  }

  @TestFactory
  List<DynamicTest> sharedData() throws IOException {
    Path folder = checkout().resolveSibling("shared/data/snmp");
    Assumptions.assumeTrue(
        Files.isDirectory(folder), () -> "no shared data beside the checkout: " + folder);
    return tests(
        List.of(folder.resolve("netsnmp-traps.jsonl"), folder.resolve("snmp-packets.jsonl")));
  }

  @Test
  void changedOctetsAreStillAnEvent() throws Exception {
    List<JsonNode> cases =
        SnmpCases.read(Path.of(SnmpDataTest.class.getResource("cases.jsonl").toURI()));
    SnmpDecoder decoder = new SnmpDecoder(HinomiMib.under(HinomiMib.DEFAULT_ENTERPRISE), List.of());
    RandomGenerator random = new SplittableRandom(20261123);
    for (int i = 0; i < 100_000; i++) {
      byte[] datagram = SnmpCases.datagram(cases.get(i % cases.size()));
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        datagram[random.nextInt(datagram.length)] = (byte) random.nextInt(256);
      }
      Event event = decoder.decode(FakeRecord.of(datagram));
      assertThat(event.original().bytes()).isEqualTo(datagram);
      assertThat(event.message()).isNotEmpty();
    }
  }

  private static List<DynamicTest> tests(List<Path> files) throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path file : files) {
      for (JsonNode given : SnmpCases.read(file)) {
        String name = SnmpCases.kind(given) + " " + given.get("id").asString();
        tests.add(DynamicTest.dynamicTest(name, () -> judge(given)));
      }
    }
    assertThat(tests).hasSizeGreaterThan(5);
    return tests;
  }

  private static void judge(JsonNode given) {
    Event event = SnmpCases.decode(given);
    assertThat(event.original().bytes()).isEqualTo(SnmpCases.datagram(given));
    if (SnmpCases.kind(given).equals("malformed")) {
      assertThat(event.fields()).containsKey(Fields.ERROR_MESSAGE);
      assertThat((String) event.fields().get(Fields.ERROR_MESSAGE)).isNotBlank();
    } else if (encryptedForAnUnknownUser(given)) {
      assertThat((String) event.fields().get(Fields.ERROR_MESSAGE)).contains("is not known");
    } else if (notAuthentic(given)) {
      assertThat((String) event.fields().get(Fields.ERROR_MESSAGE)).startsWith("not authenticated");
    } else {
      SnmpCases.assertAsExpected(given, event);
    }
  }

  private static boolean encryptedForAnUnknownUser(JsonNode given) {
    return given.get("expected").path("pdu_tag").isMissingNode();
  }

  /** Requests and reports of version 3, of users that nobody named. */
  private static boolean notAuthentic(JsonNode given) {
    return SnmpCases.kind(given).equals("other-pdu")
        && given.path("usm").isMissingNode()
        && given.get("expected").path("version").asString("").equals("v3");
  }

  private static Path checkout() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("pom.xml")) || !Files.isDirectory(folder.resolve("core"))) {
      folder = java.util.Objects.requireNonNull(folder.getParent(), "not in a checkout");
    }
    return folder;
  }
}
