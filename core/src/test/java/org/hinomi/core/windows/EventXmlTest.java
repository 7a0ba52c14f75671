package org.hinomi.core.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.hinomi.core.windows.WindowsEvent.EventSystem;
import org.hinomi.core.windows.WindowsEvent.Provider;
import org.junit.jupiter.api.Test;

class EventXmlTest {
  private static final String LOGON =
      """
      <?xml version="1.0"?>
      <Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>\
      <Provider Name='Microsoft-Windows-Security-Auditing' Guid='{54849625-5478-4994-a5ba-3e3b0328c30d}'\
       EventSourceName="Security"/>
      <EventID Qualifiers='16384'>4624</EventID><Version>2</Version><Level>0</Level>\
      <Task>12544</Task><Opcode>1</Opcode><Keywords>0x8020000000000000</Keywords>\
      <TimeCreated SystemTime='2026-01-02T03:04:05.6789012Z'/><EventRecordID>77</EventRecordID>\
      <Correlation ActivityID='{A}' RelatedActivityID='{B}'/>\
      <Execution ProcessID='600' ThreadID='4294967295'/><Channel>Security</Channel>\
      <Computer>dc1.example.org</Computer><Security UserID='S-1-5-18'/></System>
      <EventData><Data Name='TargetUserName'>a &lt;b&gt; &#x41;&#66;</Data><Data>x<![CDATA[<y>]]></Data>\
      <Data Name='Empty'></Data><Binary>00AB</Binary></EventData>\
      <RenderingInfo Culture='en-US'><Message>An account was logged on.</Message></RenderingInfo></Event>
      """;

  @Test
  void readsEveryFieldOfTheSystemElement() throws MalformedEventException {
    WindowsEvent event = EventXml.read(LOGON.getBytes(StandardCharsets.UTF_8));

    assertThat(event.system())
        .isEqualTo(
            new EventSystem(
                new Provider(
                    "Microsoft-Windows-Security-Auditing",
                    "{54849625-5478-4994-a5ba-3e3b0328c30d}",
                    "Security"),
                4624,
                16384,
                2,
                0,
                12544,
                1,
                0x8020000000000000L,
                Instant.parse("2026-01-02T03:04:05.6789012Z"),
                77L,
                "{A}",
                "{B}",
                600L,
                4294967295L,
                "Security",
                "dc1.example.org",
                "S-1-5-18"));
    assertThat(event.message()).isEqualTo("An account was logged on.");
  }

  @Test
  void keepsTheOrderOfTheData() throws MalformedEventException {
    WindowsEvent event = EventXml.read(LOGON);

    assertThat(event.section()).isEqualTo("EventData");
    assertThat(event.data())
        .containsExactly(
            new EventValue("TargetUserName", "a <b> AB"),
            new EventValue(null, "x<y>"),
            new EventValue("Empty", null),
            new EventValue("Binary", "00AB"));
    assertThat(event.value("TargetUserName")).isEqualTo("a <b> AB");
  }

  @Test
  void namesUserDataByItsPath() throws MalformedEventException {
    WindowsEvent event =
        EventXml.read(
            "<Event><UserData><n:Install xmlns:n='u' version='2'><n:Name>a</n:Name>"
                + "<n:Driver id='7'><n:File>f</n:File></n:Driver></n:Install></UserData></Event>");

    assertThat(event.section()).isEqualTo("UserData");
    assertThat(event.data())
        .containsExactly(
            new EventValue("@version", "2"),
            new EventValue("Name", "a"),
            new EventValue("Driver/@id", "7"),
            new EventValue("Driver/File", "f"));
  }

  @Test
  void whatIsNotThereIsUnknown() throws MalformedEventException {
    EventSystem system =
        EventXml.read("<Event><System><EventID>x</EventID><Level/></System></Event>").system();

    assertThat(system.eventId()).isNull();
    assertThat(system.level()).isNull();
    assertThat(system.timeCreated()).isNull();
  }

  @Test
  void refusesDocumentTypes() {
    assertThatThrownBy(
            () ->
                EventXml.read(
                    "<!DOCTYPE Event [<!ENTITY e SYSTEM 'file:///x'>]><Event>&e;</Event>"))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining("a declaration");
  }

  @Test
  void saysWhatIsNotWellFormedAndWhere() {
    for (String wrong :
        new String[] {
          "",
          "text",
          "<Other/>",
          "<Event>",
          "<Event></System>",
          "<Event><a b=c/></Event>",
          "<Event>&unknown;</Event>",
          "<Event>&#99999999;</Event>",
          "<Event>&</Event>",
          "<Event/><Event/>",
          "<Event a='",
          "<Event><![CDATA[",
          "<Event>" + "<a>".repeat(200),
        }) {
      assertThatThrownBy(() -> EventXml.read(wrong))
          .as(wrong)
          .isInstanceOf(MalformedEventException.class)
          .hasMessageStartingWith("event XML, character ");
    }
  }
}
