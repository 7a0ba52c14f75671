package org.hinomi.collector.decode.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hinomi.core.snmp.EventLogTrap;
import org.hinomi.core.windows.EventValue;
import org.hinomi.core.windows.WindowsEvent;
import org.hinomi.core.windows.evtx.EvtxFile;
import org.hinomi.core.windows.evtx.EvtxRecord;
import org.junit.jupiter.api.Test;

class InsertNamesTest {
  private final InsertNames names = InsertNames.load();

  /** The trap of each real event gives its values the names that they have in the event. */
  @Test
  void areThoseOfRealEvents() throws Exception {
    Path folder = Path.of("../../shared/data/evtx"); // beside the checkout
    assumeTrue(Files.isDirectory(folder), "no ../shared/data/evtx");
    int compared = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.evtx")) {
      for (Path file : files) {
        try (InputStream in = Files.newInputStream(file);
            EvtxFile log = EvtxFile.of(in, damage -> {})) {
          for (EvtxRecord record = log.next(); record != null; record = log.next()) {
            compared += compare(record.event());
          }
        }
      }
    }
    assertThat(compared).isGreaterThan(500);
  }

  private int compare(WindowsEvent event) {
    if (!"EventData".equals(event.section()) || event.system().provider().name() == null) {
      return 0;
    }
    WindowsEvent told = names.name(EventLogTrap.of(event).event());
    int named = 0;
    for (int i = 0; i < told.data().size(); i++) {
      String name = told.data().get(i).name();
      if (name != null) {
        named = 1;
        assertThat(sameName(name, event.data().get(i))).as("%s %s", name, event.system()).isTrue();
      }
    }
    return named;
  }

  /** Older systems called both identifiers of an explicit logon (4648) LogonGuid. */
  private static boolean sameName(String name, EventValue real) {
    return name.equals(real.name())
        || name.equals("TargetLogonGuid") && "LogonGuid".equals(real.name());
  }
}
