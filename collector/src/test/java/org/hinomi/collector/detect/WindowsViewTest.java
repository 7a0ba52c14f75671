package org.hinomi.collector.detect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.core.sigma.FieldView;
import org.hinomi.core.sigma.WindowsFields;
import org.hinomi.core.windows.EventValue;
import org.hinomi.core.windows.EventXml;
import org.hinomi.core.windows.WindowsEvent;
import org.junit.jupiter.api.Test;

class WindowsViewTest {
  private static final Set<String> SYSTEM =
      Set.of(
          "EventID",
          "Channel",
          "Provider_Name",
          "Provider_Guid",
          "EventSourceName",
          "Computer",
          "winlog.computer_name",
          "Level",
          "Version",
          "Task",
          "Opcode",
          "Keywords",
          "EventRecordID",
          "Data");

  private final WindowsView view = new WindowsView(new TimeFields(Calendars.NONE));

  /** Questions that an empty value does not answer are asked of it alone. */
  private void hasAllThatIsNotEmpty(String provider, String data) throws Exception {
    byte[] xml =
        """
        <Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>\
        <Provider %s/><EventID>7</EventID><Version>3</Version><Level>4</Level><Task>1</Task>\
        <Opcode>2</Opcode><Keywords>0x80</Keywords><EventRecordID>9</EventRecordID>\
        <Channel>System</Channel><Computer>web1</Computer></System>\
        <EventData>%s</EventData></Event>"""
            .formatted(provider, data)
            .getBytes(UTF_8);
    WindowsEvent event = EventXml.read(xml);
    Set<String> names = new TreeSet<>(SYSTEM);
    for (EventValue value : event.data()) {
      names.add(value.name() == null ? "Data" : value.name());
    }
    FieldView record = new WindowsFields(event);
    WindowsView quick = view.of(RecordedEventsTest.decoded(xml));
    for (String name : names) {
      assertThat(filled(quick.values(name)))
          .as(name)
          .containsExactlyInAnyOrderElementsOf(filled(record.values(name)));
    }
  }

  private static List<String> filled(List<String> values) {
    List<String> filled = new ArrayList<>(values);
    filled.removeIf(String::isEmpty);
    return filled;
  }

  /** Rules that were made from evntcmd's files name it. */
  @Test
  void knowsTheNameOfAClassicSource() throws Exception {
    hasAllThatIsNotEmpty(
        "Name='Service-New' Guid='{555908d1-a6d7-4695-8e1e-26931d2012f4}' EventSourceName='Service'",
        "<Data Name='a'>b</Data>");
  }

  /** Sysmon tells its own version so. */
  @Test
  void dataMayBeCalledAsTheSystemElement() throws Exception {
    hasAllThatIsNotEmpty(
        "Name='x'",
        "<Data Name='Version'>15.0</Data><Data Name='Level'>High</Data><Data Name='Task'></Data>"
            + "<Data Name='EventID'>8</Data><Data Name='Keywords'>k</Data>");
  }

  @Test
  void aValueBehindManyEmptyOnesIsThere() throws Exception {
    hasAllThatIsNotEmpty(
        "Name='x'", "<Data/>".repeat(60) + "<Data>last</Data><Data Name='parameters'>p</Data>");
  }
}
