package org.hinomi.collector.decode.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.decode.service.Placeholder.Form;
import org.junit.jupiter.api.Test;

class TemplateIndexTest {
  private static final Placeholder ANY = Placeholder.skip(Form.TEXT);

  private final TemplateIndex index =
      new TemplateIndex(
          List.of(
              template("session opened for ", " by ", ""),
              template("session closed for ", ""),
              template("", ": session closed"),
              template("", ":", " [", "] ", ""),
              template("", " ", ""),
              template("again"),
              template("again")));

  private static Template template(String... literals) {
    List<Placeholder> places = new ArrayList<>();
    for (int i = 1; i < literals.length; i++) {
      places.add(ANY);
    }
    return new Template(List.of(literals), places);
  }

  private List<Integer> look(String text, int from, int end) {
    index.look(text, from, end);
    List<Integer> all = new ArrayList<>();
    for (int i = index.next(0); i >= 0; i = index.next(i + 1)) {
      all.add(i);
    }
    return all;
  }

  @Test
  void findsInTheirOrderWhatATextMayMatch() {
    String text = "session opened for root by cron";

    assertThat(look(text, 0, text.length())).contains(0).isSorted();
    assertThat(look("web: session closed", 0, 19)).contains(2);
    assertThat(look("again", 0, 5)).contains(5, 6);
  }

  @Test
  void aTextThatSaysNothingOfThemFindsOnlyWhatSaysNothing() {
    assertThat(look("something else altogether", 0, 25)).containsExactly(4);
    assertThat(look("", 0, 0)).containsExactly(4);
  }

  @Test
  void whatSaysOnlySignsIsFoundByOne() {
    assertThat(look("1.2.3.4:5 [now] x", 0, 17)).contains(3);
    assertThat(look("1.2.3.4:5 (now) x", 0, 17)).doesNotContain(3);
  }

  @Test
  void looksOnlyAtTheTextBetween() {
    assertThat(look("[session] closed", 0, 16)).contains(3);
    assertThat(look("[session] closed", 1, 8)).doesNotContain(3);
    assertThat(look("say again", 4, 9)).contains(5);
    assertThat(look("say again", 5, 9)).doesNotContain(5);
    assertThat(look("say again", 4, 8)).doesNotContain(3);
  }

  @Test
  void eachOfTheTableIsFoundInATextThatMatchesIt() {
    List<Template> all = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (String word : List.of("alpha", "beta", "gamma", "delta", "日本語です", "ÄÖÜß")) {
      for (String behind : List.of("", " behind", "!")) {
        all.add(template("the " + word + " of ", behind));
        texts.add("the " + word + " of something" + behind);
        all.add(template("", " " + word + " = ", behind));
        texts.add("x " + word + " = 5" + behind);
      }
    }
    TemplateIndex many = new TemplateIndex(all);
    for (int i = 0; i < all.size(); i++) {
      many.look(texts.get(i), 0, texts.get(i).length());
      assertThat(many.next(i)).as(texts.get(i)).isEqualTo(i);
    }
  }
}
