package org.hinomi.agent.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hinomi.core.settings.Section;
import org.hinomi.core.tls.TlsFiles;

/**
 * How the agent encrypts and whom it believes.
 *
 * @param mode when it encrypts
 * @param own certificates of one's own PKI instead of enrolment; then the collector's certificate
 *     must be for the name that is connected to
 */
public record AgentTlsSettings(Mode mode, Optional<TlsFiles> own) {

  /** When the agent encrypts. */
  public enum Mode {
    /** As soon as it is enrolled. */
    ENROLLED,
    /** Always; it does not start before it can. */
    REQUIRED,
    /** Never. */
    OFF
  }

  static AgentTlsSettings read(Section s) {
    Mode mode = s.oneOf("mode", Mode.class).orElse(Mode.ENROLLED);
    Optional<Path> certificate = s.existingFile("certificate").optional();
    Optional<Path> key = s.existingFile("key").optional();
    Optional<Path> trust = s.existingFile("trust").optional();
    List<String> given = List.of("certificate", "key", "trust").stream().filter(s::has).toList();
    if (!given.isEmpty() && given.size() < 3) {
      s.problem(
          given.getFirst(),
          "not enough",
          "certificate, key and trust: all three for one's own PKI, or none");
    }
    return new AgentTlsSettings(
        mode,
        certificate.flatMap(c -> key.flatMap(k -> trust.map(t -> new TlsFiles(c, k, List.of(t))))));
  }
}
