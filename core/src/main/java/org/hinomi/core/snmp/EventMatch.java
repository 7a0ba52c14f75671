package org.hinomi.core.snmp;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.hinomi.core.event.Identity;
import org.jspecify.annotations.Nullable;

/**
 * A record matched a rule. A text that is not known is empty.
 *
 * @param host the agent's host as it names itself; from a collector the host that the event names
 * @param identity the record that matched; null where no agent made it
 * @param source the name the settings give its source
 * @param ruleLevel the Sigma level: informational, low, medium, high, critical, or empty
 * @param time when the event happened, as its source says, else when it was read
 */
public record EventMatch(
    String host,
    @Nullable Identity identity,
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
