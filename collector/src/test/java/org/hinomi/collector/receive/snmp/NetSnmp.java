package org.hinomi.collector.receive.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs of Net-SNMP, without MIB modules or settings of the machine, with their engine's state
 * in a folder of the test's.
 */
record NetSnmp(Path state, int port) {

  /** One that runs; what it prints can be read when it has ended. */
  record Running(Process process) {
    int exit() throws InterruptedException {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("no end within 20 s");
      }
      return process.exitValue();
    }

    String output() throws IOException {
      return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
  }

  /** {@code snmptrap -v3} or {@code snmpinform -v3} with a linkDown for interface 7. */
  Running version3(String program, String... user) throws IOException {
    List<String> command = new ArrayList<>(List.of(program, "-v3"));
    command.addAll(List.of(user));
    command.addAll(
        List.of(
            "127.0.0.1:" + port, "77", "1.3.6.1.6.3.1.1.5.3", "1.3.6.1.2.1.2.2.1.1.7", "i", "7"));
    return start(command);
  }

  Running start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("MIBS", "");
    builder.environment().put("SNMPCONFPATH", state.toString());
    builder.environment().put("SNMP_PERSISTENT_DIR", state.toString());
    builder.redirectErrorStream(true);
    try {
      return new Running(builder.start());
    } catch (IOException missing) {
      Assumptions.abort(command.getFirst() + " is missing: apt-get install snmp (" + missing + ")");
      throw missing;
    }
  }
}
