package org.hinomi.collector.keep;

import static org.hinomi.collector.keep.Finding.Status.CUT_OFF;
import static org.hinomi.collector.keep.Finding.Status.MISSING;
import static org.hinomi.collector.keep.Finding.Status.MODIFIED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hinomi.collector.record.ManifestEntry.Signature;

/**
 * Checks the log of reviews: its chain, that what the manifest says was signed is in it, and that
 * the results that it names are what they were.
 */
final class ReviewAudit {
  /** How a line names a file by its hash. */
  private static final Pattern FILE =
      Pattern.compile("\"(result|policy|question|answer)Sha256\":\"([0-9a-f]{64})\"");

  private ReviewAudit() {}

  static List<Finding> check(Path data, ManifestAudit manifest) {
    List<ReviewLog.Line> log;
    try {
      log = new ReviewLog(data).read();
    } catch (IOException e) {
      return List.of(
          Finding.of(MODIFIED, ReviewLog.NAME, "review-log", String.valueOf(e.getMessage())));
    }
    Set<String> hashes =
        log.stream().map(ReviewLog.Line::hash).collect(Collectors.toUnmodifiableSet());
    List<Finding> findings = new ArrayList<>();
    for (ReviewLog.Line line : log) {
      Matcher named = FILE.matcher(line.json());
      while (named.find()) {
        file(data, named.group(1), named.group(2)).ifPresent(findings::add);
      }
    }
    for (ManifestAudit.Line line : manifest.lines()) {
      Signature signed = line.entry().signed();
      if (signed != null && !hashes.contains(signed.head())) {
        findings.add(
            Finding.of(CUT_OFF, ReviewLog.NAME, "review-signed", signed.review(), signed.by()));
      }
    }
    return findings;
  }

  private static Optional<Finding> file(Path data, String kind, String sha256) {
    String where = "review/" + kind + "-" + sha256;
    Path file = data.resolve(where);
    try {
      if (!Files.exists(file)) {
        return Optional.of(Finding.of(MISSING, where, "review-file", sha256));
      }
      return sha256.equals(RecordProof.sha256(Files.readAllBytes(file)))
          ? Optional.empty()
          : Optional.of(Finding.of(MODIFIED, where, "review-file", sha256));
    } catch (IOException e) {
      return Optional.of(Finding.of(MODIFIED, where, "review-log", String.valueOf(e.getMessage())));
    }
  }
}
