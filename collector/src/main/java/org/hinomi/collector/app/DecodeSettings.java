package org.hinomi.collector.app;

import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.hinomi.collector.decode.columns.DeclaredFormat;
import org.hinomi.core.settings.Cidr;
import org.hinomi.core.settings.Section;

/**
 * What senders do not say themselves.
 *
 * @param zone of times without one
 * @param senders exceptions by the sender's address; the longest prefix that holds it counts
 * @param formats how texts of some hosts, sources, files or programs are written
 */
public record DecodeSettings(ZoneId zone, List<Sender> senders, List<DeclaredFormat> formats) {

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
    return new DecodeSettings(
        s.zone("zone").orElse(ZoneId.systemDefault()),
        s.sections("senders").stream().map(Sender::read).toList(),
        s.sections("formats").stream().map(FormatSettings::read).toList());
  }
}
