package org.hinomi.collector.keep;

import static org.hinomi.collector.keep.Finding.Status.MODIFIED;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hinomi.collector.keep.stamp.Authorities;
import org.hinomi.collector.keep.stamp.TimeStamp;
import org.jspecify.annotations.Nullable;

/** Checks time stamps over heads. Not thread-safe; made for one check. */
public final class StampAudit {
  private final Authorities authorities;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> signers = new TreeSet<>();
  private int good;
  private int untrusted;
  private @Nullable Instant first;
  private @Nullable Instant last;

  /**
   * Time stamps that hold.
   *
   * @param untrusted those of them whose signer does not lead to an authority that counts
   * @param first null: there are none
   * @param signers subjects of the certificates that signed
   */
  public record Summary(
      int stamps,
      int untrusted,
      @Nullable Instant first,
      @Nullable Instant last,
      List<String> signers) {
    public Summary {
      signers = List.copyOf(signers);
    }
  }

  StampAudit(Authorities authorities) {
    this.authorities = authorities;
  }

  /** Heads with time stamps that the history itself has, to be checked, too. */
  List<SentHead> own(Path data) throws IOException {
    try {
      return StampBook.read(data);
    } catch (IllegalArgumentException e) {
      findings.add(
          Finding.of(MODIFIED, StampBook.NAME, "stamps-changed", String.valueOf(e.getMessage())));
      return List.of();
    }
  }

  /** Checks the stamp of a head, where it has one. */
  void check(SentHead sent) {
    if (sent.stamp().isEmpty()) {
      return;
    }
    try {
      TimeStamp.Proof proof =
          sent.stamp().get().check(sent.head().toString(), authorities.certificates());
      good++;
      signers.add(proof.authority());
      first = first == null || proof.at().isBefore(first) ? proof.at() : first;
      last = last == null || proof.at().isAfter(last) ? proof.at() : last;
      if (proof.trusted()) {
        return;
      }
      untrusted++;
      if (!authorities.source().isEmpty()) {
        findings.add(
            Finding.of(
                MODIFIED,
                sent.where(),
                "stamp-untrusted",
                proof.authority(),
                authorities.source()));
      }
    } catch (TimeStamp.BrokenException e) {
      findings.add(
          Finding.of(MODIFIED, sent.where(), "stamp-broken", String.valueOf(e.getMessage())));
    }
  }

  List<Finding> findings() {
    return findings;
  }

  Summary summary() {
    return new Summary(good, untrusted, first, last, List.copyOf(signers));
  }
}
