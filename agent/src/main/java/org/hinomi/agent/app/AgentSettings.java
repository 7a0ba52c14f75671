package org.hinomi.agent.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hinomi.agent.sample.SamplerSettings;
import org.hinomi.agent.spool.SpoolSettings;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Section;
import org.hinomi.core.snmp.NotificationTarget;

/**
 * What {@code agent.yaml} says. {@code conf/agent.yaml} explains each key to the operator.
 *
 * @param state the folder of the agent's identity, positions and spool
 * @param host the name that its messages carry; the machine's own name when empty
 * @param collectors where to send over RELP, in the order of preference; empty: where it is
 *     enrolled
 * @param tls how it encrypts and whom it believes
 * @param watch what is read besides sampling; names are unique
 * @param spoolLimit largest size of the spool in bytes
 * @param spoolAge samples in it that are older go
 * @param rules the folder of the Sigma rules; none are matched when empty
 * @param traps who gets a notification for each match
 * @param enterprise the OID that our MIB stands under
 */
public record AgentSettings(
    Path state,
    Optional<String> host,
    List<HostPort> collectors,
    AgentTlsSettings tls,
    SamplerSettings sample,
    List<WatchSettings> watch,
    long spoolLimit,
    Duration spoolAge,
    Optional<Path> rules,
    List<NotificationTarget> traps,
    String enterprise) {

  private static final long DEFAULT_SPOOL = 256L << 20;
  private static final long SMALLEST_SPOOL = 1L << 20;
  private static final long LARGEST_SPOOL = 1L << 40;

  /** The number that IANA keeps for examples: free to use, owned by nobody. */
  private static final String DEFAULT_ENTERPRISE = "1.3.6.1.4.1.32473";

  public AgentSettings {
    collectors = List.copyOf(collectors);
    watch = List.copyOf(watch);
    traps = List.copyOf(traps);
  }

  public static AgentSettings read(Section s) {
    Section spool = s.section("spool");
    return new AgentSettings(
        s.ownFolder("state").required(),
        s.text("host")
            .where(
                h -> h.matches("[\\x21-\\x7e]{1,255}"),
                "a host name: at most 255 printable ASCII characters, no spaces")
            .optional(),
        s.has("collector") ? s.address("collector").oneOrMore() : List.of(),
        AgentTlsSettings.read(s.section("tls")),
        sample(s.section("sample")),
        watch(s),
        spool.size("limit", SMALLEST_SPOOL, LARGEST_SPOOL).orElse(DEFAULT_SPOOL),
        spool
            .duration("age", Duration.ofDays(1), Duration.ofDays(3650))
            .orElse(SpoolSettings.DEFAULT_AGE),
        s.existingFolder("rules").optional(),
        s.sections("traps").stream().map(TrapSettings::read).toList(),
        s.oid("enterprise").orElse(DEFAULT_ENTERPRISE));
  }

  private static SamplerSettings sample(Section s) {
    SamplerSettings defaults = SamplerSettings.defaults();
    Section fileSystems = s.section("filesystems");
    return new SamplerSettings(
        s.duration("interval", Duration.ofSeconds(1), Duration.ofHours(1))
            .orElse(defaults.interval()),
        Set.copyOf(
            fileSystems
                .text("exclude-types")
                .list(defaults.excludeFileSystemTypes().stream().sorted().toList())),
        Set.copyOf(fileSystems.text("include-types").list()),
        fileSystems.text("exclude-mounts").list(defaults.excludeMountPoints()),
        s.section("disks").text("exclude").list(defaults.excludeDisks()),
        s.section("interfaces").text("exclude").list(defaults.excludeInterfaces()));
  }

  private static List<WatchSettings> watch(Section s) {
    Set<String> names = new HashSet<>();
    return s.sections("watch").stream().map(w -> WatchSettings.read(w, names)).toList();
  }
}
