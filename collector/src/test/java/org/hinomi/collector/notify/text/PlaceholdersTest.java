package org.hinomi.collector.notify.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {
  private static final Set<String> NAMES = Set.of("state", "title");

  @Test
  void putsValuesInAndMapsThem() {
    Placeholders text =
        Placeholders.of("{{title}}: {{ state|firing=trigger, resolved=resolve,*=other }}!");
    assertThat(text.fill(Map.of("title", "a {{state}} b", "state", "firing")))
        .isEqualTo("a {{state}} b: trigger!");
    assertThat(text.fill(Map.of("state", "odd"))).isEqualTo(": other!");
  }

  @Test
  void findsWhatCannotBeFilled() {
    assertThat(Placeholders.mistake("{{title}} and { }} {", NAMES)).isEmpty();
    assertThat(Placeholders.mistake("{{titel}}", NAMES).orElseThrow().expected())
        .isEqualTo("one of " + String.join(", ", NAMES));
    assertThat(Placeholders.mistake("{{title", NAMES).orElseThrow().place()).isEqualTo("{{");
    assertThat(Placeholders.mistake("{{title|a}}", NAMES)).isPresent();
    assertThat(Placeholders.mistake("{{}}", NAMES)).isPresent();
  }
}
