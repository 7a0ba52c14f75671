package org.hinomi.collector.console;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.hinomi.collector.access.Gatekeeper;
import org.hinomi.collector.access.Passwords.BusyException;
import org.hinomi.collector.access.UserBook;
import org.hinomi.collector.audit.AuditLog;
import org.hinomi.core.settings.Secret;

/** Doors of a console without a collector. */
public final class TestDoors {
  private TestDoors() {}

  /**
   * Plain HTTP; the token opens everything, the users are those of the folder, nothing is noted.
   */
  public static Doors of(Path data, Secret token) throws IOException {
    return of(data, token, record -> {});
  }

  static Doors of(Path data, Secret token, AuditLog.Sink sink) throws IOException {
    return of(data, token, sink, Duration.ofMinutes(1));
  }

  static Doors of(Path data, Secret token, AuditLog.Sink sink, Duration patience)
      throws IOException {
    InstantSource clock = InstantSource.system();
    try {
      return new Doors(
          new Gatekeeper(UserBook.folderIn(data), clock, token),
          new AuditLog("logs.example.org", clock, sink),
          patience,
          null);
    } catch (BusyException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
