package org.hinomi.agent.send;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.hinomi.agent.spool.Spool;
import org.hinomi.agent.spool.SpoolEntry;
import org.hinomi.agent.spool.SpoolSettings;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.relp.Failover;
import org.hinomi.core.relp.PlainConnector;
import org.hinomi.core.relp.RelpSettings;
import org.hinomi.core.settings.HostPort;

/**
 * A small agent in a process of its own, for a test to kill: a source of numbered lines that
 * resumes at its position, the spool, the sender. Arguments: state directory, port, number of
 * lines.
 */
final class SendingAgent {

  private SendingAgent() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    int count = Integer.parseInt(args[2]);
    try (Spool spool =
        Spool.open(
            Path.of(args[0]),
            SpoolSettings.ofSize(256 * 1024),
            InstantSource.system(),
            System::nanoTime,
            new SplittableRandom())) {
      Sender sender =
          new Sender(
              spool,
              new Failover(
                  List.of(new HostPort("127.0.0.1", Integer.parseInt(args[1]))),
                  new PlainConnector(RelpSettings.defaults()),
                  System::nanoTime),
              RelpSettings.defaults(),
              Duration.ofMinutes(1),
              "test",
              new SplittableRandom());
      Thread sending =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      sender.run();
                    } catch (IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  });
      int next = Integer.parseInt(spool.positions("numbers").getOrDefault("", "0"));
      for (int i = next; i < count; i++) {
        spool.put(line(i));
      }
      while (spool.status().pending() > 0) {
        Thread.onSpinWait();
      }
      sender.close();
      sending.join();
    }
  }

  private static SpoolEntry line(int number) {
    return new SpoolEntry(
        "numbers",
        "",
        String.valueOf(number + 1),
        AgentFrame.MSGID_EVENT,
        AgentFrame.KIND_LINE,
        InstantSource.system().instant(),
        1,
        5,
        "test",
        null,
        Map.of(),
        ("line " + number).getBytes(UTF_8));
  }
}
