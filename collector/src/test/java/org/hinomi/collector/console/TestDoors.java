package org.hinomi.collector.console;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.hinomi.collector.access.Gatekeeper;
import org.hinomi.collector.access.Lockouts;
import org.hinomi.collector.access.UserBook;
import org.hinomi.collector.audit.AuditLog;
import org.hinomi.core.settings.Secret;

/** Doors of a console without a collector. */
public final class TestDoors {
  private TestDoors() {}

  /**
   * Plain HTTP; the token opens everything, the users are those of the folder, nothing is noted.
   */
  public static Doors of(Path data, Secret token) {
    return of(data, token, record -> {});
  }

  static Doors of(Path data, Secret token, AuditLog.Sink sink) {
    return of(data, token, sink, Duration.ofMinutes(1));
  }

  static Doors of(Path data, Secret token, AuditLog.Sink sink, Duration patience) {
    InstantSource clock = InstantSource.system();
    return new Doors(
        new Gatekeeper(UserBook.folderIn(data), clock, token, new Lockouts()),
        new AuditLog("logs.example.org", clock, sink),
        patience,
        null);
  }
}
