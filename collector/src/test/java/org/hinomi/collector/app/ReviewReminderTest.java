package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.collector.notify.Notice;
import org.hinomi.collector.notify.Notifier;
import org.hinomi.collector.review.Period;
import org.hinomi.collector.review.book.Overdue;
import org.hinomi.collector.review.policy.Rhythm;
import org.junit.jupiter.api.Test;

class ReviewReminderTest {
  private final List<Notice> told = new ArrayList<>();
  private boolean up;

  @Test
  void isToldOnceAndTriedAgainWhereNobodyCouldBeTold() throws IOException {
    Overdue october =
        new Overdue(
            new Period(LocalDate.of(2026, 10, 1), LocalDate.of(2026, 10, 31), ZoneOffset.UTC),
            Rhythm.MONTHLY,
            3);
    ReviewReminder reminder = new ReviewReminder(() -> List.of(october), List.of(channel()));
    reminder.look();
    assertThat(told).isEmpty();
    up = true;
    reminder.look();
    assertThat(told).singleElement().extracting(Notice::kind).isEqualTo("REVIEW");
    reminder.look();
    assertThat(told).hasSize(1);
  }

  private Notifier channel() {
    return new Notifier() {
      @Override
      public String name() {
        return "mail";
      }

      @Override
      public Delivery deliver(Transition transition) {
        return new Delivery.Delivered();
      }

      @Override
      public Delivery tell(Notice notice) {
        if (!up) {
          return new Delivery.RetryAfter("down");
        }
        told.add(notice);
        return new Delivery.Delivered();
      }

      @Override
      public void close() {}
    };
  }
}
