package org.hinomi.collector.receive;

import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Hands the chunks of one connection to the intake, in order; stops reading from the connection
 * while the intake is full. Used on the connection's event loop alone.
 */
public final class Handover {
  /** A chunk until it is taken; that it is held back for others is counted once. */
  private final class Held implements Intake.Commit {
    private final Chunk chunk;
    private final Intake.Commit commit;
    private boolean counted;

    private Held(Chunk chunk, Intake.Commit commit) {
      this.chunk = chunk;
      this.commit = commit;
    }

    @Override
    public void done(long firstPosition, @Nullable Throwable failure) {
      commit.done(firstPosition, failure);
    }

    @Override
    public void heldBack() {
      if (!counted) {
        counted = true;
        counters.heldBack(chunk.sender().getAddress(), chunk.count());
      }
    }

    @Override
    public @Nullable Executor loop() {
      return commit.loop();
    }
  }

  private final Intake intake;
  private final Channel channel;
  private final Counters counters;
  private final Deque<Held> failed = new ArrayDeque<>();
  private final Deque<Held> held = new ArrayDeque<>();
  private boolean waiting;
  private @Nullable Runnable whenEmpty;

  public Handover(Intake intake, Channel channel, Counters counters) {
    this.intake = intake;
    this.channel = channel;
    this.counters = counters;
  }

  /** Takes the chunk: now, or as soon as the intake has room. */
  public void send(Chunk chunk, Intake.Commit commit) {
    held.add(new Held(chunk, commit));
    drain();
  }

  /** Gives a chunk that the journal could not write back to it, before those it has not seen. */
  public void again(Chunk chunk, Intake.Commit commit) {
    failed.add(new Held(chunk, commit));
    drain();
  }

  /** Whether every chunk was taken. */
  public boolean empty() {
    return held.isEmpty() && failed.isEmpty();
  }

  /** Runs once every chunk was taken. */
  public void whenEmpty(Runnable action) {
    if (empty()) {
      action.run();
    } else {
      whenEmpty = action;
    }
  }

  /** Forgets what was not taken; gives how many records that are. */
  public long forget() {
    long records = 0;
    for (Held h : failed) {
      records += h.chunk.count();
    }
    for (Held h : held) {
      records += h.chunk.count();
    }
    failed.clear();
    held.clear();
    return records;
  }

  private void drain() {
    if (waiting) {
      return;
    }
    while (!empty()) {
      Deque<Held> queue = failed.isEmpty() ? held : failed;
      Held first = queue.getFirst();
      if (!intake.offer(first.chunk, first)) {
        waiting = true;
        autoRead(false);
        intake.whenWritable(() -> channel.eventLoop().execute(this::resume));
        return;
      }
      queue.removeFirst();
    }
    autoRead(true);
    Runnable action = whenEmpty;
    if (action != null) {
      whenEmpty = null;
      action.run();
    }
  }

  private void autoRead(boolean on) {
    if (channel.isActive() && channel.config().isAutoRead() != on) {
      channel.config().setAutoRead(on);
    }
  }

  private void resume() {
    waiting = false;
    drain();
  }
}
