package org.hinomi.collector.record.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.hinomi.collector.record.template.TemplateClusters.Kept;
import org.hinomi.collector.record.template.TemplateClusters.Kind;
import org.junit.jupiter.api.Test;

class TemplateClustersTest {
  private final Templates templates = new Templates(1);
  private TemplateClusters clusters = new TemplateClusters();

  @Test
  void numbersMakeNoKindOfTheirOwn() {
    Kind first = take("sshd", "Accepted password for root from 192.0.2.1 port 22");
    assertThat(first.isNew()).isTrue();
    assertThat(take("sshd", "Accepted password for root from 192.0.2.77 port 4022"))
        .isEqualTo(new Kind(first.number(), false));
    assertThat(take("cron", "Accepted password for root from 192.0.2.1 port 22").number())
        .as("each program has its own")
        .isNotEqualTo(first.number());
  }

  @Test
  void aVerbThatWasNeverSeenIsNews() {
    int number = take("sshd", "session opened for user root").number();
    assertThat(take("sshd", "session closed for user root")).isEqualTo(new Kind(number, true));
    assertThat(take("sshd", "session closed for user root").isNew()).isFalse();
    assertThat(take("sshd", "session opened for user root").isNew()).isFalse();
    assertThat(take("sshd", "session hijacked for user root").isNew()).isTrue();
  }

  @Test
  void namesAreNewsOnlyUntilThePlaceIsKnownToVary() {
    take("sshd", "Failed password for alice from 192.0.2.1 port 22 ssh2");
    int news = 0;
    for (String name : List.of("bob", "carol", "dave", "erin", "frank", "grace", "heidi")) {
      news +=
          take("sshd", "Failed password for " + name + " from 192.0.2.1 port 22 ssh2").isNew()
              ? 1
              : 0;
    }
    assertThat(news).isEqualTo(4);
    assertThat(clusters.size()).isEqualTo(1);
    assertThat(take("sshd", "Failed publickey for bob from 192.0.2.1 port 22 ssh2").isNew())
        .isTrue();
  }

  @Test
  void messagesOfOtherLengthOrFirstWordOrLittleLikenessAreOtherKinds() {
    take("app", "disk full on sda now");
    assertThat(take("app", "disk full on sda").isNew()).isTrue();
    assertThat(take("app", "memory full on sda now").isNew()).isTrue();
    take("app", "disk went away for good");
    assertThat(clusters.size()).isEqualTo(4);
  }

  @Test
  void freeTextIsLeftAloneFromSomeKindsOn() {
    Random random = new Random(1);
    int news = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < 6; word++) {
        for (int at = 0; at < 5; at++) {
          text.append((char) ('g' + random.nextInt(20)));
        }
        text.append(' ');
      }
      news += take("note", text.toString()).isNew() ? 1 : 0;
    }
    assertThat(news).isLessThanOrEqualTo(TemplateClusters.OF_PROGRAM);
    assertThat(clusters.freeTexts()).isEqualTo(1);
    assertThat(clusters.size()).as("the mark alone").isEqualTo(1);
    assertThat(take("note", "anything").number()).isZero();
    restart();
    assertThat(clusters.freeTexts()).isEqualTo(1);
    assertThat(take("note", "anything else").number()).isZero();
  }

  @Test
  void programsAreBounded() {
    for (int i = 0; i < TemplateClusters.PROGRAMS + 10; i++) {
      take("p" + i, "hello there");
    }
    assertThat(clusters.refused()).isEqualTo(10);
    assertThat(clusters.size()).isEqualTo(TemplateClusters.PROGRAMS);
  }

  @Test
  void longWordsAreBoundedToo() {
    String word = "x".repeat(3_000);
    for (int i = 0; i < 8_000; i++) {
      String first = "" + (char) ('g' + i % 20) + (char) ('g' + i / 20 % 20);
      take("p" + (i / 90), first + word + " is " + first);
    }
    assertThat(clusters.refused()).isPositive();
    int held = clusters.size();
    assertThat(held).isBetween(4_000, 6_000);
    take("p0", "session opened for root");
    assertThat(clusters.size()).as("nothing more").isEqualTo(held);
    clusters.forget(101);
    assertThat(take("p0", "session opened for root").isNew()).isTrue();
  }

  /** The same messages give the same kinds, with and without a restart between any two. */
  @Test
  void aRestartChangesNothing() {
    Random random = new Random(3);
    List<String> messages = new ArrayList<>();
    String[] verbs = {"opened", "closed", "failed", "lost", "found", "kept"};
    for (int i = 0; i < 400; i++) {
      messages.add(
          "session "
              + verbs[random.nextInt(6)]
              + " by user"
              + (char) ('a' + random.nextInt(26))
              + " for "
              + verbs[random.nextInt(6)]
              + " in "
              + random.nextInt(100));
      messages.add((char) ('a' + random.nextInt(26)) + "x" + verbs[random.nextInt(6)] + " ok");
    }
    List<Kind> straight = new ArrayList<>();
    messages.forEach(message -> straight.add(take("app", message)));
    clusters = new TemplateClusters();
    TreeMap<Integer, Kept> kept = new TreeMap<>();
    List<Kind> restarted = new ArrayList<>();
    for (String message : messages) {
      restarted.add(take("app", message));
      clusters.changes().kept().forEach(one -> kept.put(one.number(), one));
      clusters = new TemplateClusters();
      kept.values().forEach(clusters::restore);
    }
    assertThat(restarted).isEqualTo(straight);
  }

  @Test
  void whatWasNotSeenForLongIsForgotten() {
    take("app", "disk full", 100);
    take("app", "disk gone away", 100);
    clusters.changes();
    take("app", "disk full", 120);
    clusters.forget(110);
    assertThat(clusters.changes().gone()).hasSize(1);
    assertThat(take("app", "disk full", 121).isNew()).isFalse();
    assertThat(take("app", "disk gone away", 121).isNew()).isTrue();
  }

  private Kind take(String program, String message) {
    return take(program, message, 100);
  }

  private Kind take(String program, String message, int day) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    long id = templates.idOf(bytes, 0, bytes.length);
    return clusters.take(program, id, templates::lastText, day);
  }

  private void restart() {
    List<Kept> kept = new ArrayList<>(clusters.changes().kept());
    kept.sort(Comparator.comparingInt(Kept::number));
    clusters = new TemplateClusters();
    kept.forEach(clusters::restore);
  }
}
