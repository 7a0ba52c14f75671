package org.hinomi.collector.notify.tower;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.hinomi.collector.notify.snmp.SnmpTower;

/** Makes the way to a tower that the settings name. */
public final class Towers {
  private Towers() {}

  /** Throws IOException where no socket can be opened. */
  public static Tower of(TowerSettings settings) throws IOException {
    return switch (settings.protocol()) {
      case PNS -> new PnsTower(settings.to(), settings.series().product(), settings.timeout());
      case HTTP -> new HttpTower(settings.to(), settings.timeout());
      case SNMP ->
          new SnmpTower(settings.to(), requireNonNull(settings.community()), settings.timeout());
      case RSH -> new RshTower(settings.to(), settings.user(), settings.timeout());
    };
  }
}
