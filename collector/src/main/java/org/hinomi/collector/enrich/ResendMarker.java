package org.hinomi.collector.enrich;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Decoder;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.agent.AgentDecoder;
import org.hinomi.collector.journal.JournalReader;
import org.hinomi.collector.journal.RecordView;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks the frames that a RELP sender without identity (rsyslog) sends again because a session
 * broke before it had our answer. They are marked with {@code event.resend} and counted, never
 * merged: two equal messages may be two events.
 *
 * <p>The first k frames of a session are a resend when they equal the last k frames of an earlier
 * session of the same address; of several such k the largest. A frame is kept as a 64-bit hash over
 * bytes and length, the last {@value RelpSession#TAIL} of each of an address's last {@value
 * #SESSIONS} sessions (several, because a sender may hold more than one connection, and because a
 * session that breaks while it repeats must not hide what it repeats).
 *
 * <p><b>Nothing is held up.</b> What a session starts with is decided when its frames differ from
 * the tail or reach its end; at the latest at the end of the batch, where frames that so far all
 * repeat the tail count as a resend.
 *
 * <p><b>Restart.</b> Nothing is stored. Where the records do not follow the last seen position (a
 * start, or a sink that is read again), the sessions are rebuilt from the {@code scanBack} records
 * before it, without decoding them; this is deterministic, so a replay marks what the first reading
 * marked, but for sessions that began farther back or were cut by a batch end elsewhere.
 *
 * <p>Not thread-safe: observes and marks on the thread that reads the journal.
 */
public final class ResendMarker {
  /** Opens the journal at a position. */
  public interface Journal {
    JournalReader open(long fromPosition) throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(ResendMarker.class);
  static final int SESSIONS = 4;

  /** Addresses that are remembered; the one unheard for longest is forgotten. */
  private static final int SENDERS = 16_384;

  private static final int SCAN_RECORDS = 4096;

  private final Journal journal;
  private final long scanBack;
  private final Counter resends;
  private final SequencedMap<InetAddress, SequencedMap<Long, RelpSession>> senders =
      new LinkedHashMap<>(64, 0.75f, true);
  private long nextPosition = -1;

  /** Frames of this batch that are or may be repetitions: position to session and index in it. */
  private final Map<Long, Pending> pending = new HashMap<>();

  private record Pending(RelpSession session, int index) {}

  /**
   * @param journal for the records before the first one observed
   * @param scanBack how many of them are read again, &gt;= 0
   */
  public ResendMarker(Journal journal, long scanBack, PrometheusRegistry registry) {
    if (scanBack < 0) {
      throw new IllegalArgumentException("scanBack: " + scanBack + " (expected: >= 0)");
    }
    this.journal = journal;
    this.scanBack = scanBack;
    resends =
        Counter.builder()
            .name("hinomi_resends_total")
            .help("Frames marked as sent again by a RELP sender after a broken session")
            .register(registry);
  }

  /** A decoder that shows this marker each record before it decodes it. */
  public Decoder around(Decoder decoder) {
    return record -> {
      observe(record);
      return decoder.decode(record);
    };
  }

  void observe(RecordView record) {
    if (record.position() != nextPosition) {
      rebuild(record.position());
    }
    nextPosition = record.position() + 1;
    add(record, true);
  }

  private void add(RecordView record, boolean marking) {
    if (record.transport() != Transport.RELP || AgentDecoder.claims(record)) {
      return;
    }
    RelpSession session = session(record);
    int index = (int) Math.min(record.indexInConnection(), Integer.MAX_VALUE);
    long hash = FrameHash.of(record.buffer(), record.offset(), record.length());
    if (session.add(hash) && marking) {
      pending.put(record.position(), new Pending(session, index));
    }
  }

  private RelpSession session(RecordView record) {
    SequencedMap<Long, RelpSession> sessions = senders.get(record.sender().getAddress());
    if (sessions == null) {
      if (senders.size() >= SENDERS) {
        senders.pollFirstEntry();
      }
      sessions = new LinkedHashMap<>(8, 0.75f, true);
      senders.put(record.sender().getAddress(), sessions);
    }
    RelpSession session = sessions.get(record.connection());
    if (session == null) {
      List<long[]> tails =
          record.indexInConnection() == 0
              ? sessions.values().stream().map(RelpSession::tail).toList()
              : List.of();
      session = new RelpSession(record.connection(), tails);
      if (sessions.size() >= SESSIONS) {
        sessions.pollFirstEntry();
      }
      sessions.put(record.connection(), session);
    }
    return session;
  }

  /**
   * Marks and counts the resends among the records observed since the last call. Call at the end of
   * each batch, with what was made of these records.
   */
  public List<Decoded> mark(List<Decoded> batch) {
    if (pending.isEmpty()) {
      return batch;
    }
    List<Decoded> marked = new ArrayList<>(batch.size());
    for (Decoded decoded : batch) {
      Pending place = pending.get(decoded.position());
      boolean resend =
          place != null && (place.index < place.session.confirmed() || place.session.undecided());
      if (resend && decoded instanceof Event event && event.identity() == null) {
        marked.add(event.with(Fields.EVENT_RESEND, true));
        resends.inc();
      } else {
        marked.add(decoded);
      }
    }
    pending.clear();
    return marked;
  }

  private void rebuild(long position) {
    senders.clear();
    pending.clear();
    long from = Math.max(1, position - scanBack);
    if (from >= position) {
      return;
    }
    try (JournalReader reader = journal.open(from)) {
      long[] last = {from - 1};
      while (last[0] < position - 1) {
        int wanted = (int) Math.min(SCAN_RECORDS, position - 1 - last[0]);
        int read =
            reader.read(
                wanted,
                Duration.ZERO,
                record -> {
                  last[0] = record.position();
                  if (record.position() < position) {
                    add(record, false);
                  }
                });
        if (read == 0) {
          return;
        }
      }
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("from", from)
          .addKeyValue("to", position)
          .setCause(e)
          .log("Earlier records cannot be read; frames sent again now will not be marked");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
