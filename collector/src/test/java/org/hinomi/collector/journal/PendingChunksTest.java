package org.hinomi.collector.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.Intake;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PendingChunksTest {
  private static final InetSocketAddress FLOOD = JournalFixture.sender(new byte[] {10, 0, 0, 1}, 1);
  private static final InetSocketAddress OTHER = JournalFixture.sender(new byte[] {10, 0, 0, 2}, 1);

  private final PendingChunks pending = new PendingChunks(1_000);
  private final List<String> heldBack = new ArrayList<>();

  private boolean offer(InetSocketAddress sender) {
    Chunk like = JournalFixture.chunk("a");
    Chunk chunk =
        new Chunk(like.transport(), sender, 0, 0, 0, like.count(), like.records(), like.length());
    return pending.offer(
        new PendingChunks.Pending(
            chunk,
            50,
            new Intake.Commit() {
              @Override
              public void done(long firstPosition, @Nullable Throwable failure) {}

              @Override
              public void heldBack() {
                heldBack.add(sender.getAddress().getHostAddress());
              }
            }),
        true);
  }

  @Test
  void whoIsHeldBackForOthersIsToldAndTheOthersGoOn() {
    while (offer(FLOOD)) {
      // until it has its share
    }
    assertThat(heldBack).as("it is alone").isEmpty();
    assertThat(offer(OTHER)).isTrue();
    assertThat(heldBack).isEmpty();
    assertThat(offer(FLOOD)).isFalse();
    assertThat(heldBack).containsExactly("10.0.0.1");
    assertThat(offer(OTHER)).isTrue();
  }

  @Test
  void nobodyIsHeldBackWhereAllMustWait() {
    pending.refuse(true);
    assertThat(offer(FLOOD)).isFalse();
    assertThat(heldBack).isEmpty();
  }
}
