package org.hinomi.agent.match;

import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.core.sigma.SigmaRule;

/**
 * A record and a rule that it matches.
 *
 * @param report what a notification says of it
 */
public record RuleMatch(WatchedRecord record, SigmaRule rule, MatchReport report) {}
