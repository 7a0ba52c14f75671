package org.hinomi.collector.app;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.hinomi.core.settings.Cidr;
import org.hinomi.core.settings.Section;

/**
 * What senders do not say themselves.
 *
 * @param zone of times without one
 * @param senders exceptions by the sender's address; the longest prefix that holds it counts
 */
public record DecodeSettings(ZoneId zone, List<Sender> senders) {

  public DecodeSettings {
    senders = List.copyOf(senders);
  }

  /**
   * @param network the addresses that it speaks of
   * @param zone of their times without one, when not the collector's
   * @param host their name, whatever their messages say
   */
  public record Sender(Cidr network, Optional<ZoneId> zone, Optional<String> host) {
    static Sender read(Section s) {
      Sender sender =
          new Sender(
              s.cidr("network").required(), s.zone("zone").optional(), s.text("host").optional());
      if (s.has("network") && !s.has("zone") && !s.has("host")) {
        s.problem("network", sender.network().toString(), "zone or host beside it");
      }
      return sender;
    }
  }

  static DecodeSettings read(Section s) {
    return new DecodeSettings(
        s.zone("zone").orElse(ZoneId.systemDefault()),
        s.sections("senders").stream().map(Sender::read).toList());
  }
}
