package org.hinomi.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hinomi.collector.decode.Decoder;
import org.hinomi.collector.decode.Decoders;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.TestRecord;
import org.hinomi.collector.decode.snmp.SnmpDecoder;
import org.hinomi.collector.decode.syslog.SyslogRules;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sigma.EventSource;
import org.hinomi.core.sigma.RuleSet;
import org.hinomi.core.sigma.SigmaRule;
import org.hinomi.core.sigma.SigmaRules;
import org.hinomi.core.sigma.WindowsFields;
import org.hinomi.core.snmp.HinomiMib;
import org.hinomi.core.syslog.Rfc5424Writer;
import org.hinomi.core.windows.EventXml;
import org.hinomi.core.windows.WindowsEvent;
import org.hinomi.core.windows.evtx.EvtxFile;
import org.hinomi.core.windows.evtx.EvtxRecord;
import org.junit.jupiter.api.Test;

/** Rules find in what was decoded of a Windows event what they find in its record. */
class RecordedEventsTest {
  private static final Decoder DECODER =
      new Decoders(
          SyslogRules.of(ZoneOffset.UTC),
          new SnmpDecoder(HinomiMib.under("1.3.6.1.4.1.32473"), List.of()),
          new PrometheusRegistry());

  @Test
  void rulesMatchTheDecodedEventAsTheRecord() throws Exception {
    List<SigmaRule> rules = new ArrayList<>(new SigmaRules().load(shared("rules")).rules());
    rules.addAll(new SigmaRules().load(checkout().resolve("conf/rules/sigma")).rules());
    RuleSet set = new RuleSet(rules);
    EventDraft draft =
        new EventDetection(new EventRules(rules, List.of(), EventRules.Settings.DEFAULT), Map.of())
            .draft();
    int matches = 0;
    for (byte[] xml : recordings()) {
      WindowsEvent event = EventXml.read(xml);
      List<SigmaRule> expected = set.match(new WindowsFields(event), EventSource.of(event));
      assertThat(draft.observe(decoded(xml)))
          .as(new String(xml, StandardCharsets.UTF_8))
          .isEqualTo(expected);
      matches += expected.size();
    }
    assertThat(matches).isGreaterThan(100);
  }

  /** As an agent sends it. */
  static Event decoded(byte[] xml) {
    byte[] frame =
        new Rfc5424Writer(
                1,
                6,
                TestRecord.RECEIVED,
                "host",
                AgentFrame.APP_NAME,
                null,
                AgentFrame.MSGID_EVENT)
            .element(
                AgentFrame.SD_ID,
                Map.of(
                    AgentFrame.AGENT, "agent",
                    AgentFrame.INCARNATION, "1",
                    AgentFrame.SEQUENCE, "1",
                    AgentFrame.SOURCE, "log",
                    AgentFrame.KIND, AgentFrame.KIND_WINEVENT))
            .bytes(xml);
    return (Event)
        DECODER.decode(
            new TestRecord(
                1,
                Transport.RELP,
                new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 1),
                TestRecord.RECEIVED.getEpochSecond() * 1_000_000_000L,
                0,
                0,
                frame.length,
                null,
                frame,
                0,
                frame.length));
  }

  private static List<byte[]> recordings() throws Exception {
    List<byte[]> recordings = new ArrayList<>();
    try (Stream<Path> files = Files.list(shared("evtx"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".evtx")).sorted().toList()) {
        try (EvtxFile log = EvtxFile.open(file, damage -> {})) {
          for (EvtxRecord r = log.next(); r != null; r = log.next()) {
            recordings.add(r.xml().getBytes(StandardCharsets.UTF_8));
          }
        }
      }
    }
    return recordings;
  }

  private static Path shared(String name) throws IOException {
    Path found = checkout().resolveSibling("shared").resolve("data/sigma-regression").resolve(name);
    assumeTrue(Files.isDirectory(found), () -> "no " + found + ": it belongs beside the checkout");
    return found;
  }

  private static Path checkout() throws IOException {
    Path at = Path.of("").toRealPath();
    while (at != null && !Files.isDirectory(at.resolve("conf/rules"))) {
      at = at.getParent();
    }
    assumeTrue(at != null, "not in a checkout");
    return at == null ? Path.of("") : at;
  }
}
