package org.hinomi.core.snmp;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.hinomi.core.event.Identity;

/**
 * An agent's record matched a rule. A text that is not known is empty.
 *
 * @param host the agent's host as it names itself
 * @param identity the record that matched
 * @param source the name the settings give its source
 * @param ruleLevel the Sigma level: informational, low, medium, high, critical, or empty
 * @param time when the event happened, as its source says, else when it was read
 */
public record EventMatch(
    String host,
    Identity identity,
    String source,
    String ruleId,
    String ruleTitle,
    String ruleLevel,
    Instant time,
    String code,
    String provider,
    String channel,
    String message)
    implements HinomiNotification {

  public EventMatch {
    requireNonNull(host, "host");
    requireNonNull(identity, "identity");
    requireNonNull(source, "source");
    requireNonNull(ruleId, "ruleId");
    requireNonNull(ruleTitle, "ruleTitle");
    requireNonNull(ruleLevel, "ruleLevel");
    requireNonNull(time, "time");
    requireNonNull(code, "code");
    requireNonNull(provider, "provider");
    requireNonNull(channel, "channel");
    requireNonNull(message, "message");
  }

  @Override
  public HinomiMib.Notification kind() {
    return HinomiMib.Notification.EVENT_MATCH;
  }
}
