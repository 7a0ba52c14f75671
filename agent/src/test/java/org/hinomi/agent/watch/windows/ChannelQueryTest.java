package org.hinomi.agent.watch.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.hinomi.agent.watch.windows.ChannelQuery.Events;
import org.junit.jupiter.api.Test;

class ChannelQueryTest {

  @Test
  void asksForAll() {
    assertThat(ChannelQuery.all("System").xml())
        .isEqualTo(
            "<QueryList><Query Id=\"0\" Path=\"System\"><Select Path=\"System\">*</Select>"
                + "</Query></QueryList>");
  }

  @Test
  void namesAndQueriesStandInXml() {
    assertThat(new ChannelQuery("A&B", "*[System[Level<3]]", List.of()).xml())
        .contains("<Select Path=\"A&amp;B\">*[System[Level&lt;3]]</Select>");
    assertThat(new ChannelQuery("A", "", List.of(new Events("It's", List.of()))).xml())
        .contains("*[System[Provider[@Name=&quot;It's&quot;]]]");
  }

  @Test
  void manyIdsAreSeveralSelections() {
    List<Long> ids = LongStream.rangeClosed(1, 33).boxed().toList();
    ChannelQuery query =
        new ChannelQuery(
            "System", "", List.of(new Events("disk", ids), new Events("", List.of(7L))));
    assertThat(query.xml().split("<Select ")).hasSize(1 + 3 + 1);
    assertThat(query.xml())
        .contains("*[System[Provider[@Name='disk'] and (EventID=33)]]")
        .contains("*[System[(EventID=7)]]");
    assertThat(query.isContiguous()).isFalse();
  }
}
