package org.hinomi.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThisMachineTest {
  @TempDir Path dir;

  @Test
  void aNameThatNoResolverKnowsIsItsNameAllTheSame() throws Exception {
    Path kernel = Files.writeString(dir.resolve("hostname"), "web01\n");
    assertThat(ThisMachine.unresolved(kernel, Map.of())).isEqualTo("web01");
    Path none = dir.resolve("none");
    assertThat(ThisMachine.unresolved(none, Map.of("HOSTNAME", "web02"))).isEqualTo("web02");
    assertThat(ThisMachine.unresolved(none, Map.of("COMPUTERNAME", "WEB03"))).isEqualTo("WEB03");
    assertThat(ThisMachine.unresolved(none, Map.of())).isEqualTo("localhost");
  }

  @Test
  void othersAreNotToldTheNameOfALoopbackAddress() throws Exception {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    assertThat(ThisMachine.full("logs", "localhost", loopback)).isEqualTo("logs");
    assertThat(ThisMachine.full("logs", "localhost.localdomain", loopback)).isEqualTo("logs");
    assertThat(ThisMachine.full("logs", "127.0.0.1", loopback)).isEqualTo("logs");
    assertThat(ThisMachine.full("logs", "logs.example.net", InetAddress.getByName("127.0.1.1")))
        .isEqualTo("logs.example.net");
    assertThat(ThisMachine.full("logs", "192.0.2.1", InetAddress.getByName("192.0.2.1")))
        .isEqualTo("192.0.2.1");
    assertThat(ThisMachine.name()).isNotBlank();
    assertThat(ThisMachine.fullName()).isNotBlank();
  }
}
