package org.hinomi.collector.decode.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.TestRecord;
import org.hinomi.collector.decode.service.ServiceDecoder;
import org.hinomi.collector.decode.syslog.Senders;
import org.hinomi.collector.decode.syslog.SyslogRules;
import org.hinomi.core.event.Identity;
import org.hinomi.core.event.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known by its bytes must mean what it means when it is read for the first time. */
class FrameReaderTest {
  private static final List<String> HEADERS =
      List.of(
          "<14>1 2026-11-23T18:17:12.345678Z web1 hinomi-agent - EVENT ",
          "<14>1 2026-11-23T18:17:12.345679Z web1 hinomi-agent - EVENT ",
          "<14>1 2026-11-23T18:17:13.000000Z web1 hinomi-agent - EVENT ",
          "<14>1 2026-11-24T00:00:00.999999Z web1 nginx 8 EVENT ",
          "<14>1 2026-11-23T18:17:12.345678Z web3 hinomi-agent - EVENT ",
          "<3>1 2026-11-23T18:17:12.345678Z web1 hinomi-agent - EVENT ",
          "<14>1 2026-02-30T18:17:12.345678Z web1 hinomi-agent - EVENT ",
          "<14>1 2026-11-23T18:17:12.34567xZ web1 hinomi-agent - EVENT ",
          "<14>1 2026-11-23 18:17:12.345678Z web1 hinomi-agent - EVENT ",
          "<14>1 2026-11-23T18:17:60.345678Z web1 hinomi-agent - EVENT ",
          "<14>1 2026-11-23T18:17:61.345678Z web1 hinomi-agent - EVENT ",
          "<14>1 2026-11-23T18:60:12.345678Z web1 hinomi-agent - EVENT ",
          "2026-11-23T18:17:12.345678Z web1 hinomi-agent - EVENT ",
          "<13>1 2026-11-23T18:17:12Z web2 app 7 EVENT ",
          "<14>1 2026-11-23T18:17:12+09:00 web1 hinomi-agent - EVENT ",
          "<14>1 - web1 hinomi-agent - EVENT ",
          "<14>1 2026-11-23T18:17:12Z - hinomi-agent - EVENT ",
          "<14>9 2026-11-23 web1 hinomi-agent - EVENT ");
  private static final List<String> AGENTS = List.of("import:ab", "import:cd", "3f2c", "");
  private static final List<String> SEQUENCES =
      List.of("1", "17", "18", "0", "007", "-1", "+5", "", "x", "1\\]", "99999999999999999999");
  private static final List<String> REST =
      List.of(
          " source=\"a\" kind=\"line\"]",
          " source=\"a\" kind=\"line\" zone=\"Asia/Tokyo\" format=\"syslog\"]",
          " source=\"b\" kind=\"line\" path=\"/v/\\]\\\"x\" format=\"text\"]",
          " source=\"a\" kind=\"line\" partial=\"true\" cut=\"12\"]",
          " source=\"a\" kind=\"line\" cut=\"x\"]",
          " source=\"a\" kind=\"line\" seq=\"5\"]",
          " source=\"\u00ff\" kind=\"line\"]",
          " source=\"a\" kind=\"line\"][more x=\"1\"]",
          " source=\"a\" kind=\"other\"]",
          " source=\"a\" kind=\"line\" charset=\"klingon\"]",
          " source=\"a\" kind=\"line");
  private static final List<String> ORIGINALS =
      List.of(
          " Nov 23 18:17:11 web7 sshd[8]: text",
          " Nov 23 18:17:91 web7 sshd[8]: text",
          " <34>1 2026-11-23T18:17:11Z fw su - ID1 - text",
          " text \u00e3",
          " ",
          "",
          "text",
          " ends\r\n");

  private final Senders senders = new Senders(SyslogRules.of(ZoneId.of("Asia/Tokyo")));

  /** Of all frames read alone: what is known of frames is not held there, and it costs most. */
  private final ServiceDecoder services = new ServiceDecoder();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void anyRowOfFramesIsReadAsEachOfThemAlone(long seed) {
    Random random = new Random(seed);
    AgentDecoder decoder = new AgentDecoder(senders);
    TestRecord last = null;
    for (int i = 0; i < 3000; i++) {
      TestRecord record = last != null && random.nextInt(8) == 0 ? last : frame(random);
      if (random.nextBoolean()) {
        record = record.over(Transport.IMPORT, 0, 0, 1);
      }
      Event event = (Event) decoder.decode(record);
      Event alone = (Event) new AgentDecoder(senders, services).decode(record);
      assertThat(event).as("seed %d, frame %d", seed, i).isEqualTo(alone);
      last = record;
    }
  }

  private static TestRecord frame(Random random) {
    String text =
        of(HEADERS, random)
            + "[hinomi@32473 agent=\""
            + of(AGENTS, random)
            + "\" inc=\""
            + (random.nextInt(9) == 0 ? "y" : "1")
            + "\" seq=\""
            + of(SEQUENCES, random)
            + '"'
            + of(REST, random)
            + of(ORIGINALS, random);
    return TestRecord.of(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String of(List<String> texts, Random random) {
    // The first ones come often, so that the same comes twice in a row.
    return texts.get(Math.min(random.nextInt(texts.size()), random.nextInt(texts.size())));
  }

  @Test
  void framesThatDifferInTheirNumberShareTheirFields() {
    AgentDecoder decoder = new AgentDecoder(senders);
    List<Event> events = new ArrayList<>();
    for (int i = 9; i < 12; i++) {
      events.add(
          (Event)
              decoder.decode(
                  TestRecord.of(
                      HEADERS.getFirst()
                          + "[hinomi@32473 agent=\"a\" inc=\"2\" seq=\""
                          + i
                          + "\" source=\"s\" kind=\"line\"] text")));
    }

    assertThat(events).extracting(Event::identity).contains(new Identity("a", 2, 10));
    assertThat(events.get(1).fields()).isSameAs(events.get(2).fields());
  }
}
