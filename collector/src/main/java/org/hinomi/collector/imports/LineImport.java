package org.hinomi.collector.imports;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hinomi.core.charset.CharsetLook;
import org.hinomi.core.charset.LineUnit;
import org.hinomi.core.event.AgentFrame;
import org.jspecify.annotations.Nullable;

/**
 * Sends the lines of files that the history does not hold, in one reading: block by block, each
 * named by all lines up to its end (docs/decisions/0046-lines-in-blocks.md). Not thread-safe.
 */
final class LineImport {
  private final ImportOptions options;
  private final Target target;
  private final Progress progress;
  private final Ledger ledger;

  /**
   * What became of a file.
   *
   * @param damage why it ends before its end; null when it does not
   */
  record Result(long added, long held, @Nullable IOException damage) {}

  LineImport(ImportOptions options, Target target, Progress progress, Ledger ledger) {
    this.options = options;
    this.target = target;
    this.progress = progress;
    this.ledger = ledger;
  }

  /** Reads a file to its end and sends what the history does not hold. */
  Result take(Content content) throws IOException, InterruptedException {
    try (InputStream in = content.open(progress::read);
        ExecutorService computing =
            Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("import-fingerprint").daemon().factory())) {
      Peeked peeked = new Peeked(in, CharsetLook.BYTES);
      LineUnit unit = LineUnit.of(peeked.head(), options.charset());
      return new Reading(
              content, unit, new LineReader(peeked, unit), new Fingerprint(host(), computing))
          .all();
    }
  }

  /** As named by the operator. */
  private String host() {
    String host = options.host();
    return host == null ? "" : host;
  }

  static String id(Fingerprint names) {
    return AgentFrame.IMPORT_AGENT + names.name();
  }

  /** The reading of one file. */
  private final class Reading {
    private final Content content;
    private final LineUnit unit;
    private final LineReader lines;
    private final Fingerprint names;
    private final LineLook look;
    private final LineBlock block = new LineBlock();
    private final FrameBatch batch;
    private final Batching batching = Batching.ofLines();

    /** Parts that the history knows and that reach into this block, the shortest first. */
    private final List<Ledger.Part> known = new ArrayList<>();

    /** What the batch brings. */
    private final List<Recorded> sent = new ArrayList<>();

    /** Lines of one part in a row that go into it, up to {@link #runEnd}. */
    private Ledger.@Nullable Part run;

    private long runStart;
    private long runEnd;

    private @Nullable LineSurvey survey;

    /** That ended since the survey. */
    private int blocks;

    /** Lines that have their end. */
    private long count;

    private long lengthKnown = ledger.lengthFrom(1);
    private long added;
    private long held;

    Reading(Content content, LineUnit unit, LineReader lines, Fingerprint names) {
      this.content = content;
      this.unit = unit;
      this.lines = lines;
      this.names = names;
      this.look = new LineLook(options, content, unit);
      String shown = options.host() == null ? options.localHost() : options.host();
      this.batch = new FrameBatch(FrameHead.of(null, content.modified(), shown), "");
    }

    /** What was sent before a failure counts as well. */
    Result all() throws InterruptedException {
      IOException damage;
      try {
        run();
        damage = lines.damage();
      } catch (IOException e) {
        damage = e;
      }
      return new Result(added, held, damage);
    }

    private void run() throws IOException, InterruptedException {
      while (lines.next()) {
        Ledger.Part before = lines.terminated() ? null : new Ledger.Part(id(names), count);
        long number = count + 1;
        names.line(lines.bytes(), lines.length(), lines.fullLength());
        look.line(lines.bytes(), lines.length());
        block.add(lines);
        if (number == lengthKnown) {
          lookUp(number);
        }
        if (before != null) {
          end(before, number, true);
        } else {
          count = number;
          if (block.endsBehind(number)) {
            end(null, number, false);
          }
        }
      }
      end(null, count, true);
    }

    private void lookUp(long number) throws IOException {
      Ledger.Part part = ledger.find(id(names), number).orElse(null);
      for (Ledger.Part surveyed : known) {
        if (surveyed.lines() == number && !surveyed.equals(part)) {
          throw LineSurvey.changed(lines.damage());
        }
      }
      if (part != null && !known.contains(part)) {
        known.add(part);
      }
      lengthKnown = ledger.lengthFrom(number + 1);
    }

    /**
     * Ends a block.
     *
     * @param before names the lines before the last one where that lacks its end; it may grow, and
     *     those before it are to be known then
     * @param number of the last line
     * @param all whether no line follows
     */
    private void end(Ledger.@Nullable Part before, long number, boolean all)
        throws IOException, InterruptedException {
      Ledger.Part whole = new Ledger.Part(id(names), number);
      if (survey != null) {
        check(survey, number, all);
      } else if (!all
          && ledger.reachesOver(number, content.mostLines())
          && !Ledger.areHeld(known, number - block.count() + 1, number)) {
        survey = survey(whole);
        known.addAll(survey.known());
      }
      if (block.count() > 0) {
        batch.attributes(attributes(look.style(all)));
        send(number, before == null ? whole : before, whole);
        block.clear();
      }
      known.removeIf(part -> part.lines() <= number);
    }

    /**
     * @param read all lines so far
     */
    private LineSurvey survey(Ledger.Part read) throws IOException {
      LineSurvey first = ahead(read);
      LineSurvey.BrokenOff end = first.end();
      if (end != null) {
        // Lines that go out before this reading comes to the damage cannot be called back.
        LineSurvey.BrokenOff again = ahead(read).end();
        if (again == null || again.lines() != end.lines()) {
          throw end.passed();
        }
      }
      return first;
    }

    /** Reads ahead. */
    private LineSurvey ahead(Ledger.Part read) throws IOException {
      try (InputStream in = content.open(bytes -> {})) {
        // Cut into the same pieces as the other reading: damage then ends both at the same place.
        LineReader again = new LineReader(new Peeked(in, CharsetLook.BYTES), unit);
        return LineSurvey.of(again, new Fingerprint(host()), ledger, content.mostLines(), read);
      }
    }

    private void check(LineSurvey surveyed, long number, boolean all) throws IOException {
      surveyed.mustBreakOff(number, all, lines.damage());
      boolean shorter = all && !known.isEmpty() && known.getLast().lines() > number;
      if (shorter || !surveyed.has(blocks, block)) {
        throw LineSurvey.changed(lines.damage());
      }
      blocks++;
    }

    /**
     * Sends the lines of a block that are not held.
     *
     * @param last number of the last line
     * @param most names all lines but perhaps the last
     * @param whole names all lines
     */
    private void send(long last, Ledger.Part most, Ledger.Part whole) throws InterruptedException {
      boolean torn = !most.equals(whole);
      long number = last - block.count();
      for (int i = 0; i < block.count(); i++) {
        number++;
        if (Ledger.isHeld(known, number)) {
          held++;
          continue;
        }
        Ledger.Part part = Ledger.part(known, number, torn && number == last ? whole : most);
        boolean partial = torn && number == last && lines.damage() != null;
        batch.add(
            part,
            number,
            block.bytes(),
            block.start(i),
            block.length(i),
            block.fullLength(i),
            partial);
        if (!part.equals(run) || number != runEnd + 1) {
          endRun();
          run = part;
          runStart = number;
        }
        runEnd = number;
        if (batching.endsWith(block.length(i))) {
          hand();
        }
      }
      hand();
    }

    private void endRun() {
      if (run != null) {
        sent.add(new Recorded(run.agentId(), run.lines(), runStart, runEnd));
        run = null;
      }
    }

    private void hand() throws InterruptedException {
      batch.sendTo(target);
      endRun();
      for (Recorded range : sent) {
        ledger.add(range);
        long lines = range.last() - range.first() + 1;
        added += lines;
        progress.records(lines);
      }
      sent.clear();
    }

    private String attributes(LineLook.Style style) {
      StringBuilder text = new StringBuilder();
      Importer.parameter(text, AgentFrame.SOURCE, "import");
      Importer.parameter(text, AgentFrame.KIND, AgentFrame.KIND_LINE);
      Importer.parameter(text, AgentFrame.PATH, content.path());
      Importer.parameter(text, AgentFrame.ZONE, options.zone().getId());
      Importer.parameter(
          text,
          AgentFrame.FORMAT,
          style.syslog() ? AgentFrame.FORMAT_SYSLOG : AgentFrame.FORMAT_TEXT);
      if (style.charset() != null) {
        Importer.parameter(text, AgentFrame.CHARSET, style.charset().name());
      }
      return text.toString();
    }
  }
}
