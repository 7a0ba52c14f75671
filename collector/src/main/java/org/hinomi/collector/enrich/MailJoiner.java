package org.hinomi.collector.enrich;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Decoder;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.Review;
import org.hinomi.collector.journal.JournalReader;
import org.hinomi.collector.journal.RecordView;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the lines that Postfix writes of one queue id into one mail record. The record is no event
 * more: the line {@code QUEUEID: removed}, with which Postfix ends every mail, gets the fields of
 * all lines before it. So it has a position and comes once, and a queue id that is used again
 * begins anew.
 *
 * <p><b>Window.</b> A mail is joined where its first line ({@code client=} or {@code uid=}) is at
 * most {@link #POSITIONS} records and {@link #LINES} lines of Postfix before its last. What is
 * older is forgotten, whole: a record says all of a mail or is not made. The lines of such a mail
 * stay to be found by their queue id.
 *
 * <p><b>Restart.</b> Nothing is stored. Where records do not follow the last seen position, the
 * window before them is read again, so that a replay makes the same records as the first reading.
 * The window is why that is so: what was joined depends on nothing outside of it. (Where the
 * journal's files before it are gone, mails that began in them are not joined.)
 *
 * <p>Not thread-safe.
 */
public final class MailJoiner implements UnaryOperator<List<Decoded>> {
  /** About 200 MB of journal to read again at a start. */
  static final long POSITIONS = 1_000_000;

  /** Also the bound of memory: no more mails can have begun. */
  static final long LINES = 100_000;

  /** What is said of a connection counts for a mail that begins within so many records. */
  static final long SESSION_POSITIONS = 10_000;

  private static final int SCAN_RECORDS = 4096;

  private static final Logger LOG = LoggerFactory.getLogger(MailJoiner.class);
  private static final byte[] POSTFIX = "postfix".getBytes(StandardCharsets.US_ASCII);

  private static final List<String> SESSION_FIELDS =
      List.of(
          Fields.TLS_ESTABLISHED,
          Fields.TLS_VERSION,
          Fields.TLS_CIPHER,
          Fields.TLS_CURVE,
          Fields.TLS_TRUST);

  private record Session(long position, Map<String, Object> fields) {}

  private final ResendMarker.Journal journal;
  private final Decoder decoder;
  private final long positions;
  private final long linesKept;
  private final SequencedMap<String, Mail> mails = new LinkedHashMap<>();
  private final SequencedMap<String, Session> sessions = new LinkedHashMap<>();
  private long nextPosition = -1;
  private long lines;

  /**
   * @param decoder of its own, for records that are read again
   */
  public MailJoiner(ResendMarker.Journal journal, Decoder decoder) {
    this(journal, decoder, POSITIONS, LINES);
  }

  MailJoiner(ResendMarker.Journal journal, Decoder decoder, long positions, long lines) {
    this.journal = journal;
    this.decoder = decoder;
    this.positions = positions;
    this.linesKept = lines;
  }

  @Override
  public List<Decoded> apply(List<Decoded> batch) {
    if (batch.isEmpty()) {
      return batch;
    }
    if (batch.getFirst().position() != nextPosition) {
      rebuild(batch.getFirst().position());
    }
    nextPosition = batch.getLast().position() + 1;
    for (Decoded decoded : batch) {
      if (decoded instanceof Event event) {
        Mail done = add(event);
        if (done != null) {
          // What ends a mail has fields of its own, which no other event shares.
          done.record().forEach(event.fields()::put);
          // There is more that it answers now.
          event.fields().remove(Fields.REVIEW_FILLED);
          Review.complete(event);
        }
      }
    }
    return batch;
  }

  /** Takes a line; the mail that ends with it, or null. */
  private @Nullable Mail add(Event event) {
    String app = event.app();
    if (app == null || !app.startsWith("postfix")) {
      return null;
    }
    lines++;
    forget(event.position());
    Map<String, Object> fields = event.fields();
    if (!(fields.get(Fields.EMAIL_QUEUE_ID) instanceof String id)) {
      session(event);
      return null;
    }
    String key = event.host() + '\n' + id;
    Object action = fields.get(Fields.EVENT_ACTION);
    if ("mail-removed".equals(action)) {
      return mails.remove(key);
    }
    if ("mail-received".equals(action)) {
      // A queue id that is used again, its last mail not having ended: another mail.
      mails.remove(key);
      mails.put(key, new Mail(event.position(), lines, sessionOf(event)));
    }
    Mail mail = mails.get(key);
    if (mail != null) {
      mail.add(event);
    }
    return null;
  }

  /** TLS is told before the first mail of a connection has its id. */
  private void session(Event event) {
    Object action = event.fields().get(Fields.EVENT_ACTION);
    if (event.pid() == null || !(action instanceof String what)) {
      return;
    }
    String key = event.host() + '\n' + event.pid();
    switch (what) {
      case "connected", "disconnected" -> sessions.remove(key);
      case "tls-established" -> {
        Map<String, Object> known = new LinkedHashMap<>();
        for (String field : SESSION_FIELDS) {
          Object value = event.fields().get(field);
          if (value != null) {
            known.put(field, value);
          }
        }
        sessions.remove(key);
        sessions.put(key, new Session(event.position(), known));
      }
      default -> {}
    }
  }

  private Map<String, Object> sessionOf(Event event) {
    Session session = sessions.get(event.host() + '\n' + event.pid());
    return session == null ? Map.of() : session.fields();
  }

  private void forget(long position) {
    while (!mails.isEmpty()) {
      Mail oldest = mails.firstEntry().getValue();
      if (oldest.position() >= position - positions && oldest.ordinal() > lines - linesKept) {
        break;
      }
      mails.pollFirstEntry();
    }
    while (!sessions.isEmpty()
        && sessions.firstEntry().getValue().position() < position - SESSION_POSITIONS) {
      sessions.pollFirstEntry();
    }
  }

  private void rebuild(long position) {
    mails.clear();
    sessions.clear();
    lines = 0;
    long from = Math.max(1, position - positions - SESSION_POSITIONS);
    if (from >= position) {
      return;
    }
    try (JournalReader reader = journal.open(from)) {
      while (reader.nextPosition() < position) {
        int wanted = (int) Math.min(SCAN_RECORDS, position - reader.nextPosition());
        int read = reader.read(wanted, Duration.ZERO, record -> again(record, position));
        if (read == 0) {
          return;
        }
      }
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("from", from)
          .addKeyValue("to", position)
          .setCause(e)
          .log("Earlier records cannot be read; mails that began in them will not be joined");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void again(RecordView record, long limit) {
    if (record.position() < limit
        && mentionsPostfix(record)
        && decoder.decode(record) instanceof Event event) {
      add(event);
    }
  }

  /** Looked at before it is decoded: few records are lines of Postfix. */
  private static boolean mentionsPostfix(RecordView record) {
    byte[] b = record.buffer();
    int last = record.offset() + record.length() - POSTFIX.length;
    for (int i = record.offset(); i <= last; i++) {
      if (b[i] == 'p' && Arrays.equals(b, i, i + POSTFIX.length, POSTFIX, 0, POSTFIX.length)) {
        return true;
      }
    }
    return false;
  }
}
