package org.hinomi.collector.app.command;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

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
   */
  Slices(byte[] body, int length) {
    this.body = body;
    this.length = length;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    subscriber.onSubscribe(new Reading(subscriber));
  }

  /** One reading of the body. The client asks from one thread at a time. */
  private final class Reading implements Flow.Subscription {
    private final Flow.Subscriber<? super ByteBuffer> subscriber;
    private int position;
    private long wanted;
    private boolean giving;
    private boolean ended;

    Reading(Flow.Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    /** May be called from within {@code onNext}. */
    @Override
    public void request(long count) {
      wanted += count;
      if (giving) {
        return;
      }
      giving = true;
      while (wanted > 0 && position < length && !ended) {
        int n = Math.min(BYTES, length - position);
        ByteBuffer slice = ByteBuffer.wrap(body, position, n).slice();
        position += n;
        wanted--;
        subscriber.onNext(slice);
      }
      giving = false;
      if (position == length && !ended) {
        ended = true;
        subscriber.onComplete();
      }
    }

    @Override
    public void cancel() {
      ended = true;
    }
  }
}
