package org.hinomi.collector.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hinomi.collector.alert.AlertSettings;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.collector.record.SampleRetention;
import org.hinomi.core.settings.Section;
import org.hinomi.core.text.Language;

/**
 * What {@code collector.yaml} says. {@code conf/collector.yaml} explains each key to the operator.
 *
 * @param data the folder of the history: journal, hot and sealed records, alerts
 * @param listen where each protocol is received
 * @param console how the console is reached
 * @param tls how the TLS listeners prove who they are and whom they believe
 * @param receive limits of the receivers
 * @param journal limits of the journal
 * @param snmp whose notifications are believed
 * @param samples how long they are kept
 * @param decode what senders do not say themselves
 * @param rules the folder of thresholds and detection rules; none apply when empty
 * @param calendars the folder of calendars; people always work when empty
 * @param detect how rules on events are applied
 * @param alerts how alerts are told, grouped and ranked
 * @param enterprise the OID that our MIB stands under
 * @param language of notifications that choose none
 * @param destinations who is told of alerts
 * @param keep how long what is kept, and what proves it
 * @param drop folders whose files are imported as they come
 * @param review what is done with log reviews without being asked
 */
public record CollectorSettings(
    Path data,
    ListenSettings listen,
    ConsoleSettings console,
    TlsSettings tls,
    ReceiveSettings receive,
    JournalLimits journal,
    SnmpSettings snmp,
    SampleRetention samples,
    DecodeSettings decode,
    Optional<Path> rules,
    Optional<Path> calendars,
    EventRules.Settings detect,
    AlertSettings alerts,
    String enterprise,
    Language language,
    NotifySettings destinations,
    KeepSettings keep,
    List<DropSettings> drop,
    ReviewSettings review) {

  /** The number that IANA keeps for examples: free to use, owned by nobody. */
  private static final String DEFAULT_ENTERPRISE = "1.3.6.1.4.1.32473";

  private static final Duration LONGEST_KEPT = Duration.ofDays(36_500);

  public static CollectorSettings read(Section s) {
    Language language = s.oneOf("language", Language.class).orElse(Language.EN);
    ReceiveSettings receive = ReceiveSettings.read(s.section("receive"));
    JournalLimits journal = JournalLimits.read(s.section("journal"));
    if (receive.messageLimit() > journal.segmentSize() / 2) {
      s.section("receive")
          .problem(
              "message-limit",
              "larger than half a journal segment",
              "at most half of journal.segment-size");
    }
    NotifySettings destinations = NotifySettings.read(s.section("notify"), language);
    Path data = s.ownFolder("data").required();
    ListenSettings listen = ListenSettings.read(s.section("listen"));
    ConsoleSettings.hold(s.section("listen"), listen.console(), data);
    return new CollectorSettings(
        data,
        listen,
        ConsoleSettings.read(s.section("console")),
        TlsSettings.read(s.section("tls")),
        receive,
        journal,
        SnmpSettings.read(s.section("snmp")),
        samples(s.section("samples")),
        DecodeSettings.read(s.section("decode")),
        s.existingFolder("rules").optional(),
        s.existingFolder("calendars").optional(),
        DetectSettings.read(s.section("detect")),
        AlertingSettings.read(s.section("alerts")),
        s.oid("enterprise").orElse(DEFAULT_ENTERPRISE),
        language,
        destinations,
        KeepSettings.read(s, destinations),
        s.sections("drop").stream().map(DropSettings::read).toList(),
        ReviewSettings.read(s.section("review"), destinations));
  }

  private static SampleRetention samples(Section s) {
    SampleRetention usual = SampleRetention.DEFAULT;
    Duration raw = kept(s, "raw", Duration.ofDays(1), usual.raw());
    Duration minutes = kept(s, "minutes", raw, usual.minutes());
    return new SampleRetention(raw, minutes, kept(s, "hours", minutes, usual.hours()));
  }

  /** What is kept finer is kept coarser too; a default gives way to it. */
  private static Duration kept(Section s, String key, Duration least, Duration usual) {
    return s.duration(key, least, LONGEST_KEPT).orElse(usual.compareTo(least) < 0 ? least : usual);
  }
}
