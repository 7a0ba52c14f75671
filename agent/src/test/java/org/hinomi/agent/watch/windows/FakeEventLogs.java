package org.hinomi.agent.watch.windows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Event logs in memory. */
final class FakeEventLogs implements EventLogApi {
  private static final Pattern PATH = Pattern.compile("Path=\"([^\"]*)\"");
  private static final Pattern ID = Pattern.compile("RecordId='(\\d+)'");

  record Logged(long id, String xml) {}

  private static final class Results {
    final List<Logged> log;
    int at;
    int step = 1;

    Results(List<Logged> log, int at) {
      this.log = log;
      this.at = at;
    }
  }

  private static final class Mark {
    long id;
  }

  final Map<String, List<Logged>> logs = new HashMap<>();
  final Map<Long, Object> open = new HashMap<>();
  final Map<String, Integer> failures = new HashMap<>();
  int mostBatch = Integer.MAX_VALUE;
  private long last;

  void append(String channel, long id, String xml) {
    logs.computeIfAbsent(channel, c -> new ArrayList<>()).add(new Logged(id, xml));
  }

  private long make(Object object) {
    open.put(++last, object);
    return last;
  }

  private void failIfTold(String call) throws EventLogException {
    Integer code = failures.get(call);
    if (code != null) {
      throw new EventLogException(call, code);
    }
  }

  @SuppressWarnings("unchecked") // a test asks for what it made
  private <T> T get(long handle, String call) throws EventLogException {
    Object object = open.get(handle);
    if (object == null) {
      throw new EventLogException(call, EventLogException.INVALID_HANDLE);
    }
    return (T) object;
  }

  private List<Logged> log(String call, String query) throws EventLogException {
    failIfTold(call);
    Matcher path = PATH.matcher(query);
    List<Logged> log = path.find() ? logs.get(path.group(1)) : null;
    if (log == null) {
      throw new EventLogException(call, EventLogException.CHANNEL_NOT_FOUND);
    }
    return log;
  }

  @Override
  public long createSignal() {
    return make("signal");
  }

  @Override
  public void await(long signal, Duration most) {}

  @Override
  public void wake(long signal) {}

  @Override
  public void closeSignal(long signal) {
    open.remove(signal);
  }

  @Override
  public long subscribe(long signal, String query, long bookmark, int flags)
      throws EventLogException {
    List<Logged> log = log("EvtSubscribe", query);
    int at = 0;
    if ((flags & 3) == START_AFTER_BOOKMARK) {
      long id = this.<Mark>get(bookmark, "EvtSubscribe").id;
      while (at < log.size() && log.get(at).id() != id) {
        at++;
      }
      if (at == log.size() && (flags & STRICT) != 0) {
        throw new EventLogException("EvtSubscribe", EventLogException.QUERY_RESULT_STALE);
      }
      at++;
    }
    return make(new Results(log, at));
  }

  @Override
  public long queryNewestFirst(String query) throws EventLogException {
    List<Logged> log = log("EvtQuery", query);
    Results results = new Results(log, log.size() - 1);
    results.step = -1;
    return make(results);
  }

  @Override
  public long[] next(long handle, int most) throws EventLogException {
    failIfTold("EvtNext");
    Results results = get(handle, "EvtNext");
    if (most > mostBatch) {
      throw new EventLogException("EvtNext", EventLogException.RPC_INVALID_BOUND);
    }
    List<Long> events = new ArrayList<>();
    while (events.size() < most && results.at >= 0 && results.at < results.log.size()) {
      events.add(make(results.log.get(results.at)));
      results.at += results.step;
    }
    return events.stream().mapToLong(Long::longValue).toArray();
  }

  @Override
  public String eventXml(long event) throws EventLogException {
    failIfTold("EvtRender");
    return this.<Logged>get(event, "EvtRender").xml();
  }

  @Override
  public long createBookmark(String xml) throws EventLogException {
    Mark mark = new Mark();
    Matcher id = ID.matcher(xml);
    if (!xml.isEmpty() && !id.find()) {
      throw new EventLogException("EvtCreateBookmark", EventLogException.INVALID_DATA);
    }
    mark.id = xml.isEmpty() ? 0 : Long.parseLong(id.group(1));
    return make(mark);
  }

  @Override
  public void updateBookmark(long bookmark, long event) throws EventLogException {
    this.<Mark>get(bookmark, "EvtUpdateBookmark").id =
        this.<Logged>get(event, "EvtUpdateBookmark").id();
  }

  @Override
  public String bookmarkXml(long bookmark) throws EventLogException {
    return "<BookmarkList><Bookmark Channel='x' RecordId='"
        + this.<Mark>get(bookmark, "EvtRender").id
        + "' IsCurrent='true'/></BookmarkList>";
  }

  @Override
  public long openPublisher(String provider) throws EventLogException {
    if (!provider.startsWith("Fake")) {
      throw new EventLogException("EvtOpenPublisherMetadata", 15002);
    }
    return make(provider);
  }

  @Override
  public String message(long publisher, long event) throws EventLogException {
    return "障害 " + this.<Logged>get(event, "EvtFormatMessage").id() + " <&>\u0001";
  }

  @Override
  public void close(long handle) {
    @Nullable Object closed = handle == 0 ? "none" : open.remove(handle);
    if (closed == null) {
      throw new AssertionError("closed twice: " + handle);
    }
  }
}
