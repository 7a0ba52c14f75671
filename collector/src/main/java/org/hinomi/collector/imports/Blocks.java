package org.hinomi.collector.imports;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.imports.read.Found;
import org.hinomi.core.event.AgentFrame;

/**
 * Names the records of one stream of a file, block by block, and sends those that the history does
 * not hold: a block's name is the fingerprint of all records up to its end, so one reading is
 * enough (docs/decisions/0023-records-in-blocks.md). Not thread-safe.
 */
final class Blocks {
  private final Target target;
  private final Ledger ledger;
  private final Heads heads;
  private final FrameBatch batch = new FrameBatch("", "");
  private final Fingerprint fingerprint;

  /** Whatever the file is called: the same blocks at each reading. */
  private final Batching batching = Batching.ofBlocks();

  private final List<Found> waiting = new ArrayList<>();
  private final List<Ledger.Part> known = new ArrayList<>();
  private long count;
  private long added;
  private long held;

  /** Gives the head of a frame: PRI to MSGID, with a blank behind it. */
  interface Heads {
    String of(Found found);
  }

  /**
   * @param fingerprint that knows already what kind of stream it is
   */
  Blocks(Target target, Ledger ledger, Fingerprint fingerprint, Heads heads) {
    this.target = target;
    this.ledger = ledger;
    this.fingerprint = fingerprint;
    this.heads = heads;
  }

  /**
   * Takes the next record.
   *
   * @return new records that went out with it
   */
  long add(Found found) throws InterruptedException {
    byte[] key = found.key().getBytes(StandardCharsets.UTF_8);
    fingerprint.line(key, key.length, key.length);
    fingerprint.line(found.bytes(), found.bytes().length, found.fullLength());
    waiting.add(found);
    count++;
    if (ledger.lengthFrom(count) == count) {
      ledger.find(id(), count).ifPresent(known::add);
    }
    return batching.endsWith(found.bytes().length + found.attributes().length()) ? end() : 0;
  }

  /** Ends the block: at the end of the file a shorter one. */
  long end() throws InterruptedException {
    if (waiting.isEmpty()) {
      return 0;
    }
    Ledger.Part whole = new Ledger.Part(id(), count);
    List<Recorded> sent = new ArrayList<>();
    long number = count - waiting.size();
    for (Found found : waiting) {
      number++;
      if (Ledger.isHeld(known, number)) {
        held++;
        continue;
      }
      Ledger.Part part = Ledger.part(known, number, whole);
      batch.header(heads.of(found));
      batch.attributes(found.attributes());
      byte[] bytes = found.bytes();
      batch.add(part, number, bytes, bytes.length, found.fullLength(), found.partial());
      Recorded.extend(sent, part.agentId(), part.lines(), number);
    }
    batch.sendTo(target);
    long now = 0;
    for (Recorded range : sent) {
      ledger.add(range);
      now += range.last() - range.first() + 1;
    }
    added += now;
    waiting.clear();
    known.clear();
    return now;
  }

  private String id() {
    return AgentFrame.IMPORT_AGENT + fingerprint.name();
  }

  long added() {
    return added;
  }

  long held() {
    return held;
  }
}
