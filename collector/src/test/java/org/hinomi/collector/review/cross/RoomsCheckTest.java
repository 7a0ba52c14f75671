package org.hinomi.collector.review.cross;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.keep.HistoryVerifier;
import org.hinomi.collector.record.TableSink;
import org.hinomi.collector.review.Archive;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Period;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.policy.Policy;
import org.hinomi.collector.review.policy.PolicySettings;
import org.hinomi.core.settings.SettingsLoader;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomsCheckTest {
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  @TempDir Path data;

  private List<String> seen(String keys, String doors, String visitors) throws Exception {
    Path tables = Files.createDirectories(data.resolve("tables"));
    Files.writeString(tables.resolve("staff.csv"), "氏名,アカウント,部署\n佐藤 健一,sato.k,情報\n伊藤 舞,ito.m,営業\n");
    Files.writeString(tables.resolve("keys.csv"), keys);
    Files.writeString(tables.resolve("doors.csv"), doors);
    Files.writeString(tables.resolve("visitors.csv"), visitors);
    PeopleTables people = PeopleTables.in(data);
    assertThat(people.problems()).isEmpty();
    return new RoomsCheck(people)
        .run(context()).observations().stream()
            .map((Observation each) -> each.text(Language.EN))
            .toList();
  }

  private ReviewContext context() throws Exception {
    Path file = data.resolve("policy.yaml");
    Files.writeString(
        file,
        "zone: Asia/Tokyo\nsources:\n  - {name: a, hosts: [x], logs: [y], purpose: p, owner: o,"
            + " reviewer: r}\n");
    Policy policy =
        new SettingsLoader(Map.of())
            .load(file, List.of(), top -> PolicySettings.read(top, "policy.yaml", ""));
    Period october = new Period(LocalDate.of(2026, 10, 1), LocalDate.of(2026, 11, 1), TOKYO);
    return new ReviewContext(october, policy, 0, Instant.parse("2026-11-02T00:00:00Z"), new None());
  }

  /** Rooms need no logs. */
  private static final class None implements Archive {
    @Override
    public void sql(String statement, TableSink sink) throws IOException {
      throw new IOException("not asked");
    }

    @Override
    public long nextPosition() {
      return 0;
    }

    @Override
    public List<AlertReader.Step> alerts(Instant from, Instant to) {
      return List.of();
    }

    @Override
    public HistoryVerifier.Report verify() throws IOException {
      throw new IOException("not asked");
    }
  }

  private static final String VISITORS = "来訪日,来訪者\n2026年10月7日,植田様\n";

  @Test
  void whoHasTheKeyOrIsAVisitorOfTheDayMayGoIn() throws Exception {
    assertThat(
            seen(
                "鍵番号,氏名,貸出日時,返却日時\nK-01 サーバー室,佐藤　健一,2026/10/5 9:50,2026/10/5 12:10\n",
                "入室日時,部屋,氏名\n2026/10/5 10:00,サーバー室,佐藤健一\n2026/10/7 11:00,サーバー室,植田\n"
                    + "2026/10/9 11:00,食堂,伊藤 舞\n",
                VISITORS))
        .isEmpty();
  }

  @Test
  void whoStandsInNeitherIsFoundOnceADay() throws Exception {
    assertThat(
            seen(
                "鍵番号,氏名,貸出日時,返却日時\nK-01 サーバー室,佐藤　健一,2026/10/5 9:50,2026/10/5 12:10\n",
                "入室日時,部屋,氏名\n2026/10/5 10:00,サーバー室,伊藤 舞\n2026/10/5 10:30,サーバー室,伊藤 舞\n"
                    + "2026/10/5 15:00,サーバー室,佐藤健一\n2026/10/8 11:00,サーバー室,植田\n"
                    + "2026/11/8 11:00,サーバー室,植田\n",
                VISITORS))
        .containsExactly(
            "伊藤 舞 entered サーバー室 at 2026-10-05 10:00, and stands neither in the key register nor"
                + " in the log of visitors (doors.csv:2)",
            "佐藤健一 entered サーバー室 at 2026-10-05 15:00, and stands neither in the key register nor"
                + " in the log of visitors (doors.csv:4)",
            "植田 entered サーバー室 at 2026-10-08 11:00, and stands neither in the key register nor"
                + " in the log of visitors (doors.csv:5)");
  }

  @Test
  void aRowThatNamesNoRoomIsOfNone() throws Exception {
    assertThat(
            seen(
                "鍵番号,氏名,貸出日時,返却日時\nK-01 サーバー室,佐藤　健一,2026/10/5 9:50,2026/10/5 12:10\n",
                "入室日時,部屋,氏名\n2026/10/5 10:00,,伊藤 舞\n",
                VISITORS))
        .isEmpty();
  }

  @Test
  void aKeyThatDidNotComeBackIsFound() throws Exception {
    assertThat(
            seen(
                "鍵,部屋,氏名,貸出日時,返却日時\nK-01,サーバー室,佐藤　健一,2026/10/5 9:50,\n",
                "日付,入室,部屋,氏名\n2026/10/5,10:00,サーバー室,佐藤健一\n",
                VISITORS))
        .containsExactly(
            "佐藤　健一 took the key K-01 at 2026-10-05 09:50; the register does not say that it came"
                + " back (keys.csv:2)");
  }
}
