package org.hinomi.agent.watch.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.hinomi.core.windows.EventXml;
import org.hinomi.core.windows.WindowsEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The binding on the event logs of a real Windows. */
@EnabledOnOs(OS.WINDOWS)
class RealEventLogIT {

  @Test
  void readsRendersAndResumes() throws Exception {
    Wevtapi api = Wevtapi.load(List.of("wevtapi.dll", "kernel32.dll"));
    long signal = api.createSignal();
    String query = ChannelQuery.all("System").xml();
    long subscription = api.subscribe(signal, query, 0, EventLogApi.START_AT_OLDEST);
    long[] events = api.next(subscription, 3);
    assertThat(events).hasSize(3);
    long bookmark = api.createBookmark("");
    api.updateBookmark(bookmark, events[1]);
    long kept = api.createBookmark(api.bookmarkXml(bookmark));
    long resumed =
        api.subscribe(signal, query, kept, EventLogApi.START_AFTER_BOOKMARK | EventLogApi.STRICT);
    WindowsEvent third = EventXml.read(api.eventXml(events[2]));
    assertThat(EventXml.read(api.eventXml(api.next(resumed, 1)[0]))).isEqualTo(third);
    assertThat(third.system().channel()).isEqualTo("System");
    assertThat(third.system().timeCreated()).isNotNull();
    try (Publishers publishers = new Publishers(api)) {
      long newest = api.next(api.queryNewestFirst(query), 1)[0];
      WindowsEvent event = EventXml.read(api.eventXml(newest));
      assertThat(publishers.message(event.system().provider().name(), newest)).isNotBlank();
    }
    assertThatThrownBy(() -> api.subscribe(signal, ChannelQuery.all("No such log").xml(), 0, 2))
        .hasMessage("EvtSubscribe: error " + EventLogException.CHANNEL_NOT_FOUND);
    api.closeSignal(signal);
  }
}
