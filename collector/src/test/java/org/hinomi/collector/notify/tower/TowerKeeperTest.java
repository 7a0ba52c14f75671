package org.hinomi.collector.notify.tower;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hinomi.collector.alert.AlertFixtures;
import org.hinomi.collector.alert.AlertStore;
import org.hinomi.collector.alert.FakeClock;
import org.hinomi.collector.alert.Transition.Severity;
import org.hinomi.collector.notify.ChannelWatch;
import org.hinomi.core.settings.HostPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TowerKeeperTest {
  @TempDir private Path folder;
  private final FakeClock clock = new FakeClock(AlertFixtures.START);
  private final List<String> shown = new ArrayList<>();
  private Optional<Severity> worst = Optional.empty();
  private boolean broken;
  private boolean impossible;

  @Test
  void showsTheWorstAndGoesOutWhenAllIsWell() throws Exception {
    try (AlertStore store =
            new AlertStore(
                folder, AlertFixtures.disk(), List.of("siem"), clock, new PrometheusRegistry());
        TowerKeeper keeper = keeper(store)) {
      keeper.step();
      worst = Optional.of(Severity.WARNING);
      keeper.step();
      keeper.step();
      worst = Optional.of(Severity.CRITICAL);
      keeper.step();
      worst = Optional.empty();
      keeper.step();
      assertThat(shown).containsExactly("000000", "010000", "200001", "000000");
      clock.advance(Duration.ofSeconds(61));
      keeper.step();
      assertThat(shown).as("told again, in case somebody pulled the plug").hasSize(5);
    }
  }

  @Test
  void aTowerThatFailsIsAnAlertOnTheOthers() throws Exception {
    try (AlertStore store =
            new AlertStore(
                folder, AlertFixtures.disk(), List.of("siem"), clock, new PrometheusRegistry());
        TowerKeeper keeper = keeper(store)) {
      broken = true;
      for (int i = 0; i < 3; i++) {
        keeper.step();
        clock.advance(Duration.ofMinutes(1));
      }
      assertThat(keeper.failure().orElseThrow().reason()).isEqualTo("tower:10000: no route");
      assertThat(store.outbox().depth("siem")).isEqualTo(1);
      broken = false;
      keeper.step();
      assertThat(keeper.failure()).isEmpty();
      assertThat(store.outbox().depth("siem")).as("and its end").isEqualTo(2);
    }
  }

  @Test
  void anAddressThatNobodyTakesIsAFailureToo() throws Exception {
    try (AlertStore store =
            new AlertStore(
                folder, AlertFixtures.disk(), List.of("siem"), clock, new PrometheusRegistry());
        TowerKeeper keeper = keeper(store)) {
      impossible = true;
      keeper.step();
      assertThat(keeper.failure().orElseThrow().reason()).endsWith("unsupported URI");
    }
  }

  @Test
  void aChannelThatTheSettingsNoLongerHaveIsOver() throws Exception {
    try (AlertStore store =
        new AlertStore(
            folder, AlertFixtures.disk(), List.of("siem"), clock, new PrometheusRegistry())) {
      new ChannelWatch(store.grouping(), "collector")
          .failed("old", "no route", 3, clock.instant(), clock.instant());
      clock.advance(Duration.ofMinutes(1));
      ChannelWatch later = new ChannelWatch(store.grouping(), "collector");
      later.keepOnly(Set.of("old"), clock.instant());
      assertThat(store.outbox().depth("siem")).isEqualTo(1);
      later.keepOnly(Set.of("siem"), clock.instant());
      assertThat(store.outbox().depth("siem")).as("and its end").isEqualTo(2);
      assertThat(store.grouping().groups()).isEmpty();
    }
  }

  private TowerKeeper keeper(AlertStore store) throws IOException {
    return new TowerKeeper(
        new TowerSettings(
            "floor",
            TowerSettings.Protocol.PNS,
            new HostPort("tower", 10_000),
            TowerSettings.Series.NH,
            null,
            "hinomi",
            new Lamp("200001"),
            new Lamp("010000"),
            new Lamp("000000"),
            Duration.ofSeconds(1)),
        lamp -> {
          if (broken) {
            throw new IOException("no route");
          }
          if (impossible) {
            throw new IllegalArgumentException("unsupported URI");
          }
          shown.add(lamp.digits());
        },
        () -> worst,
        new ChannelWatch(store.grouping(), "collector"),
        clock);
  }
}
