package org.hinomi.collector.alert;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hinomi.collector.alert.AlertFixtures.START;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.collector.detect.MailLists;
import org.hinomi.collector.detect.ThresholdSet;
import org.hinomi.core.event.Identity;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sigma.SigmaReader;
import org.jspecify.annotations.Nullable;

/** Events, rules and a store for tests of alerts that events raise. */
final class EventAlertFixture {
  static final String RULES =
      """
      title: Backup Failed
      id: backup
      level: high
      logsource: {product: linux, service: backup}
      detection: {s: {message|contains: failed}, condition: s}
      fields: [volume]
      ---
      title: Failed Logon
      id: logon
      level: medium
      logsource: {product: linux, service: sshd}
      detection: {s: {message|startswith: Failed}, condition: s}
      ---
      title: Many Failed Logons
      id: many
      level: critical
      correlation: {type: event_count, rules: [logon], group-by: [source.ip], timespan: 1m, condition: {gte: 3}}
      """;

  private final Path folder;
  private final FakeClock clock;

  EventAlertFixture(Path folder, FakeClock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** The same event, come another way. */
  static Event by(Transport transport, @Nullable Identity identity, Event event) {
    return new Event(
        event.position(),
        transport,
        event.sourceAddress(),
        event.receivedMicros(),
        event.timeMicros(),
        event.host(),
        event.facility(),
        event.severity(),
        event.app(),
        event.pid(),
        event.message(),
        event.original(),
        identity,
        event.fields());
  }

  static void take(AlertStore store, Event event) throws IOException {
    store.accept(List.of(event), event.position() + 1);
  }

  static Event failed(long position, long second, String address) {
    Event event = event(position, second, "sshd", "Failed password for root");
    event.fields().put("source.ip", address);
    return event;
  }

  static Event event(long position, long second, String app, String message) {
    return event(position, second, "db01", app, message);
  }

  static Event event(long position, long second, String host, String app, String message) {
    long micros = Micros.of(START.plusSeconds(second));
    return new Event(
        position,
        Transport.SYSLOG_TCP,
        "192.0.2.9",
        micros,
        micros,
        host,
        3,
        6,
        app,
        null,
        message,
        RawMessage.wrap(message.getBytes(StandardCharsets.UTF_8)),
        null,
        new HashMap<>());
  }

  static Transition.Match of(Transition.@Nullable Match match) {
    return requireNonNull(match);
  }

  void copyTo(Path target) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  AlertStore open(String rules) throws IOException {
    return open(folder, rules);
  }

  AlertStore open(Path state, String text) throws IOException {
    SigmaReader.Reading reading = new SigmaReader().read("r.yml", text);
    assertThat(reading.problems()).isEmpty();
    EventRules rules =
        new EventRules(reading.rules(), reading.soundCorrelations(), EventRules.Settings.DEFAULT)
            .listening(List.of())
            .with(
                MailLists.of(
                    Map.of(
                        "OwnMailDomains", List.of("*@example.co.jp"),
                        "PrivateMailboxes", List.of("*@gmail.com"))));
    return new AlertStore(
        state,
        new ThresholdSet(List.of()),
        rules,
        List.of("mail"),
        clock,
        new PrometheusRegistry());
  }

  AlertReader reader() {
    return new AlertReader(folder);
  }
}
