package org.hinomi.collector.notify;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;

/** The notice that says that we are alive. */
public final class Heartbeats {
  private static final int INFORMATIONAL = 6;

  private Heartbeats() {}

  /**
   * @param hostName of this machine
   */
  public static Notice of(String hostName, Instant now) {
    Instant at = now.truncatedTo(ChronoUnit.MILLIS);
    return new Notice(
        "heartbeat." + at.toEpochMilli(),
        Notice.HEARTBEAT,
        INFORMATIONAL,
        at,
        text(Language.EN, hostName),
        new Notice.Words() {
          @Override
          public String subject(Language language) {
            return text(language, hostName);
          }

          @Override
          public String body(Language language) {
            return text(language, hostName) + "\n";
          }
        });
  }

  private static String text(Language language, String hostName) {
    return Messages.of(Heartbeats.class, language).get("heartbeat", Subject.oneLine(hostName));
  }
}
