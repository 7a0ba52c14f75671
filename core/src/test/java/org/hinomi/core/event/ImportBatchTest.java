package org.hinomi.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ImportBatchTest {
  private static final int LIMIT = 100;

  private final ByteBuffer batch = ByteBuffer.allocate(6000).order(ByteOrder.LITTLE_ENDIAN);

  private void whole(String frame) {
    batch.putInt(frame.length()).put(frame.getBytes(StandardCharsets.US_ASCII));
  }

  private void shared(int shared, String rest) {
    batch.putInt(rest.length() | ImportBatch.SHARED).putShort((short) shared);
    batch.put(rest.getBytes(StandardCharsets.US_ASCII));
  }

  private List<String> frames() {
    List<String> frames = new ArrayList<>();
    ImportBatch walk = new ImportBatch(batch.array(), batch.position(), LIMIT);
    while (walk.next()) {
      frames.add(new String(walk.frame(), StandardCharsets.US_ASCII));
    }
    return frames;
  }

  @Test
  void putsFramesTogetherThatShareTheStartOfTheFirst() {
    whole("<14>1 one");
    shared(6, "two");
    whole("three");
    shared(9, "");
    shared(1, "34>1 four");
    assertThat(frames())
        .containsExactly("<14>1 one", "<14>1 two", "three", "<14>1 one", "<34>1 four");
  }

  @Test
  void refusesLengthsThatDoNotFit() {
    whole("x".repeat(LIMIT));
    assertThat(frames()).hasSize(1);
    batch.clear();
    whole("x".repeat(LIMIT + 1));
    assertThatThrownBy(this::frames).hasMessageContaining("frame of 101 bytes");
    batch.clear();
    batch.putInt(0);
    assertThatThrownBy(this::frames).hasMessageContaining("frame of 0 bytes");
    batch.clear();
    batch.putInt(5).put((byte) 'x');
    assertThatThrownBy(this::frames).hasMessageContaining("with 1 left");
    batch.clear();
    shared(1, "the first shares nothing");
    assertThatThrownBy(this::frames).hasMessageContaining("at most 0");
    batch.clear();
    whole("x".repeat(90));
    shared(90, "y".repeat(11));
    assertThatThrownBy(this::frames).hasMessageContaining("expected: 1..100");
    batch.clear();
    batch.putInt(5000).position(5004);
    batch.putInt(1 | ImportBatch.SHARED).putShort((short) 4097).put((byte) 'x');
    ImportBatch sharesMore = new ImportBatch(batch.array(), batch.position(), 8000);
    assertThat(sharesMore.next()).isTrue();
    assertThatThrownBy(sharesMore::next).hasMessageContaining("at most 4096");
    batch.clear();
    batch.putInt(ImportBatch.SHARED).put((byte) 1);
    assertThatThrownBy(this::frames).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesWhateverElseComes() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      if (bytes.length > 12 && random.nextBoolean()) {
        bytes[0] = (byte) random.nextInt(8);
        bytes[1] = bytes[2] = bytes[3] = 0;
      }
      ImportBatch walk = new ImportBatch(bytes, bytes.length, LIMIT);
      try {
        while (walk.next()) {
          assertThat(walk.frame()).hasSizeBetween(1, LIMIT);
        }
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageStartingWith("batch: frame");
      }
    }
  }
}
