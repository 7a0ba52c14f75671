package org.hinomi.collector.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hinomi.collector.alert.AlertFixtures.START;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.alert.AlertFixtures;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.alert.AlertStore;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.core.event.Transport;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertDetailTest {
  private static final Question QUESTION =
      new Question(null, null, null, Format.TABLE, ZoneOffset.UTC, Language.EN);

  @TempDir Path folder;
  private AlertReader reader;

  /** More pending alerts than there are first digits. */
  @BeforeEach
  void record() throws Exception {
    List<Decoded> rounds = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      rounds.add(AlertFixtures.round(i, START, "fs01", "/a" + i, 0.95, Transport.RELP));
    }
    try (AlertStore store =
        new AlertStore(
            folder,
            AlertFixtures.disk(),
            List.of(),
            InstantSource.fixed(START),
            new PrometheusRegistry())) {
      store.accept(rounds, 21);
    }
    reader = new AlertReader(folder);
  }

  @Test
  void showsAnAlertThatHasNoStepsYet() throws Exception {
    AlertReader.Alert alert = reader.current().get(7);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new AlertDetail(reader, alert.id(), QUESTION).writeTo(out);
    assertThat(out.toString(UTF_8)).contains(alert.id());
  }

  @Test
  void aBeginningThatSeveralHaveNamesNone() throws Exception {
    List<String> digits =
        reader.current().stream().map(alert -> alert.id().substring(0, 1)).sorted().toList();
    int twice = 1;
    while (!digits.get(twice).equals(digits.get(twice - 1))) {
      twice++;
    }
    String shared = digits.get(twice);
    for (String id : new String[] {shared, "", "nothing"}) {
      assertThatThrownBy(() -> new AlertDetail(reader, id, QUESTION))
          .isInstanceOf(WrongQuestion.class);
    }
  }
}
