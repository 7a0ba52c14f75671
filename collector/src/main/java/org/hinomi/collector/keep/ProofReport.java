package org.hinomi.collector.keep;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.search.Json;
import org.hinomi.core.event.Fields;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;

/** The proof of one record, for people and as JSON. */
public final class ProofReport {
  private final RecordProof proof;
  private final boolean holds;
  private final List<Head> heads;
  private final Messages texts;

  /**
   * @param holds whether part and row group are as the manifest says
   * @param heads that were sent out, in any order
   */
  public ProofReport(RecordProof proof, boolean holds, List<Head> heads, Language language) {
    this.proof = proof;
    this.holds = holds;
    this.heads = List.copyOf(heads);
    this.texts = Messages.of(ProofReport.class, language);
  }

  /** Writes one object. */
  public void json(OutputStream out) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>(proof.values());
    values.put("holds", holds);
    attesting().ifPresent(head -> values.put("head", head.toString()));
    out.write((Json.text(values) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Writes sentences. */
  public void text(OutputStream out) throws IOException {
    Object received = proof.event().fields().get(Fields.EVENT_CREATED);
    List<String> lines = new ArrayList<>();
    lines.add(
        texts.get(
            "proof.record",
            proof.position(),
            received instanceof Long micros ? Instant.EPOCH.plus(micros, ChronoUnit.MICROS) : "-",
            RecordProof.sha256(proof.event().original().bytes())));
    lines.add(texts.get("proof.part", proof.part().file(), proof.part().sha256()));
    lines.add(texts.get("proof.line", proof.line().number(), proof.line().hash()));
    if (!proof.group().isEmpty()) {
      lines.add(
          texts.get("proof.group", proof.rowGroup(), proof.from(), proof.to() - 1, proof.group()));
    }
    lines.add(texts.get("proof.since", proof.since().number(), proof.since().hash()));
    if (!heads.isEmpty()) {
      lines.add(
          attesting()
              .map(head -> texts.get("proof.head", head))
              .orElseGet(() -> texts.get("proof.no-head")));
    }
    lines.add(texts.get(holds ? "proof.holds" : "proof.broken"));
    lines.add(texts.get("proof.how"));
    out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private Optional<Head> attesting() {
    return heads.stream()
        .filter(head -> head.lines() >= proof.since().number())
        .min(Comparator.comparingInt(Head::lines));
  }
}
