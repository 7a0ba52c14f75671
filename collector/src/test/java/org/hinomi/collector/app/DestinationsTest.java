package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.notify.Disabled;
import org.hinomi.collector.notify.Notifier;
import org.hinomi.core.settings.SettingsLoader;
import org.hinomi.core.snmp.SnmpEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestinationsTest {
  @TempDir private Path folder;

  @Test
  void oneThatCannotBeMadeLeavesTheOthers() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("collector.yaml"),
            """
            data: data
            notify:
              mail:
                - {name: bad, server: "127.0.0.1:1", from: h@example.net, to: [o@mail_host]}
                - {name: good, server: "127.0.0.1:1", from: h@example.net, to: [o@example.net]}
            """);
    CollectorSettings settings =
        new SettingsLoader(Map.of()).load(config, List.of(), CollectorSettings::read);
    SnmpEngine engine = SnmpEngine.open(folder, 32_473, new SecureRandom(), System::nanoTime);
    Destinations destinations =
        Destinations.of(settings, "collector", engine, InstantSource.system());
    assertThat(destinations.names()).containsExactly("bad", "good");
    Notifier bad = destinations.notifiers().getFirst();
    assertThat(bad)
        .isInstanceOfSatisfying(Disabled.class, it -> assertThat(it.reason()).startsWith("bad: "));
    assertThat(destinations.notifiers().getLast()).isNotInstanceOf(Disabled.class);
    destinations.close();
  }
}
