package org.hinomi.agent.match;

import java.time.Instant;
import org.hinomi.core.windows.WindowsEvent;
import org.jspecify.annotations.Nullable;

/**
 * What a notification says of a match.
 *
 * @param ruleId the rule's id, else its title
 * @param title the rule's title
 * @param level {@code informational} … {@code critical}; {@code medium} where the rule says none
 * @param time the record's own time; null where only its text has one
 * @param host the host the record names; null where it names none (it is this one then)
 * @param source the name of the source
 * @param code event id; null where the record has none
 * @param provider who wrote it: the program's name; null where unknown
 * @param channel the log it is in: a file's path, {@code journal}
 * @param message the record's text
 * @param event the record where it is an event of Windows; null where it is not
 */
public record MatchReport(
    String ruleId,
    String title,
    String level,
    @Nullable Instant time,
    @Nullable String host,
    String source,
    @Nullable String code,
    @Nullable String provider,
    String channel,
    String message,
    @Nullable WindowsEvent event) {}
