package org.hinomi.collector.notify.tower;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.settings.Section;
import org.jspecify.annotations.Nullable;

/**
 * One signal tower.
 *
 * @param community of SNMP; null for the other ways
 * @param user of rsh
 * @param well what it shows when nothing is to be seen to
 */
public record TowerSettings(
    String name,
    Protocol protocol,
    HostPort to,
    Series series,
    @Nullable Secret community,
    String user,
    Lamp critical,
    Lamp warning,
    Lamp well,
    Duration timeout) {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** How it is spoken to. */
  public enum Protocol {
    PNS(10_000),
    HTTP(80),
    SNMP(161),
    RSH(514);

    private final int port;

    Protocol(int port) {
      this.port = port;
    }
  }

  /** What PNS begins with. */
  public enum Series {
    /** NH, NHL, NH-FV: {@code XX}. */
    NH(0x5858),
    /** LA6-POE: {@code AB}. */
    LA6(0x4142);

    private final int product;

    Series(int product) {
      this.product = product;
    }

    int product() {
      return product;
    }
  }

  /**
   * @param names of the channels before, to which this one's is added
   */
  public static TowerSettings read(Section s, Set<String> names) {
    String name = s.uniqueName("name", names);
    Protocol protocol = s.oneOf("protocol", Protocol.class).orElse(Protocol.PNS);
    Series series = s.oneOf("series", Series.class).orElse(Series.NH);
    if (s.has("series") && protocol != Protocol.PNS) {
      s.problem("series", "pointless", "no series without protocol: pns");
    }
    Optional<Secret> community =
        protocol == Protocol.SNMP
            ? Optional.of(s.requiredSecret("community"))
            : s.optionalSecret("community");
    return new TowerSettings(
        name,
        protocol,
        to(s, protocol),
        series,
        protocol == Protocol.SNMP ? community.orElse(null) : null,
        s.text("user").orElse("hinomi"),
        lamp(s, "critical", "200001"),
        lamp(s, "warning", "010000"),
        lamp(s, "well", "000000"),
        s.duration("timeout", SHORTEST, LONGEST).orElse(TIMEOUT));
  }

  private static HostPort to(Section s, Protocol protocol) {
    String expected =
        "host or host:port; the port of "
            + protocol.name().toLowerCase(Locale.ROOT)
            + " is "
            + protocol.port;
    return s.text("to")
        .where(text -> address(text, protocol).isPresent(), expected)
        .optional()
        .flatMap(text -> address(text, protocol))
        .orElseGet(
            () -> {
              if (!s.has("to")) {
                s.problem("to", "missing", expected);
              }
              return new HostPort("localhost", protocol.port);
            });
  }

  private static Optional<HostPort> address(String text, Protocol protocol) {
    try {
      return Optional.of(
          HostPort.parse(text.matches(".*:\\d+") ? text : text + ":" + protocol.port));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Lamp lamp(Section s, String key, String usual) {
    return new Lamp(s.text(key).where(Lamp::isRight, Lamp.EXPECTED).optional().orElse(usual));
  }
}
