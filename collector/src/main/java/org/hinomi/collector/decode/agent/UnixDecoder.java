package org.hinomi.collector.decode.agent;

import java.net.InetAddress;
import org.hinomi.collector.decode.SourceAddress;
import org.hinomi.core.event.Fields;
import org.hinomi.core.unix.BootEvent;
import org.hinomi.core.unix.LoginEvent;
import org.hinomi.core.unix.LoginText;
import org.hinomi.core.unix.UnixReading;

/** Reads records of wtmp and btmp, and starts that the journal shows. Stateless. */
final class UnixDecoder {

  /**
   * @throws IllegalArgumentException where it is no such record; the message says what is wrong
   */
  Reading login(Original original) {
    return reading(
        LoginText.of(
            LoginEvent.read(
                original.buffer(), original.start(), original.end() - original.start())));
  }

  /**
   * @throws IllegalArgumentException where it is no such record; the message says what is wrong
   */
  Reading boot(Original original) {
    BootEvent boot =
        BootEvent.read(original.buffer(), original.start(), original.end() - original.start());
    Reading reading = reading(boot.reading());
    reading.host = boot.host().isEmpty() ? null : boot.host();
    return reading;
  }

  private static Reading reading(UnixReading read) {
    Reading reading = new Reading(read.message());
    reading.fields.putAll(read.fields());
    reading.timeMicros = read.micros();
    if (read.fields().get(Fields.SOURCE_IP) instanceof String address) {
      reading.fields.put(Fields.SOURCE_IP, SourceAddress.text(InetAddress.ofLiteral(address)));
    }
    return reading;
  }
}
