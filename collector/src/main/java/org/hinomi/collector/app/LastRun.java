package org.hinomi.collector.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hinomi.core.file.AtomicFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How the last run of a collector on a history ended: {@code state/last-run.json}. Read and written
 * while the journal is held, by one program alone.
 *
 * @param stopped when; empty where it did not stop, or nobody knows
 * @param lastRecord when its last record was received, where others may stand behind that; else
 *     empty
 */
record LastRun(End end, Optional<Instant> stopped, Optional<Instant> lastRecord) {
  static final String FILE = "last-run.json";

  private static final Logger LOG = LoggerFactory.getLogger(LastRun.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String RUNNING = "running";
  private static final String STOPPED = "stopped";
  private static final String KILLED = "killed";
  private static final String LAST_RECORD = "last_record";

  /** How it ended. */
  enum End {
    /** There was none. */
    NONE,
    /** It stopped as it was told. */
    CLEAN,
    /** It was killed, or the machine was. */
    UNCLEAN,
    /** The history is older than what is noted of it, or that cannot be read. */
    UNKNOWN;

    /** As records have it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads it.
   *
   * @param state folder of the state of a history
   * @param isNew whether the journal has never had a record
   */
  static LastRun read(Path state, boolean isNew) {
    Path file = state.resolve(FILE);
    if (!Files.exists(file)) {
      return of(isNew ? End.NONE : End.UNKNOWN);
    }
    try {
      JsonNode said = JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));
      if (said.path(RUNNING).asBoolean(false)) {
        return of(End.UNCLEAN);
      }
      if (said.path(KILLED).asBoolean(false)) {
        return new LastRun(End.UNCLEAN, Optional.empty(), time(said, LAST_RECORD));
      }
      return new LastRun(End.CLEAN, time(said, STOPPED), Optional.empty());
    } catch (IOException | JacksonException | DateTimeException e) {
      LOG.atWarn()
          .addKeyValue("file", file)
          .setCause(e)
          .log("How the collector stopped last cannot be read.");
      return of(End.UNKNOWN);
    }
  }

  private static LastRun of(End end) {
    return new LastRun(end, Optional.empty(), Optional.empty());
  }

  private static Optional<Instant> time(JsonNode said, String name) {
    return Optional.of(Instant.parse(said.path(name).asString("")));
  }

  /** Notes that one has begun. */
  static void begin(Path state) {
    write(state, Map.of(RUNNING, true));
  }

  /** Notes that it stopped as it was told. */
  static void end(Path state, Instant at) {
    write(state, Map.of(STOPPED, at.toString()));
  }

  /**
   * Notes of one that was killed what its last record was, before a command writes behind that.
   *
   * @param newest when the newest record of the journal was received
   */
  static void beforeCommand(Path state, Optional<Instant> newest) {
    if (newest.isPresent() && read(state, false).equals(of(End.UNCLEAN))) {
      write(state, Map.of(KILLED, true, LAST_RECORD, newest.get().toString()));
    }
  }

  /** A full disk keeps nobody from starting or stopping; what is not true any more goes then. */
  private static void write(Path state, Map<String, Object> content) {
    try {
      AtomicFile.write(state, FILE, JSON.writeValueAsBytes(content));
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("file", state.resolve(FILE))
          .setCause(e)
          .log("The next start cannot say how the collector stopped.");
      try {
        Files.deleteIfExists(state.resolve(FILE));
      } catch (IOException again) {
        LOG.atWarn().setCause(again).log("The old note of it cannot be deleted either.");
      }
    }
  }
}
