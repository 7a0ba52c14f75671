package org.hinomi.collector.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.audit.AuditRecord;
import org.hinomi.collector.decode.syslog.SyslogRules;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.junit.jupiter.api.Test;

class AuditDecoderTest {
  private static final AuditRecord SIGNED =
      new AuditRecord(
          Instant.parse("2026-11-28T00:00:00.5Z"),
          "logs",
          "review.sign",
          "hanako",
          "password",
          "192.0.2.7",
          true,
          "",
          Map.of("review", "R-1"));

  private final Decoders decoders =
      new Decoders(
          new SyslogRules(ZoneOffset.UTC, SyslogRules.RFC3164_PRIORITY, List.of()),
          record -> {
            throw new IllegalStateException("no SNMP here");
          },
          new PrometheusRegistry());

  static TestRecord record(Transport transport, byte[] bytes) {
    TestRecord record = TestRecord.of(bytes);
    return new TestRecord(
        record.position(),
        transport,
        record.sender(),
        record.receivedNanos(),
        0,
        0,
        bytes.length,
        null,
        record.buffer(),
        record.offset(),
        record.length());
  }

  private Event decode(Transport transport, byte[] bytes) {
    return (Event) decoders.decode(record(transport, bytes));
  }

  @Test
  void saysWhoDidWhatFromWhereAndHowItWent() {
    Event event = decode(Transport.INTERNAL, SIGNED.bytes());
    assertThat(event.host()).isEqualTo("logs");
    assertThat(event.timeMicros()).isEqualTo(1_795_824_000_500_000L);
    assertThat(event.message())
        .isEqualTo("review.sign: done by hanako (password, from 192.0.2.7); review=R-1");
    assertThat(event.fields())
        .containsEntry(Fields.EVENT_PROVIDER, "hinomi")
        .containsEntry(Fields.EVENT_ACTION, "review.sign")
        .containsEntry(Fields.EVENT_OUTCOME, "success")
        .containsEntry(Fields.USER_NAME, "hanako")
        .containsEntry(Fields.SOURCE_IP, "192.0.2.7")
        .containsEntry(Fields.AUTH_METHOD, "password")
        .containsEntry("hinomi.audit.review", "R-1")
        .containsEntry(Fields.REVIEW_KIND, Review.SECURITY_EVENT)
        .containsEntry(
            Fields.REVIEW_FILLED, List.of("user", "type", "time", "outcome", "origin", "resource"));
  }

  @Test
  void saysWhatWasLostOfWhom() {
    AuditRecord loss =
        AuditRecord.loss(
            Instant.EPOCH, "logs", "192.0.2.7", "intake-full", "datagrams dropped", 34, true);
    Event event = decode(Transport.INTERNAL, loss.bytes());
    assertThat(event.message()).isEqualTo("loss: 34 of 192.0.2.7: datagrams dropped (intake-full)");
    assertThat(event.severity()).isEqualTo(4);
    assertThat(event.fields())
        .containsEntry(Fields.EVENT_CODE, "loss")
        .containsEntry(Fields.EVENT_REASON, "intake-full")
        .containsEntry(Fields.SOURCE_IP, "192.0.2.7")
        .containsEntry("hinomi.audit.sender", "192.0.2.7")
        .containsEntry("hinomi.audit.records", "34")
        .containsEntry(Fields.REVIEW_KIND, Review.FAULT)
        .as("nobody did it")
        .doesNotContainKeys(Fields.EVENT_OUTCOME, Fields.USER_NAME);
    Event ofPort =
        decode(
            Transport.INTERNAL,
            AuditRecord.loss(Instant.EPOCH, "logs", "port 514", "kernel-drop", "", 1, true)
                .bytes());
    assertThat(ofPort.fields()).doesNotContainKey(Fields.SOURCE_IP);
    Event ofIpv6 =
        decode(
            Transport.INTERNAL,
            AuditRecord.loss(
                    Instant.EPOCH, "logs", "2001:db8:0:0:0:0:0:7", "oversize", "", 1, false)
                .bytes());
    assertThat(ofIpv6.fields())
        .as("as events of the sender itself have it")
        .containsEntry(Fields.SOURCE_IP, "2001:db8::7");
  }

  @Test
  void saysWhenTheCollectorTookNothing() {
    AuditRecord pause =
        AuditRecord.pause(
            Instant.EPOCH.plusSeconds(100),
            "logs",
            "disk-full",
            Instant.EPOCH,
            Instant.EPOCH.plusSeconds(90),
            Duration.ofSeconds(60),
            2);
    Event event = decode(Transport.INTERNAL, pause.bytes());
    assertThat(event.message())
        .isEqualTo(
            "collector.pause: nothing was taken in from 1970-01-01T00:00:00Z to"
                + " 1970-01-01T00:01:30Z, 60 s in all (disk-full)");
    assertThat(event.severity()).isEqualTo(4);
    assertThat(event.fields())
        .containsEntry(Fields.EVENT_ACTION, "collector.pause")
        .containsEntry(Fields.EVENT_REASON, "disk-full")
        .containsEntry("hinomi.audit.from", "1970-01-01T00:00:00Z")
        .containsEntry("hinomi.audit.to", "1970-01-01T00:01:30Z")
        .containsEntry("hinomi.audit.seconds", "60")
        .containsEntry("hinomi.audit.pauses", "2")
        .containsEntry(Fields.REVIEW_KIND, Review.FAULT)
        .as("nobody did it")
        .doesNotContainKeys(Fields.EVENT_OUTCOME, Fields.USER_NAME);
  }

  @Test
  void aStartIsOneOfAProcess() {
    AuditRecord start =
        new AuditRecord(
            Instant.EPOCH, "logs", AuditRecord.START, "hinomi", "local", "", true, "", Map.of());
    assertThat(decode(Transport.INTERNAL, start.bytes()).fields())
        .containsEntry(Fields.EVENT_CATEGORY, "process")
        .containsEntry(Fields.EVENT_OUTCOME, "success")
        .containsEntry(
            Fields.REVIEW_FILLED, List.of("user", "type", "time", "outcome", "origin", "resource"));
  }

  @Test
  void nobodyElseWritesOne() {
    for (Transport transport : new Transport[] {Transport.SYSLOG_UDP, Transport.RELP}) {
      assertThat(decode(transport, SIGNED.bytes()).fields())
          .doesNotContainKeys(Fields.EVENT_PROVIDER, Fields.USER_NAME, "hinomi.audit.review");
    }
  }

  @Test
  void whatIsNoneIsKeptAndSaysSo() {
    Event event =
        decode(Transport.INTERNAL, "{\"time\":\"never\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(event.fields()).containsKey(Fields.ERROR_MESSAGE);
    assertThat(event.original().utf8()).hasValue("{\"time\":\"never\"}");
  }

  @Test
  void isBounded() {
    AuditRecord long_ =
        new AuditRecord(
            Instant.EPOCH, "", "a".repeat(5_000), "", "", "", false, "b".repeat(5_000), Map.of());
    assertThat(long_.bytes().length).isLessThan(4_000);
  }
}
