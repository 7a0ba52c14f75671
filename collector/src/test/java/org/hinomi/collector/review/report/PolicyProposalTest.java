package org.hinomi.collector.review.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.keep.HistoryVerifier;
import org.hinomi.collector.record.TableSink;
import org.hinomi.collector.review.Archive;
import org.hinomi.collector.review.policy.PolicySettings;
import org.hinomi.collector.review.policy.RegisteredSource;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyProposalTest {
  @TempDir Path folder;

  /** Names are short and of ASCII; hosts and channels are not. */
  @Test
  void everyLogIsASourceAlsoWhereNamesAreAlike() throws Exception {
    String channel = "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational";
    Archive archive =
        new Streams(
            List.of(
                List.of("FS01", "Security", true),
                List.of("fs01", "Security", true),
                List.of("fs01", channel, true),
                List.of("fs01", channel.replace("Operational", "Admin"), true),
                List.of("経理", "app", false),
                List.of("総務", "app", false)));
    String text =
        new PolicyProposal(
                archive, InstantSource.fixed(Instant.parse("2026-12-02T00:00:00Z")), Language.JA)
            .text(ZoneOffset.UTC, Map.of());
    List<RegisteredSource> sources =
        PolicySettings.load(Files.writeString(folder.resolve("policy.yaml"), text)).sources();
    assertThat(sources).hasSize(6);
    assertThat(sources.stream().map(source -> source.logs().getFirst()))
        .contains(channel, channel.replace("Operational", "Admin"));
    assertThat(sources.stream().map(source -> source.hosts().getFirst()))
        .contains("FS01", "fs01", "経理", "総務");
    assertThat(sources.stream().map(RegisteredSource::purpose)).contains("不正アクセスの発見");
  }

  /** An archive that knows logs of hosts: host, log, whether of Windows. */
  private record Streams(List<List<Object>> streams) implements Archive {
    @Override
    public void sql(String statement, TableSink sink) throws IOException {
      for (List<Object> stream : streams) {
        sink.row(List.of(stream.get(0), stream.get(1), stream.get(2), 100L, 20L, 35L, 180L));
      }
    }

    @Override
    public long nextPosition() {
      return 1;
    }

    @Override
    public List<AlertReader.Step> alerts(Instant from, Instant to) {
      return List.of();
    }

    @Override
    public HistoryVerifier.Report verify() {
      throw new UnsupportedOperationException();
    }
  }
}
