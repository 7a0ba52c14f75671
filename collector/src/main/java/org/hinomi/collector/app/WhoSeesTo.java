package org.hinomi.collector.app;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hinomi.collector.alert.Acknowledgement;
import org.hinomi.collector.alert.Act;
import org.hinomi.collector.alert.AlertActions;
import org.hinomi.collector.alert.AlertException;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.notify.ack.Acknowledgements;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who sees to which alert, in the alerts' own database. */
final class WhoSeesTo implements Acknowledgements.Register {
  private static final Logger LOG = LoggerFactory.getLogger(WhoSeesTo.class);

  private final AlertActions actions;
  private final AlertReader reader;

  WhoSeesTo(AlertActions actions, AlertReader reader) {
    this.actions = actions;
    this.reader = reader;
  }

  @Override
  public boolean acknowledge(List<String> alerts, String by, Instant now) throws IOException {
    // A link can be pressed as often as one likes: only what changes something is a step.
    Set<String> known = new HashSet<>();
    for (AlertReader.Alert alert : reader.current()) {
      Acknowledgement acknowledged = alert.acknowledged();
      if (acknowledged != null
          && acknowledged.act().by().equals(by)
          && acknowledged.act().until() == null) {
        known.add(alert.id());
      }
    }
    boolean changed = false;
    for (String life : alerts) {
      if (known.contains(life)) {
        continue;
      }
      try {
        actions.acknowledge(life, new Act(by, null, ""));
        changed = true;
      } catch (AlertException e) {
        // It ended meanwhile, or is none of a rule, as that of a channel.
        LOG.atInfo()
            .addKeyValue("alert", life)
            .addKeyValue("reason", e.reason())
            .log("Not acknowledged.");
      }
    }
    return changed;
  }

  @Override
  public List<Acknowledgements.Taken> taken(List<String> alerts) throws IOException {
    Set<String> asked = Set.copyOf(alerts);
    List<Acknowledgements.Taken> taken = new ArrayList<>();
    for (AlertReader.Alert alert : reader.current()) {
      Acknowledgement acknowledged = alert.acknowledged();
      if (acknowledged != null && asked.contains(alert.id())) {
        taken.add(new Acknowledgements.Taken(acknowledged.act().by(), acknowledged.at()));
      }
    }
    return taken;
  }
}
