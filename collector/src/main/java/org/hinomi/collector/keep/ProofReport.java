package org.hinomi.collector.keep;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
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
  private final List<SentHead> heads;
  private final Messages texts;

  /**
   * @param holds whether part and row group are as the manifest says
   * @param heads that were sent out, in any order
   */
  public ProofReport(RecordProof proof, boolean holds, List<SentHead> heads, Language language) {
    this.proof = proof;
    this.holds = holds;
    this.heads = List.copyOf(heads);
    this.texts = Messages.of(ProofReport.class, language);
  }

  /** Writes one object. */
  public void json(OutputStream out) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>(proof.values());
    values.put("holds", holds);
    attesting()
        .ifPresent(
            sent -> {
              values.put("head", sent.head().toString());
              sent.stamp()
                  .ifPresent(
                      stamp ->
                          values.put(
                              "time_stamp", Base64.getEncoder().encodeToString(stamp.der())));
            });
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
      lines.add(
          "  tail -c +"
              + (proof.from() + 1)
              + " history/"
              + proof.part().file()
              + " | head -c "
              + (proof.to() - proof.from())
              + " | sha256sum");
    }
    lines.add(texts.get("proof.since", proof.since().number(), proof.since().hash()));
    if (!heads.isEmpty()) {
      lines.add(
          attesting()
              .map(
                  sent ->
                      texts.get(
                          sent.stamp().isPresent() ? "proof.head.stamped" : "proof.head",
                          sent.head()))
              .orElseGet(() -> texts.get("proof.no-head")));
    }
    lines.add(texts.get(holds ? "proof.holds" : "proof.broken"));
    lines.add(texts.get("proof.how"));
    lines.add(
        "  SELECT * FROM read_parquet('history/"
            + proof.part().file()
            + "') WHERE position = "
            + proof.position());
    out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Of those that speak of the earliest moment, one with a time stamp. */
  private Optional<SentHead> attesting() {
    return heads.stream()
        .filter(sent -> sent.head().lines() >= proof.since().number())
        .min(
            Comparator.comparingInt((SentHead sent) -> sent.head().lines())
                .thenComparing(sent -> sent.stamp().isEmpty()));
  }
}
