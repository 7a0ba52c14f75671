package org.hinomi.collector.receive.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.journal.JournalReader;
import org.hinomi.collector.journal.JournalSettings;
import org.hinomi.collector.journal.SegmentedJournal;
import org.hinomi.collector.receive.Counters;
import org.hinomi.core.event.ImportBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportReceiverTest {
  private static final InetSocketAddress SELF =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir Path dir;
  private final ByteBuffer batch = ByteBuffer.allocate(8 << 20).order(ByteOrder.LITTLE_ENDIAN);
  private final List<String> expected = new ArrayList<>();

  private void whole(String frame) {
    batch.putInt(frame.length()).put(frame.getBytes(StandardCharsets.US_ASCII));
    expected.add(frame);
  }

  private void shared(int shared, String rest) {
    batch.putInt(rest.length() | ImportBatch.SHARED).putShort((short) shared);
    batch.put(rest.getBytes(StandardCharsets.US_ASCII));
    expected.add(expected.getFirst().substring(0, shared) + rest);
  }

  @Test
  void putsEachFrameWholeIntoTheJournalOverChunks() throws Exception {
    whole("<14>1 " + "h".repeat(200) + "1] the first");
    for (int i = 2; i < 5000; i++) {
      shared(206, i + "] a line of about a hundred bytes " + "x".repeat(i % 150));
      if (i % 1000 == 0) {
        whole("another of " + i);
        shared(212, "beyond the head");
        shared(3, ">1 other");
      }
    }
    List<String> seen = new ArrayList<>();
    PrometheusRegistry metrics = new PrometheusRegistry();
    try (SegmentedJournal journal =
        SegmentedJournal.open(JournalSettings.in(dir), 1, () -> 1, metrics)) {
      ImportReceiver receiver = new ImportReceiver(journal, new Counters(metrics), () -> 1);
      assertThat(receiver.take(batch.array(), batch.position(), SELF)).isEqualTo(expected.size());
      try (JournalReader reader = journal.openReader(1)) {
        while (reader.read(
                1000,
                Duration.ZERO,
                r ->
                    seen.add(
                        new String(r.buffer(), r.offset(), r.length(), StandardCharsets.US_ASCII)))
            > 0) {
          // all of them
        }
      }
      assertThat(seen).isEqualTo(expected);
      batch.putInt(7);
      assertThatThrownBy(() -> receiver.take(batch.array(), batch.position(), SELF))
          .isInstanceOf(IllegalArgumentException.class);
      batch.clear();
      batch.putInt(4096).position(4100);
      batch.putInt(258_034).position(4104 + 258_034);
      // A frame of one byte begins each chunk of 256 KiB: nothing in it can share more than that.
      for (int i = 0; i < 100; i++) {
        batch.putInt(ImportBatch.SHARED).putShort((short) 1);
        for (int frame = 0; frame < 63; frame++) {
          batch.putInt(ImportBatch.SHARED).putShort((short) 4096);
        }
        batch.putInt(ImportBatch.SHARED).putShort((short) 3768);
      }
      assertThatThrownBy(() -> receiver.take(batch.array(), batch.position(), SELF))
          .hasMessageContaining("frames of more than");
      assertThat(journal.nextPosition()).as("none of a broken batch").isEqualTo(seen.size() + 1);
    }
  }
}
