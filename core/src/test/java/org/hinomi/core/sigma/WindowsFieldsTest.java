package org.hinomi.core.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import org.hinomi.core.windows.EventXml;
import org.hinomi.core.windows.MalformedEventException;
import org.hinomi.core.windows.WindowsEvent;
import org.junit.jupiter.api.Test;

class WindowsFieldsTest {
  private static final String AUDITED =
      """
      <Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System>
      <Provider Name="Microsoft-Windows-Security-Auditing" Guid="{g}"/><EventID>4688</EventID>
      <Keywords>0x8020000000000000</Keywords><EventRecordID>7</EventRecordID>
      <Channel>Security</Channel><Computer>pc1</Computer></System><EventData>
      <Data Name="SubjectUserName">ann</Data><Data Name="SubjectDomainName">CORP</Data>
      <Data Name="NewProcessName">C:\\a.exe</Data><Data Name="CommandLine"></Data>
      <Data Name="MandatoryLabel">S-1-16-12288</Data><Data>one</Data><Data>two</Data>
      <Data Name="EventID">1</Data></EventData></Event>
      """;

  @Test
  void answersToTheNamesOfTheEvent() throws MalformedEventException {
    WindowsFields fields = new WindowsFields(event(AUDITED));
    assertThat(fields.values("EventID")).containsExactly("4688");
    assertThat(fields.values("Provider_Name"))
        .containsExactly("Microsoft-Windows-Security-Auditing");
    assertThat(fields.values("Keywords")).containsExactly("0x8020000000000000");
    assertThat(fields.values("Data")).containsExactly("one", "two");
    assertThat(fields.values("CommandLine")).containsExactly("");
    assertThat(fields.values("commandline")).isEmpty();
    assertThat(fields.texts()).contains("C:\\a.exe", "two", "4688", "pc1").doesNotContain("");
  }

  @Test
  void answersToSysmonsNamesForAnAuditedProcess() throws MalformedEventException {
    WindowsFields fields = new WindowsFields(event(AUDITED));
    assertThat(fields.values("Image")).containsExactly("C:\\a.exe");
    assertThat(fields.values("User")).containsExactly("CORP\\ann");
    assertThat(fields.values("IntegrityLevel")).containsExactly("High");
    assertThat(fields.values("ParentImage")).isEmpty();
    WindowsFields other = new WindowsFields(event(AUDITED.replace("4688", "4689")));
    assertThat(other.values("Image")).isEmpty();
  }

  @Test
  void answersToNamesOfEcs() throws MalformedEventException {
    WindowsFields fields = new WindowsFields(event(AUDITED));
    assertThat(fields.values("event.code")).containsExactly("4688");
    assertThat(fields.values("winlog.channel")).containsExactly("Security");
    assertThat(fields.values("winlog.event_data.SubjectUserName")).containsExactly("ann");
  }

  private static WindowsEvent event(String xml) throws MalformedEventException {
    return EventXml.read(xml);
  }
}
