package org.hinomi.collector.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlicesTest {

  /** Asks for one at a time, from within onNext or from another thread. */
  private static final class Taker implements Flow.Subscriber<ByteBuffer> {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private final boolean elsewhere;
    private Flow.@Nullable Subscription subscription;

    Taker(boolean elsewhere) {
      this.elsewhere = elsewhere;
    }

    @Override
    public void onSubscribe(Flow.Subscription to) {
      subscription = to;
      ask(to);
    }

    private void ask(Flow.Subscription of) {
      if (elsewhere) {
        Thread.ofVirtual().start(() -> of.request(1));
      } else {
        of.request(1);
      }
    }

    @Override
    public void onNext(ByteBuffer slice) {
      byte[] bytes = new byte[slice.remaining()];
      slice.get(bytes);
      taken.writeBytes(bytes);
      Flow.Subscription of = subscription;
      if (of != null) {
        ask(of);
      }
    }

    @Override
    public void onError(Throwable problem) {
      result.completeExceptionally(problem);
    }

    @Override
    public void onComplete() {
      result.complete(taken.toByteArray());
    }
  }

  @ParameterizedTest
  @CsvSource({"1,false", "1,true", "131072,false", "131073,true", "3000000,false", "3000000,true"})
  void givesTheWholeBody(int length, boolean elsewhere) throws Exception {
    byte[] body = new byte[length + 7];
    new Random(length).nextBytes(body);
    Taker taker = new Taker(elsewhere);
    new Slices(body, length).subscribe(taker);

    assertThat(taker.result.get(30, TimeUnit.SECONDS)).isEqualTo(Arrays.copyOf(body, length));
  }
}
