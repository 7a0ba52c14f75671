package org.hinomi.collector.decode;

import org.hinomi.collector.journal.RecordView;

/** Turns a journal record into what it says. Never throws for its input. Not thread-safe. */
public interface Decoder {
  Decoded decode(RecordView record);
}
