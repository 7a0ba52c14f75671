package org.hinomi.agent.watch.windows;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hinomi.agent.watch.SourceStatus.State;
import org.hinomi.agent.watch.StartAt;
import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.windows.EventXml;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The binding and all above it, on a stand-in for wevtapi that is written in C. */
@Timeout(60)
class WevtapiIT {
  @TempDir static Path folder;
  private static SymbolLookup library = name -> java.util.Optional.empty();
  private static String path = "";

  private final BlockingQueue<WatchedRecord> taken = new LinkedBlockingQueue<>();

  @BeforeAll
  static void build() throws Exception {
    Assumptions.assumeFalse(Wevtapi.onWindows(), "the stand-in is for other systems than Windows");
    Path source = folder.resolve("wevtapi.c");
    Path built = folder.resolve("libwevtapi.so");
    try (InputStream in = WevtapiIT.class.getResourceAsStream("/wevtapi/wevtapi.c")) {
      Files.write(source, java.util.Objects.requireNonNull(in).readAllBytes());
    }
    Process gcc;
    try {
      gcc =
          new ProcessBuilder(
                  "gcc",
                  "-shared",
                  "-fPIC",
                  "-O1",
                  "-o",
                  built.toString(),
                  source.toString(),
                  "-lpthread")
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      Assumptions.abort("gcc is missing: apt-get install gcc libc6-dev");
      throw e;
    }
    String said = new String(gcc.getInputStream().readAllBytes(), UTF_8);
    assertThat(gcc.waitFor()).as(said).isZero();
    path = built.toString();
    library = SymbolLookup.libraryLookup(built, Arena.global());
  }

  @BeforeEach
  void reset() {
    fake("fake_reset");
  }

  @Test
  void readsABatchAndThenNoMore() throws Exception {
    fake("fake_channel", "System");
    for (long id = 1; id <= 10; id++) {
      append("System", id);
    }
    Wevtapi api = api();
    long signal = api.createSignal();
    String query = ChannelQuery.all("System").xml();
    long subscription = api.subscribe(signal, query, 0, EventLogApi.START_AT_OLDEST);
    long bookmark = api.createBookmark("");
    long[] events = api.next(subscription, 7);
    assertThat(events).hasSize(7).doesNotContain(0);
    assertThat(api.eventXml(events[6])).isEqualTo(Events.xml("Fake障害", "System", 7));
    api.updateBookmark(bookmark, events[6]);
    String kept = api.bookmarkXml(bookmark);
    assertThat(kept).contains("RecordId='7'");
    assertThat(api.next(subscription, 7)).hasSize(3);
    assertThat(api.next(subscription, 7)).isEmpty();
    long again = api.createBookmark(kept);
    long resumed =
        api.subscribe(signal, query, again, EventLogApi.START_AFTER_BOOKMARK | EventLogApi.STRICT);
    long[] rest = api.next(resumed, 100);
    assertThat(api.eventXml(rest[0])).contains("<EventRecordID>8<");
    long newest = api.queryNewestFirst(query);
    assertThat(api.eventXml(api.next(newest, 1)[0])).contains("<EventRecordID>10<");
    api.closeSignal(signal);
  }

  @Test
  void takesALargerBufferWhereOneIsTooSmall() throws Exception {
    fake("fake_channel", "System");
    String large = Events.xml("Fake障害", "System", 20_000).replace("0300", "00FF".repeat(30_000));
    appendXml("System", 20_000, large);
    append("System", 29);
    append("System", 13);
    Wevtapi api = api();
    long signal = api.createSignal();
    long subscription =
        api.subscribe(signal, ChannelQuery.all("System").xml(), 0, EventLogApi.START_AT_OLDEST);
    long[] events = api.next(subscription, 10);
    assertThat(api.eventXml(events[0])).isEqualTo(large);
    long publisher = api.openPublisher("Fake障害");
    assertThat(api.message(publisher, events[0])).isEqualTo("障害&".repeat(20_000));
    assertThat(api.message(publisher, events[1])).isEqualTo("障害&"); // 15029, and yet there
    assertThatThrownBy(() -> api.message(publisher, events[2]))
        .isInstanceOf(EventLogException.class)
        .hasMessage("EvtFormatMessage: error 15027");
    assertThatThrownBy(() -> api.openPublisher("Other"))
        .hasMessage("EvtOpenPublisherMetadata: error 15002");
    api.closeSignal(signal);
  }

  @Test
  void errorsHaveTheirNumbers() throws Exception {
    fake("fake_channel", "System");
    append("System", 1);
    Wevtapi api = api();
    long signal = api.createSignal();
    String query = ChannelQuery.all("System").xml();
    long gone =
        api.createBookmark(
            "<BookmarkList><Bookmark Channel='System' RecordId='9' IsCurrent='true'/>"
                + "</BookmarkList>");
    assertThatThrownBy(
            () ->
                api.subscribe(
                    signal, query, gone, EventLogApi.START_AFTER_BOOKMARK | EventLogApi.STRICT))
        .hasMessage("EvtSubscribe: error 15011");
    assertThatThrownBy(() -> api.subscribe(signal, ChannelQuery.all("None").xml(), 0, 2))
        .hasMessage("EvtSubscribe: error 15007");
    long subscription = api.subscribe(signal, query, 0, EventLogApi.START_AT_OLDEST);
    fake("fake_batch", 3);
    assertThatThrownBy(() -> api.next(subscription, 4)).hasMessage("EvtNext: error 1734");
    fake("fake_fail", "EvtNext", 15011, 1);
    assertThatThrownBy(() -> api.next(subscription, 1)).hasMessage("EvtNext: error 15011");
    fake("fake_service", 0);
    assertThatThrownBy(() -> api.next(subscription, 1)).hasMessage("EvtNext: error 1722");
    fake("fake_service", 1);
    assertThatThrownBy(() -> api.next(subscription, 1)).hasMessage("EvtNext: error 6");
    api.closeSignal(signal);
  }

  @Test
  void followsLogsThroughARestartOfTheServiceAndGivesAllHandlesBack() throws Exception {
    fake("fake_channel", "System");
    fake("fake_channel", "Application");
    append("System", 1);
    append("Application", 1);
    WindowsSource source = source("System", "Application");
    Thread thread = start(source, Map.of());
    assertThat(List.of(next(), next())).containsExactlyInAnyOrder("System 1", "Application 1");
    append("System", 2);
    assertThat(next()).isEqualTo("System 2");
    append("Application", 5);
    assertThat(next()).isEqualTo("records-missing");
    assertThat(next()).isEqualTo("Application 5");

    fake("fake_service", 0);
    append("System", 3); // wakes it
    assertThat(List.of(next(), next())).containsOnly("unreadable");
    assertThat(source.status().state()).isEqualTo(State.FAILED);
    assertThat(source.status().reason().toString())
        .contains("System: the service Windows Event Log does not answer")
        .contains("; Application:");
    fake("fake_service", 1);
    assertThat(List.of(next(), next(), next()))
        .containsExactlyInAnyOrder("readable", "readable", "System 3");
    source.close();
    assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    assertThat(fake("fake_open_handles")).isZero();
    assertThat(source.status().state()).isEqualTo(State.STOPPED);
  }

  @Test
  void goesOnWhereItWasAndTellsWhatIsLost() throws Exception {
    fake("fake_channel", "System");
    for (long id = 1; id <= 300; id++) {
      append("System", id);
    }
    fake("fake_batch", 20);
    WindowsSource source = source("System");
    Thread thread = start(source, Map.of());
    for (long id = 1; id <= 299; id++) {
      assertThat(next()).isEqualTo("System " + id);
    }
    WatchedRecord last = taken.poll(10, TimeUnit.SECONDS);
    assertThat(last).isNotNull();
    source.close();
    thread.join();
    append("System", 301);
    WindowsSource second = source("System");
    thread = start(second, Map.of("System", last.position()));
    assertThat(next()).isEqualTo("System 301");
    second.close();
    thread.join();
    fake("fake_drop", "System", 301);
    append("System", 400);
    WindowsSource third = source("System");
    thread = start(third, Map.of("System", last.position()));
    assertThat(next()).isEqualTo("position-lost");
    assertThat(next()).isEqualTo("System 400");
    third.close();
    thread.join();
    assertThat(fake("fake_open_handles")).isZero();
  }

  @Test
  void withoutTheLibraryItSaysSoAndWaits() throws Exception {
    WindowsSource source =
        new WindowsSource(
            new WindowsSettings("s", List.of(ChannelQuery.all("System")), StartAt.START),
            System::nanoTime);
    Thread thread = start(source, Map.of());
    source.close();
    assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    assertThat(taken).isEmpty();
  }

  private static WindowsSource source(String... channels) {
    return new WindowsSource(
        new WindowsSettings(
            "s", List.of(channels).stream().map(ChannelQuery::all).toList(), StartAt.START),
        WevtapiIT::api,
        System::nanoTime);
  }

  private Thread start(WindowsSource source, Map<String, String> positions) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                source.run(positions, taken::add);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /** What came: the log and the record's number, or the word of what the agent says. */
  private String next() throws Exception {
    WatchedRecord record = taken.poll(10, TimeUnit.SECONDS);
    assertThat(record).isNotNull();
    return record.kind().equals(AgentFrame.KIND_AGENT)
        ? record.attributes().getOrDefault(WatchedRecord.REASON, "")
        : record.stream() + " " + EventXml.read(record.original()).system().eventRecordId();
  }

  private static Wevtapi api() {
    return Wevtapi.load(List.of(path));
  }

  private static void append(String channel, long id) {
    appendXml(channel, id, Events.xml("Fake障害", channel, id));
  }

  private static void appendXml(String channel, long id, String xml) {
    try (Arena arena = Arena.ofConfined()) {
      fake("fake_append", channel, id, arena.allocateFrom(xml, UTF_16LE));
    }
  }

  /** Calls a function of the stand-in; texts are char *. */
  private static int fake(String name, Object... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemoryLayout[] types = new MemoryLayout[arguments.length];
      Object[] values = new Object[arguments.length];
      for (int i = 0; i < arguments.length; i++) {
        values[i] = arguments[i] instanceof String text ? arena.allocateFrom(text) : arguments[i];
        types[i] =
            values[i] instanceof MemorySegment
                ? ValueLayout.ADDRESS
                : values[i] instanceof Long ? ValueLayout.JAVA_LONG : ValueLayout.JAVA_INT;
      }
      return (int)
          Linker.nativeLinker()
              .downcallHandle(
                  library.find(name).orElseThrow(),
                  FunctionDescriptor.of(ValueLayout.JAVA_INT, types))
              .invokeWithArguments(values);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
