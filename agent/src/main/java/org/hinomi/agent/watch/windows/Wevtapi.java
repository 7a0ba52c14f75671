package org.hinomi.agent.watch.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@link EventLogApi} by the JDK's own foreign functions (docs/decisions/0022-wevtapi-by-ffm.md).
 * Signatures are those of winevt.h and synchapi.h; BOOL and DWORD are 32 bits, handles pointers,
 * texts UTF-16.
 */
final class Wevtapi implements EventLogApi {
  private static final int RENDER_EVENT_XML = 1;
  private static final int RENDER_BOOKMARK = 2;
  private static final int FORMAT_MESSAGE_EVENT = 1;
  private static final int QUERY_CHANNEL_PATH = 0x1;
  private static final int QUERY_REVERSE = 0x200;

  /** EvtNext waits no longer than this for the service, in ms. */
  private static final int NEXT_TIMEOUT = 10_000;

  /**
   * Bytes of the largest text that is taken: events hold at most 64 KiB, their texts little more.
   */
  private static final int LARGEST_TEXT = 16 << 20;

  private static final int FIRST_BUFFER = 16 << 10;

  private final Linker linker = Linker.nativeLinker();
  private final SymbolLookup symbols;
  private final StructLayout stateLayout = Linker.Option.captureStateLayout();
  private final VarHandle lastError;
  private final MemorySegment state;
  private final MemorySegment number;
  private final Linker.Option capture;
  private MemorySegment buffer = Arena.ofAuto().allocate(FIRST_BUFFER);
  private MemorySegment handles = Arena.ofAuto().allocate(ADDRESS, 16);

  private final MethodHandle subscribe;
  private final MethodHandle query;
  private final MethodHandle next;
  private final MethodHandle render;
  private final MethodHandle createBookmark;
  private final MethodHandle updateBookmark;
  private final MethodHandle openPublisher;
  private final MethodHandle formatMessage;
  private final MethodHandle close;
  private final MethodHandle createEvent;
  private final MethodHandle setEvent;
  private final MethodHandle wait;
  private final MethodHandle closeHandle;

  private Wevtapi(SymbolLookup symbols) {
    this.symbols = symbols;
    // Elsewhere than on Windows, where only a stand-in can be called, that one sets errno.
    String name = onWindows() ? "GetLastError" : "errno";
    this.capture = Linker.Option.captureCallState(name);
    this.lastError = stateLayout.varHandle(MemoryLayout.PathElement.groupElement(name));
    this.state = Arena.ofAuto().allocate(stateLayout);
    this.number = Arena.ofAuto().allocate(JAVA_LONG);
    subscribe =
        function(
            "EvtSubscribe",
            FunctionDescriptor.of(
                ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
    query =
        function("EvtQuery", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
    next =
        function(
            "EvtNext",
            FunctionDescriptor.of(
                JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    render =
        function(
            "EvtRender",
            FunctionDescriptor.of(
                JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    createBookmark = function("EvtCreateBookmark", FunctionDescriptor.of(ADDRESS, ADDRESS));
    updateBookmark =
        function("EvtUpdateBookmark", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    openPublisher =
        function(
            "EvtOpenPublisherMetadata",
            FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT));
    formatMessage =
        function(
            "EvtFormatMessage",
            FunctionDescriptor.of(
                JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT,
                ADDRESS, ADDRESS));
    close = function("EvtClose", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    createEvent =
        function(
            "CreateEventW", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    setEvent = plain("SetEvent", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    wait = plain("WaitForSingleObject", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    closeHandle = plain("CloseHandle", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  }

  static boolean onWindows() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
  }

  /**
   * @param libraries names or paths; for Windows wevtapi.dll and kernel32.dll
   * @throws IllegalArgumentException where one of them, or a function, is not there
   */
  static Wevtapi load(List<String> libraries) {
    SymbolLookup all = name -> Optional.empty();
    for (String library : libraries) {
      all = all.or(SymbolLookup.libraryLookup(library, Arena.global()));
    }
    return new Wevtapi(all);
  }

  private MethodHandle function(String name, FunctionDescriptor type) {
    return linker.downcallHandle(address(name), type, capture);
  }

  /** One of which nobody asks why it failed. */
  private MethodHandle plain(String name, FunctionDescriptor type) {
    return linker.downcallHandle(address(name), type);
  }

  private MemorySegment address(String name) {
    return symbols
        .find(name)
        .orElseThrow(() -> new IllegalArgumentException(name + ": no such function"));
  }

  @Override
  public long createSignal() throws EventLogException {
    return handle(
        "CreateEventW", () -> (MemorySegment) createEvent.invokeExact(state, NULL, 0, 1, NULL));
  }

  @Override
  public void await(long signal, Duration most) {
    int millis = (int) Math.clamp(most.toMillis(), 0, Integer.MAX_VALUE);
    number(() -> (int) wait.invokeExact(of(signal), millis));
  }

  @Override
  public void wake(long signal) {
    number(() -> (int) setEvent.invokeExact(of(signal)));
  }

  @Override
  public void closeSignal(long signal) {
    number(() -> (int) closeHandle.invokeExact(of(signal)));
  }

  @Override
  public long subscribe(long signal, String text, long bookmark, int flags)
      throws EventLogException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment wide = arena.allocateFrom(text, UTF_16LE);
      return handle(
          "EvtSubscribe",
          () ->
              (MemorySegment)
                  subscribe.invokeExact(
                      state, NULL, of(signal), NULL, wide, of(bookmark), NULL, NULL, flags));
    }
  }

  @Override
  public long queryNewestFirst(String text) throws EventLogException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment wide = arena.allocateFrom(text, UTF_16LE);
      return handle(
          "EvtQuery",
          () ->
              (MemorySegment)
                  query.invokeExact(state, NULL, NULL, wide, QUERY_CHANNEL_PATH | QUERY_REVERSE));
    }
  }

  @Override
  public long[] next(long results, int most) throws EventLogException {
    if (handles.byteSize() < most * ADDRESS.byteSize()) {
      handles = Arena.ofAuto().allocate(ADDRESS, most);
    }
    MemorySegment array = handles;
    int done =
        number(
            () -> (int) next.invokeExact(state, of(results), most, array, NEXT_TIMEOUT, 0, number));
    if (done == 0) {
      if (error() == EventLogException.NO_MORE_ITEMS || error() == EventLogException.TIMEOUT) {
        return new long[0];
      }
      throw new EventLogException("EvtNext", error());
    }
    long[] events = new long[Math.min(most, number.get(JAVA_INT, 0))];
    for (int i = 0; i < events.length; i++) {
      events[i] = array.getAtIndex(ADDRESS, i).address();
    }
    return events;
  }

  @Override
  public String eventXml(long event) throws EventLogException {
    return render(event, RENDER_EVENT_XML);
  }

  @Override
  public String bookmarkXml(long bookmark) throws EventLogException {
    return render(bookmark, RENDER_BOOKMARK);
  }

  private String render(long fragment, int what) throws EventLogException {
    while (true) {
      MemorySegment to = buffer;
      int size = (int) to.byteSize();
      int done =
          number(
              () ->
                  (int)
                      render.invokeExact(
                          state, NULL, of(fragment), what, size, to, number, number.asSlice(4)));
      int used = number.get(JAVA_INT, 0);
      if (done != 0) {
        return text(to, used / Character.BYTES);
      }
      grow("EvtRender", used);
    }
  }

  @Override
  public String message(long publisher, long event) throws EventLogException {
    while (true) {
      MemorySegment to = buffer;
      int size = (int) to.byteSize() / Character.BYTES;
      int done =
          number(
              () ->
                  (int)
                      formatMessage.invokeExact(
                          state,
                          of(publisher),
                          of(event),
                          0,
                          0,
                          NULL,
                          FORMAT_MESSAGE_EVENT,
                          size,
                          to,
                          number));
      int used = number.get(JAVA_INT, 0);
      int error = done != 0 ? 0 : error();
      // In these cases the text is there, with places of inserts left as they are.
      if (done != 0
          || error == EventLogException.UNRESOLVED_VALUE_INSERT
          || error == EventLogException.UNRESOLVED_PARAMETER_INSERT
          || error == EventLogException.MAX_INSERTS_REACHED) {
        return text(to, used);
      }
      grow("EvtFormatMessage", used * Character.BYTES);
    }
  }

  /** A larger buffer where that was what failed. */
  private void grow(String call, int bytes) throws EventLogException {
    int error = error();
    if (error != EventLogException.INSUFFICIENT_BUFFER
        || bytes <= buffer.byteSize()
        || bytes > LARGEST_TEXT) {
      throw new EventLogException(call, error);
    }
    buffer = Arena.ofAuto().allocate(bytes + 256L, Character.BYTES);
  }

  /**
   * @param length characters, the NUL that ends them included or not
   */
  private static String text(MemorySegment from, int length) {
    long most = Math.min((long) length * Character.BYTES, from.byteSize());
    String text = new String(from.asSlice(0, most).toArray(JAVA_BYTE), UTF_16LE);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  @Override
  public long createBookmark(String xml) throws EventLogException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment wide = xml.isEmpty() ? NULL : arena.allocateFrom(xml, UTF_16LE);
      return handle(
          "EvtCreateBookmark", () -> (MemorySegment) createBookmark.invokeExact(state, wide));
    }
  }

  @Override
  public void updateBookmark(long bookmark, long event) throws EventLogException {
    int done = number(() -> (int) updateBookmark.invokeExact(state, of(bookmark), of(event)));
    if (done == 0) {
      throw new EventLogException("EvtUpdateBookmark", error());
    }
  }

  @Override
  public long openPublisher(String provider) throws EventLogException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment wide = arena.allocateFrom(provider, UTF_16LE);
      return handle(
          "EvtOpenPublisherMetadata",
          () -> (MemorySegment) openPublisher.invokeExact(state, NULL, wide, NULL, 0, 0));
    }
  }

  @Override
  public void close(long handle) {
    if (handle != 0) {
      number(() -> (int) close.invokeExact(state, of(handle)));
    }
  }

  private static final MemorySegment NULL = MemorySegment.NULL;

  private static MemorySegment of(long handle) {
    return MemorySegment.ofAddress(handle);
  }

  private int error() {
    return (int) lastError.get(state, 0L);
  }

  private interface Call<T> {
    T run() throws Throwable;
  }

  private long handle(String name, Call<MemorySegment> call) throws EventLogException {
    long handle = invoke(call).address();
    if (handle == 0) {
      throw new EventLogException(name, error());
    }
    return handle;
  }

  private static int number(Call<Integer> call) {
    return invoke(call);
  }

  /** A method handle of a C function throws nothing of its own. */
  private static <T> T invoke(Call<T> call) {
    try {
      return call.run();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a call of C", e);
    }
  }
}
