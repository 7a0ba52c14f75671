package org.hinomi.agent.watch.login;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import org.hinomi.agent.watch.RecordSink;
import org.hinomi.agent.watch.Source;
import org.hinomi.agent.watch.SourceStatus;
import org.hinomi.agent.watch.StartAt;
import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.agent.watch.file.FileSettings;
import org.hinomi.agent.watch.file.FileSource;
import org.hinomi.agent.watch.file.Waiter;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.unix.LoginEvent;
import org.hinomi.core.unix.LoginHistory;
import org.hinomi.core.unix.UtmpLayout;
import org.hinomi.core.unix.UtmpRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * wtmp or btmp, followed through its rotations as any file is. Each record is sent as JSON, a start
 * with whether a shutdown was written before it. What that takes to know is part of the position
 * ({@code FILE POSITION|ENDING@MICROS}): each start is told once, whatever is restarted, and
 * however the file was rotated.
 */
public final class LoginSource implements Source {
  private static final Logger log = LoggerFactory.getLogger(LoginSource.class);
  private static final char MARK = '|';

  /** More of a file than this is not looked through for sessions that are open. */
  private static final long LOOK_BACK = 32L << 20;

  private static final int HEAD = 64 << 10;

  private final FileSettings settings;
  private final boolean refused;
  private final UtmpLayout layout;
  private final FileSource files;
  private final Path path;
  private final Map<String, LoginHistory> histories = new HashMap<>();

  /**
   * @param refused whether it is btmp: log-ons that failed
   * @param clock tells how long a renamed file has been quiet
   * @param waiter waits between two looks
   */
  public LoginSource(FileSettings settings, boolean refused, InstantSource clock, Waiter waiter) {
    this.settings = settings;
    this.refused = refused;
    this.path = Path.of(settings.file()).toAbsolutePath();
    this.layout = layout(path);
    this.files = new FileSource(settings.ofRecords(layout.length()), clock, waiter);
  }

  /** Of a file with records, that of the file: it may be another machine's. */
  private static UtmpLayout layout(Path path) {
    if (Files.isRegularFile(path)) {
      try (InputStream in = Files.newInputStream(path)) {
        return UtmpLayout.tell(in.readNBytes(HEAD)).orElseGet(UtmpLayout::ofThisMachine);
      } catch (IOException e) {
        log.atDebug().addKeyValue("path", path).log("cannot be read yet: {}", e.toString());
      }
    }
    return UtmpLayout.ofThisMachine();
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public void run(Map<String, String> positions, RecordSink sink) throws InterruptedException {
    Map<String, String> plain = new HashMap<>();
    positions.forEach(
        (stream, token) -> {
          int mark = token.indexOf(MARK);
          plain.put(stream, mark < 0 ? token : token.substring(0, mark));
          LoginHistory history = history(stream);
          history.resume(mark < 0 ? null : token.substring(mark + 1));
          look(history::recall);
        });
    if (positions.isEmpty() && settings.from() == StartAt.END) {
      look(history(path.toString())::next);
    }
    files.run(
        plain,
        record -> {
          if (!isEmpty(record)) {
            sink.put(read(record));
          }
        });
  }

  /** Room that no record was written to. */
  private boolean isEmpty(WatchedRecord record) {
    return record.kind().equals(AgentFrame.KIND_LINE)
        && record.original().length == layout.length()
        && layout.isEmpty(record.original(), 0);
  }

  private LoginHistory history(String stream) {
    return histories.computeIfAbsent(stream, made -> new LoginHistory(refused));
  }

  /** Gives the records that the file has now. */
  private void look(Consumer<UtmpRecord> each) {
    if (!Files.isRegularFile(path)) {
      return;
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      long size = Files.size(path);
      long skip = Math.max(0, size - LOOK_BACK) / layout.length() * layout.length();
      in.skipNBytes(skip);
      byte[] record;
      while ((record = in.readNBytes(layout.length())).length == layout.length()) {
        if (layout.isRecord(record, 0)) {
          each.accept(layout.read(record, 0));
        }
      }
    } catch (IOException e) {
      // The file source meets the same and says so in its state.
      log.atDebug().addKeyValue("path", path).log("cannot be looked through: {}", e.toString());
    }
  }

  private WatchedRecord read(WatchedRecord record) {
    LoginHistory history = history(record.stream());
    byte[] bytes = record.original();
    String kind = record.kind();
    Instant time = record.time();
    Map<String, String> attributes = record.attributes();
    if (kind.equals(AgentFrame.KIND_LINE)) {
      if (bytes.length == layout.length() && layout.isRecord(bytes, 0)) {
        LoginEvent event = history.next(layout.read(bytes, 0));
        kind = AgentFrame.KIND_UTMP;
        time = event.time();
        bytes = event.toJson();
      } else {
        kind = AgentFrame.KIND_AGENT;
        attributes = new HashMap<>(attributes);
        attributes.put(WatchedRecord.REASON, "record-unreadable");
        bytes = unreadable(record.stream(), bytes).getBytes(StandardCharsets.UTF_8);
      }
    }
    String position = record.position();
    return new WatchedRecord(
        record.source(),
        record.stream(),
        kind,
        time,
        record.facility(),
        record.severity(),
        kind.equals(AgentFrame.KIND_AGENT) ? AgentFrame.APP_NAME : record.app(),
        record.procId(),
        bytes,
        attributes,
        position.isEmpty() ? "" : position + MARK + history.token());
  }

  private String unreadable(String stream, byte[] bytes) {
    return stream
        + ": "
        + bytes.length
        + " bytes that are no record of utmp(5) (expected: "
        + layout.length()
        + " with a type, a line and a time): "
        + HexFormat.of().formatHex(bytes);
  }

  @Override
  public SourceStatus status() {
    return files.status();
  }

  @Override
  public void close() {
    files.close();
  }
}
