package org.hinomi.collector.app;

import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.hinomi.collector.decode.columns.DeclaredFormat;
import org.hinomi.collector.decode.syslog.SyslogRules;
import org.hinomi.core.settings.Cidr;
import org.hinomi.core.settings.Section;

/**
 * What senders do not say themselves.
 *
 * @param zone of times without one
 * @param senders exceptions by the sender's address; the longest prefix that holds it counts
 * @param formats how texts of some hosts, sources, files or programs are written
 * @param written all of it as it stands in the settings, in YAML
 */
public record DecodeSettings(
    ZoneId zone, List<Sender> senders, List<DeclaredFormat> formats, String written) {

  public DecodeSettings {
    senders = List.copyOf(senders);
    formats = List.copyOf(formats);
  }

  /**
   * @param network the addresses that it speaks of
   * @param zone of their times without one, when not the collector's
   * @param host their name, whatever their messages say
   * @param charset of their messages, when not UTF-8
   */
  public record Sender(
      Cidr network, Optional<ZoneId> zone, Optional<String> host, Optional<Charset> charset) {
    static Sender read(Section s) {
      Sender sender =
          new Sender(
              s.cidr("network").required(),
              s.zone("zone").optional(),
              s.text("host").optional(),
              s.charset("charset").optional());
      if (s.has("network") && !s.has("zone") && !s.has("host") && !s.has("charset")) {
        s.problem("network", sender.network().toString(), "zone, host or charset beside it");
      }
      return sender;
    }
  }

  static DecodeSettings read(Section s) {
    return read(s, ZoneId.systemDefault());
  }

  /**
   * @param zone where none is told
   */
  static DecodeSettings read(Section s, ZoneId zone) {
    return new DecodeSettings(
        s.zone("zone").orElse(zone),
        s.sections("senders").stream().map(Sender::read).toList(),
        s.sections("formats").stream().map(FormatSettings::read).toList(),
        s.written());
  }

  /** The rules by which records are read. */
  SyslogRules rules() {
    return new SyslogRules(
        zone,
        SyslogRules.RFC3164_PRIORITY,
        senders.stream()
            .map(
                sender ->
                    new SyslogRules.Sender(
                        sender.network(),
                        sender.zone().orElse(null),
                        sender.host().orElse(null),
                        true,
                        sender.charset().orElse(null)))
            .toList(),
        formats);
  }
}
