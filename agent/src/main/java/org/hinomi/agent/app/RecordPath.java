package org.hinomi.agent.app;

import java.time.InstantSource;
import java.util.List;
import org.hinomi.agent.match.MatchReport;
import org.hinomi.agent.match.Matcher;
import org.hinomi.agent.match.RuleMatch;
import org.hinomi.agent.spool.Spool;
import org.hinomi.agent.spool.SpoolEntry;
import org.hinomi.agent.watch.RecordSink;
import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Identity;
import org.hinomi.core.snmp.EventLogTrap;
import org.hinomi.core.snmp.EventMatch;
import org.hinomi.core.snmp.NotificationQueue;
import org.hinomi.core.snmp.TrapFormat;

/**
 * The way of a watched record: into the spool first, where it gets its identity, then past the
 * rules. A match is queued as a notification that names the record; a slow receiver holds nobody
 * up.
 */
record RecordPath(
    Spool spool, Matcher matcher, NotificationQueue traps, String host, InstantSource clock)
    implements RecordSink {
  private static final int SEVERITY_ERROR = 3;

  @Override
  public void put(WatchedRecord record) throws InterruptedException {
    Identity identity = spool.put(entry(record));
    List<RuleMatch> matches = matcher.match(record);
    if (!matches.isEmpty()) {
      spool.flush(); // a notification names it
    }
    for (RuleMatch match : matches) {
      traps.offer(notification(match.report(), identity));
    }
    if (!matches.isEmpty() && traps.wants(TrapFormat.EVNTWIN)) {
      // It says nothing of the rule: one event is one trap, however many rules it matches.
      traps.offer(eventLogTrap(record, matches.getFirst().report()));
    }
  }

  /**
   * The record as Windows would send it. One that is no event of Windows has the name of its
   * program as source, no code, and the severity of syslog.
   */
  private EventLogTrap eventLogTrap(WatchedRecord record, MatchReport report) {
    if (report.event() != null) {
      return EventLogTrap.of(report.event());
    }
    String program = report.provider() == null ? report.source() : report.provider();
    boolean error = record.severity() <= SEVERITY_ERROR;
    boolean warning = record.severity() == WatchedRecord.SEVERITY_WARNING;
    return new EventLogTrap(
        program.isEmpty() ? report.source() : program,
        error ? 0xC000_0000 : warning ? 0x8000_0000 : 0x4000_0000,
        report.message(),
        EventLogTrap.NOBODY,
        report.host() == null ? host : report.host(),
        error ? 1 : warning ? 2 : 4,
        0,
        List.of());
  }

  private SpoolEntry entry(WatchedRecord record) {
    return new SpoolEntry(
        record.source(),
        record.stream(),
        record.position(),
        record.kind().equals(AgentFrame.KIND_AGENT) ? AgentFrame.MSGID_GAP : AgentFrame.MSGID_EVENT,
        record.kind(),
        record.time() == null ? clock.instant() : record.time(),
        record.facility(),
        record.severity(),
        record.app(),
        record.procId(),
        record.attributes(),
        record.original());
  }

  private EventMatch notification(MatchReport report, Identity identity) {
    return new EventMatch(
        report.host() == null ? host : report.host(),
        identity,
        report.source(),
        report.ruleId(),
        report.title(),
        report.level(),
        report.time() == null ? clock.instant() : report.time(),
        report.code() == null ? "" : report.code(),
        report.provider() == null ? "" : report.provider(),
        report.channel(),
        report.message());
  }
}
