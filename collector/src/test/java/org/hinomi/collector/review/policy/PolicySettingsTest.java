package org.hinomi.collector.review.policy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import org.hinomi.collector.review.Period;
import org.hinomi.core.settings.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicySettingsTest {
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  @TempDir Path folder;

  @Test
  void readsTheShippedPolicy() throws Exception {
    Path shipped = Path.of("").toAbsolutePath();
    while (!Files.exists(shipped.resolve("conf/review/policy.yaml"))) {
      shipped = requireNonNull(shipped.getParent(), "no checkout above");
    }
    Policy policy = PolicySettings.load(shipped.resolve("conf/review/policy.yaml"));
    assertThat(policy.sources()).hasSize(5);
    assertThat(policy.keywords()).containsExactlyElementsOf(PolicySettings.KEYWORDS);
    // Labour Thanksgiving Day.
    assertThat(policy.calendar().on(LocalDate.of(2026, 11, 23))).isEmpty();
    assertThat(policy.calendar().on(LocalDate.of(2026, 11, 24)))
        .containsExactly(new WorkingTime.Span(540, 1080));
    assertThat(policy.sha256()).hasSize(64);
  }

  @Test
  void saysAllThatIsWrongWithItsLine() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("policy.yaml"),
            """
            calendar: {days: [mon, someday], from: "18:00", to: "09:00", holidays: [yesterday]}
            sources:
              - {name: a, hosts: ["*"], logs: ["*"], purpose: p, owner: o, operator: x, reviewer: x}
              - {name: a, hosts: ["*"], logs: ["*"], purpose: p, owner: o, reviewer: y, items: [colour]}
            """);
    SettingsException wrong =
        catchThrowableOfType(SettingsException.class, () -> PolicySettings.load(file));
    assertThat(wrong.problems().stream().map(p -> p.line() + " " + p.key() + " " + p.value()))
        .contains(
            "1 calendar.days someday",
            "1 calendar.to 09:00",
            "1 calendar.holidays yesterday",
            "3 sources[0].reviewer x",
            "4 sources[1].name a",
            "4 sources[1].items[0] colour");
  }

  @Test
  void namesPeriodsAsPeopleDo() {
    for (String text :
        new String[] {"2026-11", "2026-W47", "2026-11-23", "2026-11-03..2026-11-09"}) {
      assertThat(Period.parse(text, TOKYO).text()).isEqualTo(text);
    }
    assertThat(Period.parse("2026-W47", TOKYO).from()).isEqualTo(LocalDate.of(2026, 11, 16));
    assertThat(Period.parse("2026-03", TOKYO).previous().text()).isEqualTo("2026-02");
    assertThat(Rhythm.MONTHLY.last(LocalDate.of(2026, 12, 1), TOKYO).orElseThrow().text())
        .isEqualTo("2026-11");
  }
}
