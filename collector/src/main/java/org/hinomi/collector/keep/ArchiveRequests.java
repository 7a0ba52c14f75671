package org.hinomi.collector.keep;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.hinomi.collector.keep.stamp.Authorities;
import org.hinomi.collector.record.SampleComparison;
import org.hinomi.collector.search.QueryException;
import org.hinomi.collector.search.WrongQuestion;
import org.hinomi.core.text.Language;
import org.hinomi.core.tls.Pem;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a history from afar: whether it is as it was written, proofs, evidence, its
 * files. An answer that takes long begins with lines {@code progress READ TOTAL}, in bytes; then
 * comes {@code answer 0}, or {@code answer 1} where something is wrong, and behind that line what a
 * command on the spot would print. Thread-safe.
 */
public final class ArchiveRequests {
  private static final String PEM = "-----BEGIN";

  /** Between two lines of progress; a connection without any bytes is taken for dead. */
  private static final long PROGRESS_NANOS = 500_000_000;

  /** Recording goes on beside it. */
  private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  private final Path data;
  private final InstantSource clock;
  private final FolderSource files;
  private final SampleComparison comparison;

  /**
   * @param comparison of the samples that questions are answered from
   */
  public ArchiveRequests(Path data, InstantSource clock, SampleComparison comparison) {
    this.comparison = comparison;
    this.data = data;
    this.clock = clock;
    this.files = new FolderSource(data);
  }

  /** The head of now, as a line. */
  public String head() throws IOException {
    return HistoryVerifier.head(data, clock) + "\n";
  }

  /**
   * Checks the history.
   *
   * @param sent heads that were sent out, a line each, and behind them certificates of authorities
   *     for time stamps in PEM, if those of Java are not meant
   * @param json or a table
   * @throws WrongQuestion where {@code sent} cannot be understood; then nothing is written
   */
  public void verify(String sent, boolean json, Language language, OutputStream out)
      throws IOException, InterruptedException {
    List<SentHead> heads = heads(sent);
    Authorities authorities = authorities(sent);
    Progress progress = new Progress(HistoryVerifier.size(data), out);
    HistoryVerifier.Report report =
        new HistoryVerifier(
                data, clock, () -> true, THREADS, progress::read, Optional.of(comparison))
            .run(heads, authorities);
    line(out, "answer " + (report.intact() ? 0 : 1));
    VerifyReport written = new VerifyReport(report, language);
    if (json) {
      written.json(out);
    } else {
      written.table(out);
    }
  }

  /**
   * Proves that a record was there.
   *
   * @return false: no part holds it; then nothing is written
   */
  public boolean prove(
      long position, String sent, boolean json, Language language, OutputStream out)
      throws IOException, InterruptedException {
    List<SentHead> heads = new ArrayList<>(SentHead.stamped(data));
    heads.addAll(heads(sent));
    Optional<RecordProof> proof = RecordProof.of(data, position);
    if (proof.isEmpty()) {
      return false;
    }
    boolean holds = proof.get().holds(data);
    line(out, "answer " + (holds ? 0 : 1));
    ProofReport report = new ProofReport(proof.get(), holds, heads, language);
    if (json) {
      report.json(out);
    } else {
      report.text(out);
    }
    return true;
  }

  /** Writes an archive of evidence. */
  public void export(EvidenceQuery query, boolean withParts, OutputStream out)
      throws IOException, QueryException {
    EvidenceExport.Result unused = new EvidenceExport(data, clock, withParts).write(query, out);
  }

  /** What a backup reads; not the keys of the authority, which stay on the machine. */
  public BackupSource files() {
    return files;
  }

  private static List<SentHead> heads(String sent) {
    int pem = sent.indexOf(PEM);
    try {
      return SentHead.parse((pem < 0 ? sent : sent.substring(0, pem)).lines().toList(), "heads");
    } catch (IllegalArgumentException e) {
      throw new WrongQuestion("heads", String.valueOf(e.getMessage()));
    }
  }

  private static Authorities authorities(String sent) {
    int pem = sent.indexOf(PEM);
    try {
      return pem < 0
          ? Authorities.ofJava()
          : new Authorities("--authority", Pem.certificates(sent.substring(pem)));
    } catch (CertificateException e) {
      throw new WrongQuestion("heads", String.valueOf(e.getMessage()));
    }
  }

  private static void line(OutputStream out, String text) throws IOException {
    out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Says how far it is, whoever reads. */
  private static final class Progress {
    private final long total;
    private final OutputStream out;
    private final AtomicLong bytes = new AtomicLong();
    private long saidAt = System.nanoTime();
    private @Nullable IOException failure;

    Progress(long total, OutputStream out) {
      this.total = total;
      this.out = out;
    }

    void read(long count) {
      long now = bytes.addAndGet(count);
      synchronized (this) {
        if (System.nanoTime() - saidAt < PROGRESS_NANOS || failure != null) {
          return;
        }
        saidAt = System.nanoTime();
        try {
          line(out, "progress " + now + " " + total);
          out.flush();
        } catch (IOException e) {
          failure = e; // nobody listens any more; the end of the answer says so, too
        }
      }
    }
  }
}
