package org.hinomi.collector.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.Intake;
import org.hinomi.collector.receive.Peer;
import org.hinomi.core.event.Transport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What senders have proved is read as it was written, one behind the other. */
class PeerFormatTest {
  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final byte[] RECORD = {1, 0, 0, 0, 0, 'x'};

  @TempDir Path dir;

  @Test
  void survivesTheJournal() throws Exception {
    List<@Nullable Peer> peers = new ArrayList<>();
    peers.add(new Peer(List.of("web01"), ID, false));
    peers.add(null);
    peers.add(new Peer(List.of(), null, true));
    peers.add(new Peer(List.of("a.example", "192.0.2.1"), null, false));
    peers.add(new Peer(Collections.nCopies(16, "n".repeat(255)), ID, true));
    try (SegmentedJournal journal =
        SegmentedJournal.open(JournalSettings.in(dir), 1, () -> 1, new PrometheusRegistry())) {
      for (Peer peer : peers) {
        Chunk chunk =
            new Chunk(
                Transport.RELP,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                peer,
                1,
                1,
                0,
                1,
                RECORD,
                RECORD.length);
        assertThat(journal.offer(chunk, Intake.Commit.IGNORED)).isTrue();
      }
      List<@Nullable Peer> read = new ArrayList<>();
      try (JournalReader reader = journal.openReader(1)) {
        while (read.size() < peers.size()
            && reader.read(
                    10,
                    Duration.ofSeconds(20),
                    r -> {
                      assertThat(r.buffer()[r.offset()]).isEqualTo((byte) 'x');
                      read.add(r.peer());
                    })
                > 0) {
          // on
        }
      }
      assertThat(read).isEqualTo(peers);
    }
  }
}
