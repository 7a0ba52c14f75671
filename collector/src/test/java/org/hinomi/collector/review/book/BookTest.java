package org.hinomi.collector.review.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.review.Evidence;
import org.hinomi.collector.review.Kind;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.book.BookEntry.Change;
import org.hinomi.collector.review.book.BookEntry.Found;
import org.hinomi.collector.review.book.BookEntry.Normal;
import org.junit.jupiter.api.Test;

class BookTest {
  private static final String AT = "2026-12-02T00:00:00Z";
  private static final Kind GUESSING = new Kind("logon-failures", Purpose.DISCOVERY, "C");
  private static final Evidence EVIDENCE = new Evidence("", "", List.of());

  private final List<BookEntry> entries = new ArrayList<>();

  private void found(String finding, String key) {
    entries.add(
        BookEntry.of(
            AT,
            "sato",
            new Found(
                finding,
                "2026-11",
                GUESSING.id(),
                Severity.MEDIUM,
                GUESSING.purpose(),
                GUESSING.affects(),
                key,
                List.of(),
                EVIDENCE,
                "tanaka",
                "2027-01-01")));
  }

  private void say(String finding, FindingState state) {
    entries.add(BookEntry.of(AT, "sato", new Change(finding, state, null, null, "a reason")));
  }

  private boolean normal(String key) {
    return Book.of(entries)
            .normal(new Observation(GUESSING, Severity.MEDIUM, key, List.of(), EVIDENCE))
        != null;
  }

  /** Keys hold what logs say: whoever calls himself an asterisk makes nothing else normal. */
  @Test
  void normalIsOnlyWhatWasJudged() {
    found("F-1", "* 2026-11-20");
    say("F-1", FindingState.FALSE_POSITIVE);
    entries.add(BookEntry.of(AT, "sato", new Normal(GUESSING.id(), "* 2026-11-20", "a reason")));
    assertThat(normal("* 2026-11-20")).isTrue();
    assertThat(normal("tanaka 2026-11-20")).isFalse();
  }

  @Test
  void whatIsOpenedAgainIsNotNormalAnyMore() {
    found("F-1", "tanaka 2026-11-20");
    say("F-1", FindingState.FALSE_POSITIVE);
    entries.add(
        BookEntry.of(AT, "sato", new Normal(GUESSING.id(), "tanaka 2026-11-20", "a reason")));
    found("F-2", "tanaka 2026-11-20");
    say("F-2", FindingState.FIXED);
    assertThat(normal("tanaka 2026-11-20")).isTrue();
    say("F-1", FindingState.OPEN);
    assertThat(normal("tanaka 2026-11-20")).isFalse();
  }
}
