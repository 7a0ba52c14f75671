package org.hinomi.agent.watch.windows;

/** Event XML for tests, as EvtRender gives it. */
final class Events {
  private Events() {}

  static String xml(String provider, String channel, long id) {
    return """
        <Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>\
        <Provider Name='%s'/><EventID Qualifiers='49156'>7</EventID><Version>0</Version>\
        <Level>2</Level><Task>0</Task><Opcode>0</Opcode><Keywords>0x80000000000000</Keywords>\
        <TimeCreated SystemTime='2026-01-02T03:%02d:%02d.123456700Z'/>\
        <EventRecordID>%d</EventRecordID><Correlation/><Execution ProcessID='4' ThreadID='8'/>\
        <Channel>%s</Channel><Computer>FS01.example.net</Computer><Security/></System>\
        <EventData><Data>\\Device\\Harddisk0\\DR0</Data><Binary>0300</Binary></EventData></Event>"""
        .formatted(provider, id / 60 % 60, id % 60, id, channel);
  }
}
