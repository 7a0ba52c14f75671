package org.hinomi.collector.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelDropsTest {
  @TempDir Path procNet;

  @Test
  void sumsTheLastColumnOfOurPortOverBothTables() throws Exception {
    String head =
        "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n";
    Files.writeString(
        procNet.resolve("udp"),
        head
            + " 4423: 0100007F:158A 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 3811 2 0000000000000000 17\n"
            + " 4424: 0100007F:158B 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 3812 2 0000000000000000 99\n");
    Files.writeString(
        procNet.resolve("udp6"),
        head
            + " 4423: 00000000000000000000000000000000:158A 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 3813 2 0000000000000000 4\n");
    assertThat(new KernelDrops(procNet, 5514).get()).hasValue(21);
    assertThat(new KernelDrops(procNet, 5516).get()).isEmpty();
    assertThat(new KernelDrops(procNet.resolve("absent"), 5514).get()).isEmpty();
  }
}
