package org.hinomi.collector.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Decoder;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.TestRecord;
import org.hinomi.collector.decode.syslog.SyslogDecoder;
import org.hinomi.collector.decode.syslog.SyslogRules;
import org.hinomi.collector.journal.JournalReader;
import org.hinomi.collector.journal.RecordView;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.junit.jupiter.api.Test;

class ResendMarkerTest {
  private final List<RecordView> journal = new ArrayList<>();
  private PrometheusRegistry registry = new PrometheusRegistry();
  private Enricher enricher;
  private Decoder decoder;
  private int read;

  ResendMarkerTest() {
    restart();
  }

  @Test
  void marksAllFramesThatComeAgain() {
    session("192.0.2.1", 1, "a", "b", "c", "d");
    session("192.0.2.1", 2, "c", "d", "e", "f");

    assertThat(resent(readBatch())).containsExactly(5L, 6L);
    assertThat(counted()).isEqualTo(2);
  }

  @Test
  void marksNothingWhereTheNewSessionGoesOn() {
    session("192.0.2.1", 1, "a", "b", "c");
    session("192.0.2.1", 2, "d", "e", "f");

    assertThat(resent(readBatch())).isEmpty();
    assertThat(counted()).isZero();
  }

  @Test
  void marksNothingThatBreaksOffBeforeTheEndOfTheTail() {
    session("192.0.2.1", 1, "a", "b", "c", "d");
    session("192.0.2.1", 2, "b", "c", "x", "y");

    assertThat(resent(readBatch())).isEmpty();
  }

  @Test
  void takesTheLongestRunOfEqualMessages() {
    session("192.0.2.1", 1, "a", "m", "m", "m");
    session("192.0.2.1", 2, "m", "m", "n");

    assertThat(resent(readBatch())).containsExactly(5L, 6L);
  }

  @Test
  void marksNotMoreEqualMessagesThanTheTailHad() {
    session("192.0.2.1", 1, "a", "m", "m");
    session("192.0.2.1", 2, "m", "m", "m", "m");

    assertThat(resent(readBatch())).containsExactly(4L, 5L);
  }

  @Test
  void otherSendersAndTransportsAreNotMixedIn() {
    session("192.0.2.1", 1, "a", "b");
    session("192.0.2.2", 2, "b");
    add("192.0.2.1", Transport.SYSLOG_TCP, 3, 0, "b");

    assertThat(resent(readBatch())).isEmpty();
  }

  @Test
  void aSessionThatBreaksWhileItRepeatsDoesNotHideWhatItRepeats() {
    session("192.0.2.1", 1, "a", "b", "c", "d");
    session("192.0.2.1", 2, "b", "c");
    readBatch();
    session("192.0.2.1", 3, "b", "c", "d", "e");

    assertThat(resent(readBatch())).containsExactly(7L, 8L, 9L);
  }

  @Test
  void whatRepeatsSoFarIsMarkedAtTheEndOfTheBatchAndTheRestInTheNext() {
    session("192.0.2.1", 1, "a", "b", "c", "d");
    session("192.0.2.1", 2, "b", "c");
    assertThat(resent(readBatch())).containsExactly(5L, 6L);
    add("192.0.2.1", Transport.RELP, 2, 2, "d");
    add("192.0.2.1", Transport.RELP, 2, 3, "e");

    assertThat(resent(readBatch())).containsExactly(7L);
  }

  @Test
  void framesOfAgentsCarryTheirIdentityAndAreLeftAlone() {
    String frame =
        "<14>1 2026-11-23T18:17:12Z h a - EVENT [hinomi@32473 agent=\"i\" inc=\"1\" seq=\"1\"] x";
    session("192.0.2.1", 1, frame);
    session("192.0.2.1", 2, frame);

    assertThat(resent(readBatch())).isEmpty();
  }

  @Test
  void aRestartInBetweenIsRebuiltFromTheJournal() {
    session("192.0.2.1", 1, "a", "b", "c", "d");
    readBatch();
    restart();
    session("192.0.2.1", 2, "c", "d", "e");

    assertThat(resent(readBatch())).containsExactly(5L, 6L);
  }

  @Test
  void readingTheSameRecordsAgainMarksTheSame() {
    session("192.0.2.1", 1, "a", "b", "c", "d");
    session("192.0.2.1", 2, "c", "d", "e");
    List<Long> first = resent(readBatch());
    read = 4;

    assertThat(resent(readBatch())).isEqualTo(first).containsExactly(5L, 6L);
  }

  @Test
  void keepsOnlyTheTail() {
    String[] many = new String[RelpSession.TAIL + 10];
    for (int i = 0; i < many.length; i++) {
      many[i] = "frame " + i;
    }
    session("192.0.2.1", 1, many);
    session("192.0.2.1", 2, java.util.Arrays.copyOfRange(many, 10, many.length));
    session("192.0.2.3", 3, many);
    session("192.0.2.3", 4, many);

    assertThat(resent(readBatch())).hasSize(RelpSession.TAIL);
  }

  private void session(String address, long connection, String... frames) {
    for (int i = 0; i < frames.length; i++) {
      add(address, Transport.RELP, connection, i, frames[i]);
    }
  }

  private void add(String address, Transport transport, long connection, long index, String frame) {
    String text = frame.startsWith("<") ? frame : "<13>Nov 23 18:17:12 vm app: " + frame;
    journal.add(
        TestRecord.of(text).from(address).over(transport, connection, index, journal.size() + 1L));
  }

  private List<Decoded> readBatch() {
    List<Decoded> batch = new ArrayList<>();
    for (; read < journal.size(); read++) {
      batch.add(decoder.decode(journal.get(read)));
    }
    return enricher.apply(batch);
  }

  private static List<Long> resent(List<Decoded> batch) {
    for (Decoded decoded : batch) {
      assertThat(((Event) decoded).fields()).containsEntry(Fields.RETENTION_CLASS, "1y");
    }
    return batch.stream()
        .filter(decoded -> ((Event) decoded).fields().containsKey(Fields.EVENT_RESEND))
        .map(Decoded::position)
        .toList();
  }

  private void restart() {
    registry = new PrometheusRegistry();
    ResendMarker marker = new ResendMarker(ListReader::new, 10_000, registry);
    decoder = marker.around(new SyslogDecoder(SyslogRules.of(ZoneOffset.UTC)));
    enricher = new Enricher(marker, new ClockSkew(new PrometheusRegistry()), event -> "1y");
  }

  private double counted() {
    return ((CounterSnapshot)
            registry.scrape("hinomi_resends"::equals).stream().findFirst().orElseThrow())
        .getDataPoints()
        .getFirst()
        .getValue();
  }

  /** Reads what the test put into the list. */
  private final class ListReader implements JournalReader {
    private long next;

    ListReader(long from) {
      next = from;
    }

    @Override
    public long nextPosition() {
      return next;
    }

    @Override
    public int read(int maxRecords, Duration wait, Consumer<RecordView> sink) {
      int n = 0;
      while (n < maxRecords && next <= journal.size()) {
        sink.accept(journal.get((int) next++ - 1));
        n++;
      }
      return n;
    }

    @Override
    public void close() {}
  }
}
