package org.hinomi.collector.review.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.record.TableSink.Column;
import org.hinomi.collector.record.TableSink.Kind;
import org.hinomi.collector.review.Evidence;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.ReviewResult;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.Table;
import org.hinomi.collector.review.book.Book;
import org.hinomi.collector.review.book.BookEntry;
import org.hinomi.collector.review.book.BookEntry.Found;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What belongs together, by what it says. */
class ReadingHelpTest {
  private static BookEntry found(String id, String kind, String... arguments) {
    Found found =
        new Found(
            id,
            "2026-10",
            kind,
            Severity.HIGH,
            Purpose.DISCOVERY,
            "C",
            id,
            List.of(arguments),
            new Evidence("", "", List.of()),
            "sato",
            "2026-12-01");
    return new BookEntry(
        "2026-11-02T00:00:00Z", "x", null, found, null, null, null, null, null, null, null);
  }

  private static List<List<String>> incidents(BookEntry... entries) {
    Table users =
        new Table(
            "users",
            List.of(new Column("user", Kind.TEXT)),
            List.of(List.of("hashimoto.t"), List.of("AKEBONO\\ishikawa.d")),
            "");
    ReviewResult result =
        new ReviewResult(
            "2026-10",
            "Asia/Tokyo",
            "",
            "policy.yaml",
            "",
            1,
            "2026-11-02T00:00:00Z",
            List.of(new ReviewResult.Part("users", Step.STATISTICS, List.of(users), List.of())));
    return Incidents.of(result, Book.of(List.of(entries)).findings()).stream()
        .map(group -> group.stream().map(Book.Finding::id).toList())
        .toList();
  }

  @Test
  void whatOneUserOrAddressDidInADayIsOneIncident() {
    assertThat(
            incidents(
                found("F-1", "malware", "pc-021", "Trojan", "2026-10-08 10:54:28"),
                found("F-2", "upload", "hashimoto.t", "10.20.1.46", "2026-10-30 17:33:00"),
                found("F-3", "beacon", "10.20.1.41", "ishikawa.d", "2026-10-08 11:54:48"),
                found("F-4", "extreme", "proxy01", "hashimoto.t@akebono.example, 2026-10-30"),
                found("F-5", "logons", "10.20.1.41", "2026-10-08 12:00"),
                found("F-6", "logons", "10.20.1.41", "2026-10-09 12:00"),
                found("F-7", "leaver", "Ishikawa.D", "2026-10-08")))
        // F-6 is of the kind of F-5, and about the same address.
        .containsExactly(
            List.of("F-1"), List.of("F-2", "F-4"), List.of("F-3", "F-5", "F-6", "F-7"));
  }

  @Test
  void theSameMinuteOrTheSameThingAgainIsOneIncident() {
    assertThat(
            incidents(
                found("F-1", "log-cleared", "app01", "Security", "2026-10-23 23:02:19"),
                found("F-2", "unclean-stop", "db01", "2026-10-23 23:02"),
                found("F-3", "backup-failed", "backup01", "2026-10-21"),
                found("F-4", "backup-failed", "fs01", "2026-10-21"),
                found("F-5", "backup-failed", "backup01", "2026-10-22"),
                found("F-6", "blank", "a", "2026-11-01 00:00"),
                found("F-7", "missing", "b", "2026-11-01 00:00")))
        .containsExactly(
            List.of("F-1", "F-2"),
            List.of("F-3", "F-5"),
            List.of("F-4"),
            List.of("F-6"),
            List.of("F-7"));
  }

  @Test
  void eventsThatReadAlikeAreOneClusterOfTheirLog() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    rows.add(List.of("web01", "sshd", "Accepted publickey for <*> from <*> port <*>", 3L));
    rows.add(List.of("db01", "sshd", "Accepted password for <*> from <*> port <*>", 1L));
    rows.add(List.of("db01", "cron", "Accepted password for <*> from <*> port <*>", 1L));
    rows.add(List.of("db01", "sshd", "Connection closed by <*>", 9L));
    rows.add(List.of("fs01", "Security", "12345", 1L));
    Table table =
        new Table(
                "new-events",
                List.of(
                    new Column("host", Kind.TEXT),
                    new Column("log", Kind.TEXT),
                    new Column("template", Kind.TEXT),
                    new Column("events", Kind.WHOLE)),
                List.of(),
                "")
            .with(rows);
    List<Clusters.Cluster> clusters = Clusters.of(table);
    assertThat(clusters).hasSize(4);
    assertThat(clusters.getFirst())
        .isEqualTo(
            new Clusters.Cluster(
                "sshd",
                "Accepted publickey for <*> from <*> port <*>",
                2,
                4,
                List.of("db01", "web01")));
    assertThat(Clusters.of(table)).isEqualTo(clusters);
  }
}
