package org.hinomi.collector.decode.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hinomi.core.snmp.EventLogTrap;
import org.hinomi.core.windows.EventValue;
import org.hinomi.core.windows.WindowsEvent;
import org.hinomi.core.windows.evtx.EvtxFile;
import org.hinomi.core.windows.evtx.EvtxRecord;
import org.jspecify.annotations.Nullable;
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
    List<@Nullable String> real = event.data().stream().map(EventValue::name).toList();
    if (!"EventData".equals(event.section()) || event.system().provider().name() == null) {
      return 0;
    }
    WindowsEvent told = names.name(EventLogTrap.of(event).event());
    List<@Nullable String> named = new ArrayList<>();
    told.data().forEach(value -> named.add(value.name()));
    if (named.stream().allMatch(Objects::isNull)) {
      return 0;
    }
    if (event.system().eventId() == 4648) {
      // Older systems called both identifiers of a logon LogonGuid.
      real = real.stream().map(n -> "TargetLogonGuid".equals(n) ? "LogonGuid" : n).toList();
      named.replaceAll(n -> "TargetLogonGuid".equals(n) ? "LogonGuid" : n);
    }
    for (int i = 0; i < named.size(); i++) {
      if (named.get(i) != null) {
        assertThat(named.get(i)).as("%s", event.system()).isEqualTo(real.get(i));
      }
    }
    return 1;
  }
}
