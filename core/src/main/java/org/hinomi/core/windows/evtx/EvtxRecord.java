package org.hinomi.core.windows.evtx;

import java.time.Instant;
import java.util.List;
import org.hinomi.core.windows.WindowsEvent;

/** One record of an EVTX file. It keeps its chunk (64 KiB) and is used by one thread at a time. */
public final class EvtxRecord {
  private final long recordId;
  private final Instant written;
  private final long offset;
  private final WindowsEvent event;
  private final EvtxChunk chunk;
  private final List<Node> content;

  EvtxRecord(
      long recordId,
      Instant written,
      long offset,
      WindowsEvent event,
      EvtxChunk chunk,
      List<Node> content) {
    this.recordId = recordId;
    this.written = written;
    this.offset = offset;
    this.event = event;
    this.chunk = chunk;
    this.content = content;
  }

  /** The number of the record in its log, in the record's own header. */
  public long recordId() {
    return recordId;
  }

  /** When the log took it, which may be later than the event's own time; exact to 100 ns. */
  public Instant written() {
    return written;
  }

  /** In bytes from the start of the file. */
  public long offset() {
    return offset;
  }

  /** The event. */
  public WindowsEvent event() {
    return event;
  }

  /** The event as XML text as Windows renders it, in one line; made anew at each call. */
  public String xml() {
    return chunk.xml(content);
  }
}
