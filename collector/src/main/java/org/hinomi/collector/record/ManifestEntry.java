package org.hinomi.collector.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of the event history; it happens as a whole or not at all.
 *
 * @param added parts that belong to it from now on
 * @param removed files of parts that no longer do: others hold their events, or they are disposed
 *     of
 * @param nextPosition first journal position that is in no part
 * @param seen numbers of agents' records, each in place of what stood there for its source
 * @param anew whether {@code seen} stands in place of all sources: after damage, when records are
 *     read again from {@code nextPosition}
 * @param disposed why {@code removed} went, where their time was over
 * @param held a legal hold that begins here
 * @param released a legal hold that ends here
 * @param moved why {@code added} stand in place of {@code removed}, where they went to another
 *     class as they are
 * @param signed a signature under a log review
 * @param samples parts of samples that come or go
 * @param recovered what a start made of lines before this one that could not be read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ManifestEntry(
    List<Part> added,
    List<String> removed,
    long nextPosition,
    List<RecordedRange> seen,
    boolean anew,
    @Nullable Disposal disposed,
    @Nullable Hold held,
    @Nullable Release released,
    @Nullable Move moved,
    @Nullable Signature signed,
    @Nullable Samples samples,
    @Nullable Recovery recovered) {
  public ManifestEntry {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    seen = List.copyOf(seen);
  }

  /** A step of recording, joining or mending. */
  ManifestEntry(
      List<Part> added,
      List<String> removed,
      long nextPosition,
      List<RecordedRange> seen,
      boolean anew) {
    this(added, removed, nextPosition, seen, anew, null, null, null, null, null, null, null);
  }

  /** A step that is not one of samples. */
  ManifestEntry(
      List<Part> added,
      List<String> removed,
      long nextPosition,
      List<RecordedRange> seen,
      boolean anew,
      @Nullable Disposal disposed,
      @Nullable Hold held,
      @Nullable Release released,
      @Nullable Move moved,
      @Nullable Signature signed) {
    this(
        added,
        removed,
        nextPosition,
        seen,
        anew,
        disposed,
        held,
        released,
        moved,
        signed,
        null,
        null);
  }

  /**
   * Parts of samples and roll-ups.
   *
   * @param at when, ISO 8601, UTC
   * @param ground why {@code removed} went, where their time was over; empty: the same days are in
   *     {@code added}
   */
  public record Samples(String at, String ground, List<Part> added, List<Part> removed) {
    public Samples {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
    }
  }

  /**
   * Parts that were deleted because their time was over.
   *
   * @param at when, ISO 8601, UTC
   * @param by who, or which policy
   * @param ground why it is lawful to keep them no longer
   * @param parts what they were: names, hashes, counts, spans
   */
  public record Disposal(
      String at, String by, String retentionClass, String ground, List<Part> parts) {
    public Disposal {
      parts = List.copyOf(parts);
    }
  }

  /**
   * Nothing that a query finds is deleted until the hold is released.
   *
   * @param id names it
   * @param by who asked for it
   * @param at when, ISO 8601, UTC
   */
  public record Hold(String id, String query, String by, String reason, String at) {}

  /** The end of a hold. */
  public record Release(String id, String by, String reason, String at) {}

  /** Parts that went to another class, as they are. */
  public record Move(String from, String to, String by, String reason, String at) {}

  /**
   * A signature under a log review: from here on the chain speaks for all that stands in the log of
   * reviews up to a line.
   *
   * @param review names it
   * @param head hash of the line of {@code review/log.jsonl} that has the signature
   */
  public record Signature(String review, String by, String role, String head, String at) {}

  /**
   * What a start made of a manifest of which lines could not be read; {@code added} are parts that
   * no other line knows, {@code removed} those that others stand in place of, that were set aside
   * or that are not there.
   *
   * @param at when, ISO 8601, UTC
   * @param before SHA-256 of the manifest as it was found
   * @param kept the file beside it that has it as it was; empty: there was none
   * @param lines that could not be read; empty: lines are missing at the end, or all
   * @param gone parts that are listed, but not there: a line that is lost may have taken them out
   * @param aside files that were set aside, by the names they had
   */
  public record Recovery(
      String at,
      String before,
      String kept,
      List<LostLine> lines,
      List<Part> gone,
      List<String> aside) {
    public Recovery {
      lines = List.copyOf(lines);
      gone = List.copyOf(gone);
      aside = List.copyOf(aside);
    }
  }

  /** A line, by its number and the SHA-256 of its bytes. */
  public record LostLine(int number, String sha256) {}
}
