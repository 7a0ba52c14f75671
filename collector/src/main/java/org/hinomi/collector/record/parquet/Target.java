package org.hinomi.collector.record.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where a file is written to, as {@link java.nio.channels.FileChannel#write(ByteBuffer, long)}. */
interface Target {
  int write(ByteBuffer bytes, long position) throws IOException;
}
