package org.hinomi.collector.receive.snmp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.collector.receive.Intake;
import org.jspecify.annotations.Nullable;

/** Keeps what it is offered, and leaves it to the test when and how each sync ends. */
final class FakeIntake implements Intake {

  /** What was offered, with what to call when it is synced. */
  record Offer(Chunk chunk, Commit commit) {
    /** Its records, read as {@link Chunk} describes them. */
    List<Record> records() {
      List<Record> records = new ArrayList<>();
      ByteBuffer in =
          ByteBuffer.wrap(chunk.records(), 0, chunk.length()).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < chunk.count(); i++) {
        byte[] bytes = new byte[in.getInt()];
        int flags = in.get();
        FrameFault fault = (flags & Chunk.FAULT) != 0 ? FrameFault.ofCode(in.get()) : null;
        in.get(bytes);
        records.add(new Record(bytes, fault));
      }
      if (in.hasRemaining()) {
        throw new AssertionError(in.remaining() + " octets after the last record");
      }
      return records;
    }
  }

  record Record(byte[] bytes, @Nullable FrameFault fault) {
    boolean holds(byte[] expected) {
      return Arrays.equals(bytes, expected);
    }
  }

  private final BlockingQueue<Offer> offers = new LinkedBlockingQueue<>();
  volatile boolean full;

  @Override
  public boolean writable() {
    return !full;
  }

  @Override
  public void whenWritable(Runnable resume) {
    resume.run();
  }

  @Override
  public boolean offer(Chunk chunk, Commit whenSynced) {
    return !full && offers.add(new Offer(chunk, whenSynced));
  }

  /** The next offer; fails where none comes within 10 s. */
  Offer next() throws InterruptedException {
    Offer offer = offers.poll(10, TimeUnit.SECONDS);
    if (offer == null) {
      throw new AssertionError("no datagram arrived within 10 s");
    }
    return offer;
  }
}
