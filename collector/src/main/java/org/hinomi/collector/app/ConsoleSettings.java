package org.hinomi.collector.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.hinomi.collector.access.UserBook;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Section;
import org.hinomi.core.tls.PeerIdentity;

/**
 * How the console and its API are reached.
 *
 * @param names by which requests may call it, besides the machine's own
 * @param tls whether it speaks TLS
 */
public record ConsoleSettings(List<String> names, Tls tls) {
  /** Whether it speaks TLS. */
  public enum Tls {
    /** Where other machines may come. */
    AUTO,
    ON,
    /** Something before it does. */
    OFF
  }

  public ConsoleSettings {
    names = List.copyOf(names);
  }

  static ConsoleSettings read(Section s) {
    return new ConsoleSettings(
        s.text("names")
            .where(
                PeerIdentity::isName, "a host name: at most 255 printable ASCII characters, no *")
            .list(),
        s.oneOf("tls", Tls.class).orElse(Tls.AUTO));
  }

  /** Others come only where there is somebody who can show who they are. */
  static void hold(Section listen, Optional<HostPort> console, Path data) {
    boolean open = console.isPresent() && !Receivers.loopback(console.get());
    if (open && !users(data)) {
      listen.problem(
          "console",
          console.get().toString(),
          "a loopback address, such as 127.0.0.1:8514, until there is a user: hinomi user add NAME"
              + " --data "
              + data);
    }
  }

  private static boolean users(Path data) {
    try {
      return new UserBook(UserBook.folderIn(data), InstantSource.system()).exist();
    } catch (IOException e) {
      // Whoever checks settings need not be who runs the collector, which says what is wrong.
      return true;
    }
  }

  boolean secure(HostPort listen) {
    return switch (tls) {
      case ON -> true;
      case OFF -> false;
      case AUTO -> !Receivers.loopback(listen);
    };
  }
}
