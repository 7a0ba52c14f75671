package org.hinomi.agent.match;

import org.hinomi.agent.watch.RecordSink;
import org.hinomi.agent.watch.WatchedRecord;

/** Hands every record on first, and only then looks for rules: a match never holds up the spool. */
public final class MatchingSink implements RecordSink {
  private final Matcher matcher;
  private final RecordSink next;
  private final MatchListener listener;

  public MatchingSink(Matcher matcher, RecordSink next, MatchListener listener) {
    this.matcher = matcher;
    this.next = next;
    this.listener = listener;
  }

  @Override
  public void put(WatchedRecord record) throws InterruptedException {
    next.put(record);
    for (RuleMatch match : matcher.match(record)) {
      listener.matched(match);
    }
  }
}
