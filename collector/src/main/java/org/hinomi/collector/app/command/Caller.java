package org.hinomi.collector.app.command;

import java.io.OutputStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;

/**
 * Who types the command, and from where.
 *
 * @param environment its variables
 * @param language of what it reads
 * @param zone of times without one
 */
public record Caller(
    Map<String, String> environment,
    Language language,
    InstantSource clock,
    ZoneId zone,
    OutputStream out,
    OutputStream err) {

  /** The same, whose answer goes elsewhere. */
  Caller to(OutputStream elsewhere) {
    return new Caller(environment, language, clock, zone, elsewhere, err);
  }

  /** The sentences of the commands. */
  Messages texts() {
    return Messages.of(Caller.class, language);
  }
}
