package org.hinomi.collector.notify;

import java.time.Instant;
import org.hinomi.core.text.Language;

/**
 * Something that is told and is no alert: it is not raised and cleared, and nobody has to act at
 * once.
 *
 * @param id names it, for the mail's Message-ID: letters, digits, dots, dashes
 * @param kind one word in capitals, at most 32 characters (RFC 5424 MSGID)
 * @param severity of the syslog message, 0 (emergency) to 7 (debug)
 * @param line all of it in one line, the same in every language
 * @param words for people
 */
public record Notice(String id, String kind, int severity, Instant at, String line, Words words) {

  /** The kind that says that we are alive, and nothing else. */
  public static final String HEARTBEAT = "HEARTBEAT";

  /** Subject and text of a mail. */
  public interface Words {
    String subject(Language language);

    String body(Language language);
  }
}
