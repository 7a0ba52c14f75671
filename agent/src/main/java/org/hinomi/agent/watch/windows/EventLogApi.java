package org.hinomi.agent.watch.windows;

import java.time.Duration;

/**
 * The calls of wevtapi and kernel32 that reading event logs needs, one method a call. Handles are
 * numbers, 0 is none. For one thread, but {@link #wake}.
 */
interface EventLogApi {

  /** Flags of {@link #subscribe} (EVT_SUBSCRIBE_FLAGS). */
  int START_AT_OLDEST = 2;

  int START_AFTER_BOOKMARK = 3;

  /** Fails where the bookmark's event is gone, instead of beginning elsewhere. */
  int STRICT = 0x10000;

  /** Makes an event object that is set when something may be there to read. It is set at first. */
  long createSignal() throws EventLogException;

  /** Waits until it is set, and clears it; at most so long. */
  void await(long signal, Duration most);

  /** Sets it. Callable from any thread. */
  void wake(long signal);

  void closeSignal(long signal);

  /**
   * EvtSubscribe, pull model.
   *
   * @param query a structured query
   * @param bookmark where to begin, or 0
   */
  long subscribe(long signal, String query, long bookmark, int flags) throws EventLogException;

  /** EvtQuery from the newest event on. */
  long queryNewestFirst(String query) throws EventLogException;

  /** EvtNext: handles of events; none where there are no more items. */
  long[] next(long results, int most) throws EventLogException;

  /** EvtRender of an event: its XML. */
  String eventXml(long event) throws EventLogException;

  /** EvtCreateBookmark, with nothing in it where the XML is empty. */
  long createBookmark(String xml) throws EventLogException;

  /** EvtUpdateBookmark. */
  void updateBookmark(long bookmark, long event) throws EventLogException;

  /** EvtRender of a bookmark. */
  String bookmarkXml(long bookmark) throws EventLogException;

  /** EvtOpenPublisherMetadata in the language of the system. */
  long openPublisher(String provider) throws EventLogException;

  /** EvtFormatMessage: the event's text. */
  String message(long publisher, long event) throws EventLogException;

  /** EvtClose of anything but a signal; 0 is let be. */
  void close(long handle);
}
