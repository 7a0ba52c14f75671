package org.hinomi.collector.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hinomi.collector.alert.Transition;
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
              data, history.index()::seal, Optional.of(file), List.of(notifier), TestHistory.CLOCK);
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
}
