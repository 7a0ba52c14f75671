package org.hinomi.agent.watch.windows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.agent.watch.SourceStatus.State;
import org.hinomi.agent.watch.StartAt;
import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.windows.EventXml;
import org.hinomi.core.windows.WindowsEvent;
import org.hinomi.core.windows.evtx.EvtxFile;
import org.hinomi.core.windows.evtx.EvtxRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChannelReaderTest {
  private static final long SECOND = 1_000_000_000L;

  private final FakeEventLogs logs = new FakeEventLogs();
  private final List<WatchedRecord> taken = new ArrayList<>();
  private final List<ChannelReader> readers = new ArrayList<>();
  private long now;

  @AfterEach
  void everyHandleIsGivenBack() {
    readers.forEach(ChannelReader::close);
    assertThat(logs.open).isEmpty();
  }

  @Test
  void handsOnTheXmlWithTheText() throws Exception {
    log("System", "FakeDisk", 1, 2);
    poll(reader("System", null));
    assertThat(taken).hasSize(2);
    WatchedRecord record = taken.getFirst();
    assertThat(record.kind()).isEqualTo(AgentFrame.KIND_WINEVENT);
    assertThat(record.stream()).isEqualTo("System");
    assertThat(record.severity()).isEqualTo(3);
    assertThat(record.time()).isEqualTo("2026-01-02T03:00:01.123456700Z");
    String xml = Events.xml("FakeDisk", "System", 1);
    assertThat(new String(record.original(), UTF_8))
        .isEqualTo(
            xml.replace(
                "</Event>",
                "<RenderingInfo><Message>障害 1 &lt;&amp;&gt;\uFFFD</Message></RenderingInfo>"
                    + "</Event>"));
    assertThat(EventXml.read(record.original()).message()).isEqualTo("障害 1 <&>\uFFFD");
  }

  @Test
  void goesOnAfterTheBookmark() throws Exception {
    log("System", "FakeDisk", 1, 2, 3);
    ChannelReader first = reader("System", null);
    poll(first);
    first.close();
    String kept = taken.get(1).position();
    assertThat(kept).startsWith("2 2026-01-02T03:00:02.123456700Z <BookmarkList>");
    taken.clear();
    log("System", "FakeDisk", 4);
    poll(reader("System", kept));
    assertThat(ids()).containsExactly(3L, 4L);
  }

  @Test
  void realEventsComeWhole() throws Exception {
    Path file = Path.of("../../shared/data/evtx/system.evtx"); // beside the checkout
    assumeTrue(Files.isRegularFile(file), "no ../shared/data/evtx/system.evtx");
    List<WindowsEvent> real = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file);
        EvtxFile log = EvtxFile.of(in, damage -> {})) {
      for (EvtxRecord record = log.next(); record != null; record = log.next()) {
        real.add(record.event());
        logs.append("System", record.recordId(), record.xml());
      }
    }
    ChannelReader reader = reader("System", null);
    while (poll(reader) == 0) {
      assertThat(taken.size()).isLessThan(2 * real.size());
    }
    List<WindowsEvent> come = new ArrayList<>();
    for (WatchedRecord record : taken) {
      if (record.kind().equals(AgentFrame.KIND_WINEVENT)) {
        come.add(EventXml.read(record.original()));
        assertThat(record.time()).isEqualTo(come.getLast().system().timeCreated());
      }
    }
    assertThat(come).hasSizeGreaterThan(100).isEqualTo(real);
    long jumps = 0;
    for (int i = 1; i < real.size(); i++) {
      jumps += number(real.get(i)) == number(real.get(i - 1)) + 1 ? 0 : 1;
    }
    assertThat(reader.gaps()).isEqualTo(jumps);
  }

  private static long number(WindowsEvent event) {
    Long id = event.system().eventRecordId();
    return id == null ? -1 : id;
  }

  @Test
  void missingNumbersAreAGapAndSoIsANewBeginning() throws Exception {
    log("System", "FakeDisk", 1, 2, 5, 1);
    ChannelReader reader = reader("System", null);
    poll(reader);
    assertThat(said())
        .containsExactly(
            "records-missing System: records 3 to 4 are missing: overwritten before they were"
                + " read, or damaged",
            "records-missing System: the numbers of records begin anew at 1 after 5: the log was"
                + " cleared; what was not read by then is lost");
    assertThat(reader.gaps()).isEqualTo(2);
    assertThat(taken.stream().filter(r -> r.kind().equals(AgentFrame.KIND_AGENT)))
        .allMatch(record -> record.position().isEmpty());
  }

  @Test
  void chosenAndForwardedEventsHaveNoGaps() throws Exception {
    log("System", "FakeDisk", 1, 5);
    log("ForwardedEvents", "FakeDisk", 7, 3);
    poll(reader(new ChannelQuery("System", "*[System[Level=2]]", List.of()), null, StartAt.START));
    poll(reader("ForwardedEvents", null));
    assertThat(said()).isEmpty();
    assertThat(taken).hasSize(4);
  }

  @Test
  void aForwardedEventKeepsItsTextAndItsComputer() throws Exception {
    String xml =
        Events.xml("FakeDisk", "System", 3)
            .replace(
                "</Event>",
                "<RenderingInfo Culture='ja-JP'><Message>元の文</Message></RenderingInfo></Event>");
    logs.append("ForwardedEvents", 900, xml);
    poll(reader("ForwardedEvents", null));
    assertThat(new String(taken.getFirst().original(), UTF_8)).isEqualTo(xml);
    assertThat(EventXml.read(xml).system().computer()).isEqualTo("FS01.example.net");
    assertThat(taken.getFirst().position()).contains("RecordId='900'");
  }

  @Test
  void aLogThatWasOverwrittenOrClearedIsToldAndReadFromItsStart() throws Exception {
    log("System", "FakeDisk", 1, 2, 3);
    ChannelReader first = reader("System", null);
    poll(first);
    first.close();
    String kept = taken.getLast().position();
    taken.clear();
    logs.logs.put("System", new ArrayList<>());
    log("System", "FakeDisk", 9, 10);
    ChannelReader overwritten = reader("System", kept);
    poll(overwritten);
    assertThat(said())
        .containsExactly(
            "position-lost System no longer has the record that was read last (3): it was cleared"
                + " or overwritten, and records may be lost unread; reading from the oldest that"
                + " is left");
    assertThat(ids()).containsExactly(9L, 10L);
    overwritten.close();

    // The record of the bookmark alone is gone: what was read before it is not read again.
    taken.clear();
    logs.logs.put("System", new ArrayList<>());
    log("System", "FakeDisk", 1, 2, 4);
    poll(reader("System", kept));
    assertThat(ids()).containsExactly(4L);
  }

  @Test
  void aDamagedPositionLosesNothing() throws Exception {
    log("System", "FakeDisk", 1, 2);
    poll(reader("System", "2 2026-01-02T03:00:02Z no bookmark"));
    assertThat(said()).hasSize(1);
    poll(reader("System", "damaged"));
    assertThat(ids()).contains(1L, 2L);
  }

  @Test
  void fromTheEndOn() throws Exception {
    log("System", "FakeDisk", 1, 2);
    ChannelReader first = reader(ChannelQuery.all("System"), null, StartAt.END);
    poll(first);
    assertThat(said()).containsExactly("started System is watched from its end on");
    assertThat(taken.getFirst().position()).contains("RecordId='2'");
    first.close();
    String kept = taken.getFirst().position();
    taken.clear();
    log("System", "FakeDisk", 3);
    poll(reader(ChannelQuery.all("System"), kept, StartAt.END));
    assertThat(ids()).containsExactly(3L);

    logs.logs.put("Empty", new ArrayList<>());
    taken.clear();
    ChannelReader empty = reader(ChannelQuery.all("Empty"), null, StartAt.END);
    poll(empty);
    log("Empty", "FakeDisk", 1);
    poll(empty);
    assertThat(ids()).containsExactly(1L);
  }

  @Test
  void survivesARestartOfTheService() throws Exception {
    log("System", "FakeDisk", 1);
    ChannelReader reader = reader("System", null);
    poll(reader);
    logs.failures.put("EvtNext", EventLogException.RPC_SERVER_UNAVAILABLE);
    logs.failures.put("EvtSubscribe", EventLogException.RPC_SERVER_UNAVAILABLE);
    log("System", "FakeDisk", 2);
    assertThat(poll(reader)).isEqualTo(SECOND);
    assertThat(reader.standing())
        .isEqualTo(
            new ChannelReader.Standing(
                State.FAILED,
                "System: the service Windows Event Log does not answer (error 1722)"));
    assertThat(poll(reader)).isEqualTo(SECOND); // not yet time
    long longest = 0;
    for (int i = 0; i < 10; i++) {
      now += ChannelReader.LONGEST_PAUSE.toNanos();
      longest = poll(reader);
    }
    assertThat(Duration.ofNanos(longest)).isEqualTo(ChannelReader.LONGEST_PAUSE);
    logs.failures.clear();
    now += ChannelReader.LONGEST_PAUSE.toNanos();
    assertThat(poll(reader)).isEqualTo(Long.MAX_VALUE);
    assertThat(ids()).containsExactly(1L, 2L);
    assertThat(said())
        .containsExactly(
            "unreadable System: the service Windows Event Log does not answer (error 1722)",
            "readable System is read again");
    assertThat(reader.standing()).isEqualTo(new ChannelReader.Standing(State.READING, ""));
  }

  @Test
  void aLogThatIsNotThereIsWaitedFor() throws Exception {
    ChannelReader reader = reader("Gone", null);
    poll(reader);
    assertThat(reader.standing().state()).isEqualTo(State.WAITING);
    assertThat(reader.standing().reason()).contains("there is no such event log");
    log("Gone", "FakeDisk", 1);
    now += 2 * SECOND;
    poll(reader);
    assertThat(ids()).containsExactly(1L);
  }

  @Test
  void aBatchThatIsTooLargeForTheServiceIsHalved() throws Exception {
    logs.mostBatch = 5;
    log("System", "FakeDisk", 1, 2, 3, 4, 5, 6, 7, 8, 9);
    poll(reader("System", null));
    assertThat(ids()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }

  @Test
  void aStaleResultIsAskedForAgain() throws Exception {
    log("System", "FakeDisk", 1);
    ChannelReader reader = reader("System", null);
    poll(reader);
    logs.failures.put("EvtNext", EventLogException.QUERY_RESULT_STALE);
    poll(reader);
    logs.failures.clear();
    log("System", "FakeDisk", 2);
    now += SECOND;
    poll(reader);
    assertThat(ids()).containsExactly(1L, 2L);
  }

  @Test
  void aRecordThatCannotBeRenderedIsToldAndLeftOut() throws Exception {
    log("System", "FakeDisk", 1);
    ChannelReader reader = reader("System", null);
    poll(reader);
    logs.failures.put("EvtRender", 15005);
    log("System", "FakeDisk", 2);
    poll(reader);
    logs.failures.clear();
    log("System", "FakeDisk", 3);
    poll(reader);
    assertThat(ids()).containsExactly(1L, 3L);
    assertThat(said())
        .containsExactly(
            "record-damaged System: a record cannot be read and is left out: EvtRender: error"
                + " 15005");
  }

  @Test
  void aFloodLeavesOtherLogsTheirTurn() throws Exception {
    for (long id = 1; id <= 3_000; id++) {
      log("System", "FakeDisk", id);
    }
    ChannelReader reader = reader("System", null);
    assertThat(poll(reader)).isZero();
    assertThat(taken).hasSize(2_048);
    assertThat(poll(reader)).isEqualTo(Long.MAX_VALUE);
    assertThat(taken).hasSize(3_000);
  }

  @Test
  void whatIsNoXmlAndWhatIsTooLongGoesOnToo() throws Exception {
    logs.append("System", 1, "<Event>");
    logs.append("System", 2, Events.xml("FakeDisk", "System", 2));
    ChannelReader reader =
        new ChannelReader(
            logs,
            new WindowsSettings("s", List.of(), StartAt.START, 500),
            ChannelQuery.all("System"),
            null);
    readers.add(reader);
    poll(reader);
    assertThat(new String(taken.getFirst().original(), UTF_8)).isEqualTo("<Event>");
    WatchedRecord cut = taken.getLast();
    assertThat(cut.original().length).isEqualTo(500);
    assertThat(cut.attributes()).containsKey(WatchedRecord.CUT);
    assertThat(reader.cutRecords()).isEqualTo(1);
  }

  private void log(String channel, String provider, long... ids) {
    for (long id : ids) {
      logs.append(channel, id, Events.xml(provider, channel, id));
    }
  }

  private ChannelReader reader(String channel, @Nullable String kept) {
    return reader(ChannelQuery.all(channel), kept, StartAt.START);
  }

  private ChannelReader reader(ChannelQuery query, @Nullable String kept, StartAt from) {
    ChannelReader reader =
        new ChannelReader(logs, new WindowsSettings("s", List.of(query), from), query, kept);
    readers.add(reader);
    return reader;
  }

  private long poll(ChannelReader reader) throws InterruptedException {
    return reader.poll(1, now, taken::add);
  }

  private List<Long> ids() throws Exception {
    List<Long> ids = new ArrayList<>();
    for (WatchedRecord record : taken) {
      if (record.kind().equals(AgentFrame.KIND_WINEVENT)) {
        ids.add(number(EventXml.read(record.original())));
      }
    }
    return ids;
  }

  private List<String> said() {
    return taken.stream()
        .filter(record -> record.kind().equals(AgentFrame.KIND_AGENT))
        .map(
            record ->
                record.attributes().get(WatchedRecord.REASON)
                    + " "
                    + new String(record.original(), UTF_8))
        .toList();
  }
}
