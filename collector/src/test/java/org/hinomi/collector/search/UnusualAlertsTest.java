package org.hinomi.collector.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.alert.AlertStore;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.collector.detect.MailLists;
import org.hinomi.collector.detect.ThresholdSet;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sigma.SigmaRules;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is unusual, from events to what a person reads, with a restart each day. */
class UnusualAlertsTest {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final Question QUESTION =
      new Question(null, null, null, Format.TABLE, ZoneOffset.UTC, Language.EN);
  private static final Question JAPANESE =
      new Question(null, null, null, Format.TABLE, ZoneOffset.UTC, Language.JA);

  /** Those that ship, with a domain of the house. */
  private static final MailLists LISTS;

  static {
    Map<String, List<String>> lists =
        new HashMap<>(new SigmaRules().lists(Path.of("../conf/rules")).lists());
    lists.put("OwnMailDomains", List.of("*@example.co.jp"));
    LISTS = MailLists.of(lists);
  }

  @TempDir Path folder;
  private long position;

  @Test
  void aNewKindOfMessageAndAnExtremeValueSayWhy() throws IOException {
    for (int day = 0; day < 9; day++) {
      List<Decoded> events = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        events.add(event(day, "TCP_MISS 200 GET " + i, Map.of("source.bytes", 1_000L + i)));
      }
      take(day, events);
      assertThat(new AlertReader(folder).current()).isEmpty();
    }
    take(
        9,
        List.of(
            event(9, "cache disk failed, code 5", Map.of()),
            event(9, "TCP_MISS 200 GET 7", Map.of("source.bytes", 80_000_000_000L))));

    List<AlertReader.Alert> alerts = new AlertReader(folder).current();
    assertThat(alerts)
        .extracting(AlertReader.Alert::rule)
        .containsExactlyInAnyOrder("new-message", "extreme-value");
    for (AlertReader.Alert alert : alerts) {
      boolean message = alert.rule().equals("new-message");
      assertThat(shown(alert, QUESTION))
          .contains("informational")
          .contains(
              message
                  ? "30 days (new on all hosts); the program"
                  : "Why: value 80000000000; usual is 10")
          .contains("For: discovery")
          .contains("Protects: ");
      assertThat(shown(alert, JAPANESE)).contains("目的: 発見").contains("理由: ");
      assertThat(shown(alert, JAPANESE)).contains(message ? "（どのホストにもない）" : "通常は");
    }
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    new AlertReport(new AlertReader(folder), 0, QUESTION).writeTo(list);
    assertThat(list.toString(UTF_8))
        .contains("firing, not told", "discovery (I A)", "cache disk failed, code <*>");
  }

  @Test
  void aMailToAStrangerSaysWhyAndWhereToLookFirst() throws IOException {
    Map<String, Object> mail = new HashMap<>();
    mail.put("email.from.address", "sato@example.co.jp");
    mail.put("email.to.address", "tanaka@customer.example");
    mail.put("user.name", "sato");
    take(0, List.of(event(0, "mail", mail)));
    mail.put("email.to.address", "sato1987@docomo.ne.jp");
    mail.put("email.size", 7_340_032L);
    take(9, List.of(event(9, "mail", mail)));

    AlertReader.Alert alert = new AlertReader(folder).current().getFirst();
    assertThat(shown(alert, QUESTION))
        .contains("Rule: Mail to Stranger", "email.to.address: sato1987@docomo.ne.jp")
        .contains(
            "Why: sato1987@docomo.ne.jp: nobody of the house wrote there in the 30 days before;"
                + " kind of mailbox: private; recipients outside: 1; bytes: 7340032; mails of this"
                + " server are known for 9 days")
        .contains("mail large +15", "mail private mailbox +15", "account sato +5");
    assertThat(shown(alert, JAPANESE))
        .contains("ルール: 社外の初めての宛先へのメール")
        .contains(
            "理由: sato1987@docomo.ne.jp: 過去 30 日間に社内の誰も送っていない宛先。"
                + "宛先の種類: 個人用メールアドレス。社外の宛先: 1 件。サイズ: 7340032 バイト")
        .contains("メール 大きい +15");
  }

  @Test
  void whatWasNotSeenForAMonthIsForgottenInTheFileToo() throws Exception {
    take(0, List.of(event(0, "a", Map.of("source.bytes", 1, "data." + "x".repeat(2_000), 1))));
    assertThat(usual()).containsExactly("proxy squid source.bytes");
    take(40, List.of(event(40, "a", Map.of("network.bytes", 1))));
    assertThat(usual()).containsExactly("proxy squid network.bytes");
  }

  private List<String> usual() throws SQLException {
    List<String> names = new ArrayList<>();
    try (Connection file =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(AlertStore.FILE));
        Statement statement = file.createStatement();
        ResultSet row = statement.executeQuery("SELECT name FROM usual")) {
      while (row.next()) {
        names.add(row.getString(1).replace('\n', ' '));
      }
    }
    return names;
  }

  private String shown(AlertReader.Alert alert, Question question) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new AlertDetail(new AlertReader(folder), alert.id(), question).writeTo(out);
    return out.toString(UTF_8);
  }

  private void take(int day, List<Decoded> events) throws IOException {
    try (AlertStore store =
        new AlertStore(
            folder,
            new ThresholdSet(List.of()),
            EventRules.NONE.listening(List.of()).with(LISTS),
            List.of(),
            InstantSource.fixed(START.plus(Duration.ofDays(day))),
            new PrometheusRegistry())) {
      store.accept(events, position + 1);
    }
  }

  private Event event(int day, String message, Map<String, Object> fields) {
    long time = START.plus(Duration.ofDays(day)).toEpochMilli() * 1_000;
    return new Event(
        ++position,
        Transport.SYSLOG_TCP,
        "192.0.2.9",
        time,
        time,
        "proxy",
        3,
        6,
        "squid",
        null,
        message,
        RawMessage.wrap(message.getBytes(UTF_8)),
        null,
        new HashMap<>(fields));
  }
}
