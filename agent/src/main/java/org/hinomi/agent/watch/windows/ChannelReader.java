package org.hinomi.agent.watch.windows;

import java.time.Duration;
import org.hinomi.agent.watch.RecordSink;
import org.hinomi.agent.watch.SourceStatus.State;
import org.hinomi.agent.watch.StartAt;
import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.core.windows.EventXml;
import org.hinomi.core.windows.MalformedEventException;
import org.hinomi.core.windows.WindowsEvent;
import org.hinomi.core.windows.WindowsEvent.EventSystem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event log: subscribes strictly after the last record's bookmark, hands on what comes, and
 * subscribes again when the service or the log goes away. A loss that it notices is a record of its
 * own. For one thread; {@link #standing} and the counters for any.
 */
final class ChannelReader {
  private static final Logger log = LoggerFactory.getLogger(ChannelReader.class);

  static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final int BATCH = 128;

  /** Then the other logs have their turn. */
  private static final int BATCHES = 16;

  private final EventLogApi api;
  private final ChannelQuery query;
  private final WindowsSettings settings;
  private final EventRecord form;
  private final Publishers publishers;
  private final Notices notices;

  private LogPosition position;
  private boolean toEnd;
  private long subscription;
  private long bookmark;
  private int batch = BATCH;

  /** The log begins elsewhere than where reading ended, which was told. */
  private boolean anew;

  private Duration pause = FIRST_PAUSE;
  private long retryAt;
  private boolean failing;

  private volatile Standing standing = new Standing(State.NEW, "");
  private volatile long records;
  private volatile long cutRecords;
  private volatile long cutBytes;
  private volatile long gaps;

  /** Both in one field: who asks must not see the one without the other. */
  record Standing(State state, String reason) {}

  /**
   * @param kept the position that was acknowledged last; null where the log was never read
   */
  ChannelReader(
      EventLogApi api, WindowsSettings settings, ChannelQuery query, @Nullable String kept) {
    this.api = api;
    this.query = query;
    this.settings = settings;
    this.form = new EventRecord(settings.name(), query.channel(), settings.recordLimit());
    this.publishers = new Publishers(api);
    this.notices = new Notices(settings.name(), query.channel());
    this.position = kept == null ? LogPosition.START : LogPosition.of(kept);
    this.toEnd = kept == null && settings.from() == StartAt.END;
  }

  /**
   * Reads what there is, but not so much that other logs wait for long.
   *
   * @param now in nanoseconds, of a clock that only goes forward
   * @return nanoseconds until it wants its turn again; {@link Long#MAX_VALUE} where the signal
   *     tells
   */
  long poll(long signal, long now, RecordSink sink) throws InterruptedException {
    if (subscription == 0 && failing && now - retryAt < 0) {
      return retryAt - now;
    }
    try {
      if (subscription == 0) {
        open(signal, sink);
      }
      boolean more = drain(signal, sink);
      recovered(sink);
      return more ? 0 : Long.MAX_VALUE;
    } catch (EventLogException e) {
      close();
      fail(e, now, sink);
      return retryAt - now;
    }
  }

  private void open(long signal, RecordSink sink) throws EventLogException, InterruptedException {
    if (toEnd) {
      skipToEnd(sink);
      toEnd = false;
    }
    if (position.bookmark().isEmpty()) {
      bookmark = api.createBookmark("");
      subscription = api.subscribe(signal, query.xml(), 0, EventLogApi.START_AT_OLDEST);
      return;
    }
    try {
      bookmark = api.createBookmark(position.bookmark());
      subscription =
          api.subscribe(
              signal, query.xml(), bookmark, EventLogApi.START_AFTER_BOOKMARK | EventLogApi.STRICT);
    } catch (EventLogException e) {
      if (!e.positionLost()) {
        throw e;
      }
      api.close(bookmark);
      bookmark = api.createBookmark("");
      // What is left of the log is read from its start; what was read of it is known and left out.
      subscription = api.subscribe(signal, query.xml(), 0, EventLogApi.START_AT_OLDEST);
      if (!anew) {
        anew = true; // until a record has come, for which it is the same loss
        gaps++;
        notices.positionLost(sink, position.recordId());
      }
    }
  }

  /** At the first start ever with {@code from: end}: the newest record is where it begins. */
  private void skipToEnd(RecordSink sink) throws EventLogException, InterruptedException {
    long results = api.queryNewestFirst(query.xml());
    long mark = 0;
    try {
      for (long event : api.next(results, 1)) {
        try {
          mark = api.createBookmark("");
          api.updateBookmark(mark, event);
          EventSystem system = system(api.eventXml(event));
          position = after(system, api.bookmarkXml(mark));
        } finally {
          api.close(event);
        }
      }
    } finally {
      api.close(mark);
      api.close(results);
    }
    notices.started(sink, position);
  }

  /** True where there may be more. */
  private boolean drain(long signal, RecordSink sink)
      throws EventLogException, InterruptedException {
    for (int turn = 0; turn < BATCHES; turn++) {
      long[] events;
      try {
        events = api.next(subscription, batch);
      } catch (EventLogException e) {
        if (e.code() != EventLogException.RPC_INVALID_BOUND || batch == 1) {
          throw e;
        }
        // The batch was too large for one answer of the service, and the subscription is spoilt.
        batch = batch / 2;
        close();
        open(signal, sink);
        continue;
      }
      if (events.length == 0) {
        return false;
      }
      int next = 0;
      try {
        for (; next < events.length; next++) {
          take(events[next], sink);
          api.close(events[next]);
        }
      } finally {
        for (; next < events.length; next++) {
          api.close(events[next]);
        }
      }
    }
    return true;
  }

  private void take(long event, RecordSink sink) throws EventLogException, InterruptedException {
    String xml;
    try {
      xml = api.eventXml(event);
    } catch (EventLogException e) {
      if (e.isOfService()) {
        throw e;
      }
      // It would be the same each time: the log goes on without it.
      api.updateBookmark(bookmark, event);
      position = after(null, api.bookmarkXml(bookmark));
      gaps++;
      notices.damaged(sink, e);
      return;
    }
    api.updateBookmark(bookmark, event);
    WindowsEvent read = event(xml);
    EventSystem system = read == null ? null : read.system();
    LogPosition after = after(system, api.bookmarkXml(bookmark));
    Long id = system == null ? null : system.eventRecordId();
    if (anew && system != null && id != null && position.covers(id, system.timeCreated())) {
      return;
    }
    if (id != null && query.isContiguous()) {
      watchNumbers(id, sink);
    }
    anew = false;
    String message =
        read != null && read.message() == null
            ? publishers.message(read.system().provider().name(), event)
            : null;
    WatchedRecord record = form.of(xml, system, message, after);
    sink.put(record);
    position = after;
    records++;
    String cut = record.attributes().get(WatchedRecord.CUT);
    if (cut != null) {
      cutRecords++;
      cutBytes += Long.parseLong(cut);
    }
  }

  /** Numbers of records follow one another until a log is cleared. */
  private void watchNumbers(long id, RecordSink sink) throws InterruptedException {
    long last = position.recordId();
    if (last == 0 || anew || id == last + 1) {
      return;
    }
    gaps++;
    notices.numbersJump(sink, last, id);
  }

  private LogPosition after(@Nullable EventSystem system, String mark) {
    Long id = system == null ? null : system.eventRecordId();
    long last = position.recordId();
    return new LogPosition(
        // One that cannot be read has a number too, the next.
        id == null || id < 0 ? last == 0 ? 0 : last + 1 : id,
        system == null ? position.time() : system.timeCreated(),
        mark);
  }

  private static @Nullable EventSystem system(String xml) {
    WindowsEvent event = event(xml);
    return event == null ? null : event.system();
  }

  /** Null where it is not understood: it is recorded as it is, with the reason, elsewhere. */
  private static @Nullable WindowsEvent event(String xml) {
    try {
      return EventXml.read(xml);
    } catch (MalformedEventException e) {
      return null;
    }
  }

  private void recovered(RecordSink sink) throws InterruptedException {
    standing = new Standing(State.READING, "");
    pause = FIRST_PAUSE;
    if (failing) {
      failing = false;
      notices.readable(sink);
    }
  }

  private void fail(EventLogException e, long now, RecordSink sink) throws InterruptedException {
    String reason = e.explained(query.channel());
    boolean waits = e.code() == EventLogException.CHANNEL_NOT_FOUND;
    standing = new Standing(waits ? State.WAITING : State.FAILED, reason);
    retryAt = now + pause.toNanos();
    log.atWarn()
        .addKeyValue("source", settings.name())
        .addKeyValue("retryAfter", pause)
        .log("An event log cannot be read: {}", reason);
    Duration longer = pause.multipliedBy(2);
    pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    if (!failing) {
      failing = true;
      notices.unreadable(sink, reason);
    }
  }

  /** Gives all handles back; it can go on. */
  void close() {
    api.close(subscription);
    api.close(bookmark);
    subscription = 0;
    bookmark = 0;
    publishers.close();
  }

  Standing standing() {
    return standing;
  }

  long records() {
    return records;
  }

  long cutRecords() {
    return cutRecords;
  }

  long cutBytes() {
    return cutBytes;
  }

  long gaps() {
    return gaps;
  }
}
