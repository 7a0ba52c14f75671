package org.hinomi.collector.decode.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.Set;
import org.hinomi.core.event.Fields;
import org.junit.jupiter.api.Test;

class ServiceTableTest {

  @Test
  void fillsOnlyDocumentedFields() throws Exception {
    Set<String> known = new HashSet<>();
    for (Field field : Fields.class.getDeclaredFields()) {
      known.add((String) field.get(null));
    }

    assertThat(ServiceTable.load().fields()).isNotEmpty().allMatch(known::contains);
  }

  @Test
  void namesTheLineThatIsWrong() {
    assertThatThrownBy(() -> ServiceTable.parse("program a\nevent fault none b\n  x {nothing}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("services.txt:3")
        .hasMessageContaining("nothing");
    assertThatThrownBy(() -> ServiceTable.parse("program a\nevent bad none b"))
        .hasMessageContaining("services.txt:2");
    assertThatThrownBy(() -> ServiceTable.parse("program a\nevent fault none b\n  {_}{*}"))
        .hasMessageContaining("two places");
  }

  @Test
  void writesOutAlternativesAlsoInsideOfOthers() {
    ServiceReader reader =
        java.util.Objects.requireNonNull(
            ServiceTable.parse("program p\nevent fault none b\n  a«| b«1|2»» c\\{").reader("p"));

    ServiceFields out = new ServiceFields();
    for (String text : new String[] {"a c{", "a b1 c{", "a b2 c{"}) {
      assertThat(reader.read(text, 0, out)).as(text).isTrue();
    }
    assertThat(reader.read("a b3 c{", 0, out)).isFalse();
  }
}
