package org.hinomi.agent.watch.windows;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import org.hinomi.agent.watch.RecordSink;
import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.core.event.AgentFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the agent has to say of an event log: records of its own, and lines of its log. */
final class Notices {
  private static final Logger log = LoggerFactory.getLogger(Notices.class);

  private final String source;
  private final String channel;

  Notices(String source, String channel) {
    this.source = source;
    this.channel = channel;
  }

  /**
   * @param position where reading begins
   */
  void started(RecordSink sink, LogPosition position) throws InterruptedException {
    say(
        sink,
        "started",
        channel + " is watched from its end on",
        WatchedRecord.SEVERITY_INFORMATIONAL,
        position.toString());
  }

  void positionLost(RecordSink sink, long last) throws InterruptedException {
    loss(
        sink,
        "position-lost",
        channel
            + " no longer has the record that was read last ("
            + last
            + "): it was cleared or overwritten, and records may be lost unread; reading from the"
            + " oldest that is left");
  }

  /**
   * @param last the number of the record before
   * @param id that of this one, not the next
   */
  void numbersJump(RecordSink sink, long last, long id) throws InterruptedException {
    loss(
        sink,
        "records-missing",
        id > last
            ? "%s: records %d to %d are missing: overwritten before they were read, or damaged"
                .formatted(channel, last + 1, id - 1)
            : ("%s: the numbers of records begin anew at %d after %d: the log was cleared; what was"
                    + " not read by then is lost")
                .formatted(channel, id, last));
  }

  void damaged(RecordSink sink, EventLogException reason) throws InterruptedException {
    loss(
        sink,
        "record-damaged",
        channel + ": a record cannot be read and is left out: " + reason.getMessage());
  }

  void unreadable(RecordSink sink, String reason) throws InterruptedException {
    say(sink, "unreadable", reason, WatchedRecord.SEVERITY_WARNING, "");
  }

  void readable(RecordSink sink) throws InterruptedException {
    say(sink, "readable", channel + " is read again", WatchedRecord.SEVERITY_INFORMATIONAL, "");
  }

  private void loss(RecordSink sink, String word, String text) throws InterruptedException {
    log.atWarn().addKeyValue("source", source).log("Records may be lost: {}", text);
    say(sink, word, text, WatchedRecord.SEVERITY_WARNING, "");
  }

  private void say(RecordSink sink, String word, String text, int severity, String position)
      throws InterruptedException {
    sink.put(
        new WatchedRecord(
            source,
            channel,
            AgentFrame.KIND_AGENT,
            null,
            WatchedRecord.FACILITY_AGENT,
            severity,
            AgentFrame.APP_NAME,
            null,
            text.getBytes(UTF_8),
            Map.of(WatchedRecord.REASON, word),
            position));
  }
}
