package org.hinomi.collector.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.assertj.core.groups.Tuple;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.keep.stamp.Authorities;
import org.hinomi.collector.keep.stamp.Stamper;
import org.hinomi.collector.keep.stamp.TestAuthority;
import org.hinomi.collector.keep.stamp.TimeStamp;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.collector.notify.Notice;
import org.hinomi.collector.notify.Notifier;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadSenderTest {
  @TempDir Path data;
  private final List<Notice> told = new ArrayList<>();
  private Delivery answer = new Delivery.Delivered();

  private final Notifier notifier =
      new Notifier() {
        @Override
        public String name() {
          return "siem";
        }

        @Override
        public Delivery deliver(Transition transition) {
          throw new AssertionError("no alert");
        }

        @Override
        public Delivery tell(Notice notice) {
          told.add(notice);
          return answer;
        }

        @Override
        public void close() {
          // Nothing is open.
        }
      };

  @Test
  void whatIsSentProvesAllThatWasRecordedBefore() throws Exception {
    Path file = data.resolve("heads.txt");
    try (TestHistory history = new TestHistory(data)) {
      HeadSender sender =
          new HeadSender(
              data,
              history.index()::seal,
              Optional.of(file),
              List.of(notifier),
              Optional.empty(),
              TestHistory.CLOCK);
      history.add(3, "default");
      assertThat(sender.send()).isEmpty();
      assertThat(sender.send()).isEmpty();
      assertThat(Files.readAllLines(file)).as("once where nothing has come").hasSize(1);
      Head head = Head.parse(Files.readAllLines(file).getFirst());
      assertThat(head.position()).isEqualTo(4);
      assertThat(head.lines()).as("events in memory became a part first").isEqualTo(1);
      assertThat(told.getFirst().line()).isEqualTo(head.toString());
      assertThat(told.getFirst().words().body(Language.JA)).contains(head.toString());

      history.add(3, "default");
      answer = new Delivery.RetryAfter("refused");
      assertThat(sender.send()).containsExactly("siem: refused");
      answer = new Delivery.Delivered();
      assertThat(sender.send()).as("said again after a failure").isEmpty();
      assertThat(told).hasSize(3);
    }
    List<Head> sent = Files.readAllLines(file).stream().map(Head::parse).toList();
    assertThat(
            new HistoryVerifier(data, TestHistory.CLOCK, () -> false, 1, bytes -> {})
                .run(sent)
                .findings())
        .isEmpty();
  }

  @Test
  void headsGetTimeStampsThatVerifyChecks() throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Instant[] clock = {now};
    Path file = data.resolve("heads.txt");
    try (TestAuthority authority = new TestAuthority(now)) {
      try (TestHistory history = new TestHistory(data)) {
        HeadSender sender =
            new HeadSender(
                data,
                history.index()::seal,
                Optional.of(file),
                List.of(),
                Optional.of(new HeadSender.Stamping(authority.client(), Duration.ofHours(24))),
                () -> clock[0]);
        for (int i = 0; i < 4; i++) {
          history.add(3, "default");
          assertThat(sender.send()).isEmpty();
          clock[0] = clock[0].plus(Duration.ofHours(8));
        }
      }
      List<SentHead> sent = SentHead.read(file);
      assertThat(sent)
          .as("each head goes out, one a day with a time stamp")
          .extracting(each -> each.stamp().isPresent())
          .containsExactly(true, false, false, true);
      HistoryVerifier.Report report = verify(sent, authority.authorities());
      assertThat(report.findings()).isEmpty();
      assertThat(report.stamps().stamps()).as("in the history and in the file").isEqualTo(4);
      assertThat(report.stamps().untrusted()).isZero();
      assertThat(report.stamps().signers()).containsExactly("CN=Test time stamps");
      assertThat(report.stamps().first()).isEqualTo(now);
      assertThat(verify(List.of(), Authorities.ofJava()).stamps().untrusted()).isEqualTo(2);

      // All made anew, consistently, by somebody who left the time stamps alone.
      List<String> jsons = new ArrayList<>();
      for (String line : Files.readAllLines(data.resolve("history/manifest.jsonl"))) {
        jsons.add(line.substring(0, line.indexOf('\t')).replace("\"rows\":3", "\"rows\":2"));
      }
      TestHistory.rewrite(data, jsons);
      assertThat(verify(List.of(), authority.authorities()).findings())
          .extracting(Finding::text)
          .contains("head-differs");
    }
  }

  @Test
  void aTimeStampOfAnotherHeadIsAFinding() throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    TestHistory.make(data, 2);
    Head head = HistoryVerifier.head(data, TestHistory.CLOCK);
    try (TestAuthority authority = new TestAuthority(now);
        TestAuthority other = new TestAuthority(now)) {
      StampBook.append(data, head, authority.client().stamp("another"));
      StampBook.append(data, head, other.client().stamp(head.toString()));
      StampBook.append(data, head, authority.client().stamp(head.toString()));
      assertThat(verify(List.of(), authority.authorities()).findings())
          .extracting(Finding::where, Finding::text)
          .containsExactly(
              Tuple.tuple("history/stamps.txt:2", "stamp-broken"),
              Tuple.tuple("history/stamps.txt:4", "stamp-untrusted"));
      Files.writeString(StampBook.path(data), "torn", StandardOpenOption.APPEND);
      assertThat(StampBook.read(data)).hasSize(3);
      StampBook.append(data, head, authority.client().stamp(head.toString()));
      assertThat(StampBook.read(data)).hasSize(4);
      Files.writeString(StampBook.path(data), "changed\n", StandardOpenOption.APPEND);
      assertThat(verify(List.of(), authority.authorities()).findings())
          .extracting(Finding::text)
          .containsExactly("stamps-changed");
    }
  }

  private static Stamper stamper(BooleanSupplier down) {
    return new Stamper() {
      @Override
      public String name() {
        return "http://tsa.example/";
      }

      @Override
      public TimeStamp stamp(String text) throws IOException {
        if (down.getAsBoolean()) {
          throw new IOException("refused");
        }
        return TimeStamp.parse("hinomi-stamp AAAA");
      }
    };
  }

  @Test
  void anAuthorityThatDoesNotAnswerIsSaidAndAskedAgain() throws Exception {
    boolean[] down = {true};
    Stamper authority = stamper(() -> down[0]);
    try (TestHistory history = new TestHistory(data)) {
      HeadSender sender =
          new HeadSender(
              data,
              history.index()::seal,
              Optional.empty(),
              List.of(),
              Optional.of(new HeadSender.Stamping(authority, Duration.ofHours(1))),
              TestHistory.CLOCK);
      history.add(3, "default");
      assertThat(sender.send()).containsExactly("http://tsa.example/: refused");
      down[0] = false;
      assertThat(sender.send()).isEmpty();
      assertThat(StampBook.read(data)).hasSize(1);
    }
  }

  @Test
  void aClockThatWasAheadKeepsNoTimeStampsAway() throws Exception {
    Instant[] clock = {Instant.parse("2036-11-23T00:00:00Z")};
    Stamper authority = stamper(() -> false);
    try (TestHistory history = new TestHistory(data)) {
      for (int start = 0; start < 2; start++) {
        HeadSender sender =
            new HeadSender(
                data,
                history.index()::seal,
                Optional.empty(),
                List.of(),
                Optional.of(new HeadSender.Stamping(authority, Duration.ofHours(24))),
                () -> clock[0]);
        for (int i = 0; i < 2; i++) {
          history.add(3, "default");
          assertThat(sender.send()).isEmpty();
        }
        clock[0] = Instant.parse("2026-11-23T00:00:00Z");
      }
    }
    assertThat(StampBook.read(data))
        .extracting(each -> each.head().at())
        .containsExactly("2036-11-23T00:00:00Z", "2026-11-23T00:00:00Z");
  }

  private HistoryVerifier.Report verify(List<SentHead> sent, Authorities authorities)
      throws Exception {
    return new HistoryVerifier(data, TestHistory.CLOCK, () -> false, 1, bytes -> {})
        .run(sent, authorities);
  }
}
