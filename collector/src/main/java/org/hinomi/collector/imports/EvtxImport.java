package org.hinomi.collector.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.windows.WindowsEvent.EventSystem;
import org.hinomi.core.windows.evtx.Damage;
import org.hinomi.core.windows.evtx.EvtxFile;
import org.hinomi.core.windows.evtx.EvtxRecord;
import org.hinomi.core.windows.evtx.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Sends the records of event logs. Each has its name from its own words, so that one reading is
 * enough and every export gives the same (docs/decisions/0017-identity-of-windows-records.md). Not
 * thread-safe.
 */
final class EvtxImport {
  private static final long HOUR_MILLIS = 3_600_000;

  private final ImportOptions options;
  private final Target target;
  private final Progress progress;
  private final Ledger ledger;
  private final Map<String, String> agents = new HashMap<>();
  private Ledger.@Nullable Part lastPart;
  private String lastAgent = "";

  /**
   * What became of a file.
   *
   * @param damaged whether some of it could not be read
   */
  record Result(long added, long held, boolean damaged) {}

  EvtxImport(ImportOptions options, Target target, Progress progress, Ledger ledger) {
    this.options = options;
    this.target = target;
    this.progress = progress;
    this.ledger = ledger;
  }

  /** Reads a file to its end and sends what the history does not hold. */
  Result take(Content content) throws IOException, InterruptedException {
    Damages damages = new Damages();
    try (InputStream in = content.open(progress::read);
        EvtxFile file = EvtxFile.of(in, damages::add)) {
      Sending sending = new Sending(content);
      IOException broken = null;
      try {
        EvtxRecord record;
        while ((record = file.next()) != null) {
          sending.take(record);
        }
      } catch (IOException e) {
        broken = e;
      }
      sending.hand();
      damages.tell(content.path());
      if (broken != null) {
        progress.problem(content.path(), broken.getMessage());
      }
      return new Result(sending.added, sending.held, broken != null || !damages.isEmpty());
    }
  }

  /** One file on its way. */
  private final class Sending {
    private final Content content;
    private final FrameBatch batch;
    private final Batching batching;
    private long added;
    private long held;
    private long waiting;

    Sending(Content content) {
      this.content = content;
      this.batch = new FrameBatch("", attributes(content));
      this.batching = Batching.ofWhole(content.path());
    }

    void take(EvtxRecord record) throws InterruptedException {
      EventSystem system = record.event().system();
      Instant time = system.timeCreated() == null ? record.written() : system.timeCreated();
      long id = system.eventRecordId() == null ? record.recordId() : system.eventRecordId();
      byte[] xml = null;
      Ledger.Part part;
      if (id > 0 && time.toEpochMilli() >= HOUR_MILLIS) {
        part = part(agent(system), time.toEpochMilli() / HOUR_MILLIS * HOUR_MILLIS);
      } else {
        // Without a number or a time of its own it is known by all that it says.
        xml = record.xml().getBytes(StandardCharsets.UTF_8);
        String all = Fingerprint.of("windows", new String(xml, StandardCharsets.UTF_8));
        id = 1;
        part = part(AgentFrame.IMPORT_AGENT + all, 1);
      }
      if (!part.add(id, id)) {
        held++;
        return;
      }
      if (xml == null) {
        xml = record.xml().getBytes(StandardCharsets.UTF_8);
      }
      batch.header(header(system, time));
      batch.add(part, id, xml, kept(xml), xml.length, false);
      waiting++;
      if (batching.endsWith(xml.length)) {
        hand();
      }
    }

    private String header(EventSystem system, Instant time) {
      String computer = system.computer();
      String otherwise = options.host() == null ? options.localHost() : options.host();
      return FrameHead.of(time, content.modified(), computer == null ? otherwise : computer);
    }

    void hand() throws InterruptedException {
      if (waiting == 0) {
        return;
      }
      batch.sendTo(target);
      added += waiting;
      progress.records(waiting);
      waiting = 0;
    }
  }

  /** At most what a line may have, and no half of a character. */
  private static int kept(byte[] xml) {
    int kept = Math.min(xml.length, LineReader.LIMIT);
    while (kept < xml.length && (xml[kept] & 0xC0) == 0x80) {
      kept--;
    }
    return kept;
  }

  private Ledger.Part part(String agent, long incarnation) {
    Ledger.Part last = lastPart;
    if (last == null || last.lines() != incarnation || !lastAgent.equals(agent)) {
      last = ledger.part(agent, incarnation);
      lastPart = last;
      lastAgent = agent;
    }
    return last;
  }

  private String agent(EventSystem system) {
    String host = options.host() == null ? "" : options.host();
    String computer = system.computer() == null ? host : system.computer();
    String channel = system.channel() == null ? "" : system.channel();
    return agents.computeIfAbsent(
        computer + '\n' + channel,
        key -> AgentFrame.IMPORT_AGENT + Fingerprint.of("windows", computer, channel));
  }

  private static String attributes(Content content) {
    StringBuilder text = new StringBuilder();
    Importer.parameter(text, AgentFrame.SOURCE, "import");
    Importer.parameter(text, AgentFrame.KIND, AgentFrame.KIND_WINEVENT);
    Importer.parameter(text, AgentFrame.PATH, content.path());
    return text.toString();
  }

  /** Damages by kind: a broken disk gives thousands. */
  private final class Damages {
    private final Map<Fault, Damage> first = new EnumMap<>(Fault.class);
    private final Map<Fault, Long> counts = new EnumMap<>(Fault.class);

    void add(Damage damage) {
      first.putIfAbsent(damage.fault(), damage);
      counts.merge(damage.fault(), 1L, Long::sum);
    }

    boolean isEmpty() {
      return counts.isEmpty();
    }

    void tell(String path) {
      first.forEach(
          (fault, damage) -> progress.damage(path, counts.getOrDefault(fault, 1L), damage));
    }
  }
}
