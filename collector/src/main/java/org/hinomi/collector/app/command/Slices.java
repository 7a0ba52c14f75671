package org.hinomi.collector.app.command;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A request's body in large slices, not copied. The client's own publishers copy into slices of 16
 * KiB, each of which costs it a wake-up.
 */
final class Slices implements Flow.Publisher<ByteBuffer> {
  private static final int BYTES = 128 << 10;

  private final byte[] body;
  private final int length;

  /**
   * @param body must not be changed until the request is answered
   * @param length at least 1
   */
  Slices(byte[] body, int length) {
    this.body = body;
    this.length = length;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    subscriber.onSubscribe(new Reading(subscriber));
  }

  /** One reading of the body; the client asks from several threads. */
  private final class Reading implements Flow.Subscription {
    private final Flow.Subscriber<? super ByteBuffer> subscriber;
    private final AtomicLong wanted = new AtomicLong();
    private volatile boolean ended;

    /** Only for whoever gives; handed on by {@link #wanted}. */
    private int position;

    Reading(Flow.Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    /** Gives here, unless a call is giving already, which then gives these too. */
    @Override
    public void request(long count) {
      if (wanted.getAndAdd(Math.min(count, Integer.MAX_VALUE)) > 0) {
        return;
      }
      do {
        next();
      } while (wanted.decrementAndGet() > 0);
    }

    private void next() {
      if (ended) {
        return;
      }
      int n = Math.min(BYTES, length - position);
      ByteBuffer slice = ByteBuffer.wrap(body, position, n).slice();
      position += n;
      ended = position == length;
      boolean last = ended;
      subscriber.onNext(slice);
      if (last) {
        subscriber.onComplete();
      }
    }

    @Override
    public void cancel() {
      ended = true;
    }
  }
}
