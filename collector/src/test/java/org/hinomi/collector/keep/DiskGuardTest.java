package org.hinomi.collector.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.keep.DiskGuard.Marks;
import org.hinomi.collector.notify.Notice;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.ChunkBuilder;
import org.hinomi.collector.receive.Intake;
import org.hinomi.collector.receive.OpenIntake;
import org.hinomi.collector.receive.Pauses;
import org.hinomi.core.event.Transport;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.Test;

class DiskGuardTest {
  private static final Chunk CHUNK = chunk();

  private final List<Notice> told = new ArrayList<>();
  private int taken;
  private int shortened;
  private long free = 1000;

  private final Pauses pauses = new Pauses(TestHistory.CLOCK, () -> 0);
  private final DiskGate gate = new DiskGate(new OpenIntake((chunk, commit) -> taken++), pauses);

  private final DiskGuard guard =
      new DiskGuard(
          new Marks(800, 400, 80),
          new DiskGuard.Disk() {
            @Override
            public long freeBytes() {
              return free;
            }

            @Override
            public boolean shorten() {
              shortened++;
              return false;
            }
          },
          gate,
          told::add,
          TestHistory.CLOCK);

  @Test
  void warnsShortensRefusesAndLetsInAgain() throws Exception {
    look(1000);
    assertThat(told).isEmpty();
    look(799);
    assertThat(told).hasSize(1);
    look(790);
    look(850); // not an eighth above the mark yet
    look(799);
    assertThat(told).as("told once").hasSize(1);
    assertThat(shortened).isZero();
    look(399);
    assertThat(shortened).isEqualTo(1);
    assertThat(gate.writable()).isTrue();
    look(79);
    assertThat(gate.writable()).isFalse();
    assertThat(gate.offer(CHUNK, Intake.Commit.IGNORED)).isFalse();
    assertThat(taken).isZero();
    List<String> resumed = new ArrayList<>();
    gate.whenWritable(() -> resumed.add("now"));
    look(85);
    assertThat(resumed).as("still too near").isEmpty();
    assertThat(pauses.take()).as("it lasts").isEmpty();
    look(91);
    assertThat(resumed).containsExactly("now");
    assertThat(pauses.take())
        .extracting(Pauses.Pause::reason, Pauses.Pause::count)
        .containsExactly(tuple(Pauses.Reason.DISK_FULL, 1L));
    assertThat(gate.offer(CHUNK, Intake.Commit.IGNORED)).isTrue();
    gate.whenWritable(() -> resumed.add("at once"));
    assertThat(resumed).containsExactly("now", "at once");
    assertThat(told).extracting(Notice::severity).containsExactly(4, 2, 2);
    assertThat(told.getLast().words().subject(Language.JA)).contains("受信");
  }

  private void look(long bytes) throws Exception {
    free = bytes;
    guard.look();
  }

  private static Chunk chunk() {
    ByteBuf bytes = Unpooled.wrappedBuffer(new byte[] {'x'});
    ChunkBuilder builder = new ChunkBuilder();
    builder.add(bytes, 0, 1);
    return builder.build(
        Transport.SYSLOG_TCP, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), 0, 0, 0);
  }
}
