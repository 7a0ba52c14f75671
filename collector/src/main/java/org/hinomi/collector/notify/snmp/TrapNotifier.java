package org.hinomi.collector.notify.snmp;

import java.io.IOException;
import java.util.stream.Collectors;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.detect.Evidence;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.collector.notify.Notice;
import org.hinomi.collector.notify.Notifier;
import org.hinomi.collector.notify.syslog.AlarmMessage;
import org.hinomi.core.snmp.EventMatch;
import org.hinomi.core.snmp.Heartbeat;
import org.hinomi.core.snmp.HinomiMib;
import org.hinomi.core.snmp.NotificationSender;
import org.hinomi.core.snmp.NotificationTarget;
import org.hinomi.core.snmp.ThresholdStep;
import org.hinomi.core.text.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a network management system of transitions, in HINOMI-MIB: hinomiThresholdRaised, -Changed
 * and -Cleared, and hinomiEventMatch when an alert of an event rule is raised or gets another
 * level; or in the words of another module, see {@link TrapStyle}. A trap counts as delivered when
 * the system has taken it, an inform when it was answered.
 */
public final class TrapNotifier implements Notifier {

  private static final Logger log = LoggerFactory.getLogger(TrapNotifier.class);
  private static final String HOST_LABEL = "host.name";

  /** In the place where an agent names the source that it watches. */
  private static final String SOURCE = "collector";

  private final String name;
  private final NotificationSender sender;
  private final NotificationTarget target;
  private final TrapStyle style;
  private final HinomiMib mib;
  private final String hostname;

  /**
   * @param name the destination's name in the settings
   * @param sender closed with this notifier
   * @param mib the one of the sender
   * @param hostname of this machine
   */
  public TrapNotifier(
      String name,
      NotificationSender sender,
      NotificationTarget target,
      TrapStyle style,
      HinomiMib mib,
      String hostname) {
    this.name = name;
    this.sender = sender;
    this.target = target;
    this.style = style;
    this.mib = mib;
    this.hostname = hostname;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Delivery deliver(Transition transition) {
    try {
      switch (style) {
        case HINOMI -> own(transition);
        case DISMAN_EVENT -> send(DismanEvent.of(transition, mib));
        case ALARM -> send(AlarmState.of(transition, mib, AlarmMessage.text(transition)));
        case SYSLOG_MSG -> send(SyslogMsg.of(transition, hostname));
      }
      return new Delivery.Delivered();
    } catch (IOException | RuntimeException e) { // SNMP4J wraps some I/O errors in unchecked ones
      return failed(e);
    }
  }

  /** Tells that we are alive; nothing else that is no alert. */
  @Override
  public Delivery tell(Notice notice) {
    if (!notice.kind().equals(Notice.HEARTBEAT)) {
      return Notifier.super.tell(notice);
    }
    try {
      sender.send(new Heartbeat(hostname, notice.at()), target);
      return new Delivery.Delivered();
    } catch (IOException | RuntimeException e) {
      return failed(e);
    }
  }

  private Delivery failed(Exception e) {
    String reason = Reason.of(e);
    return new Delivery.RetryAfter("SNMP to " + target.address() + ": " + reason);
  }

  private void own(Transition transition) throws IOException {
    Transition.Match match = transition.match();
    if (match == null) {
      sender.send(step(transition), target);
    } else if (transition.kind() != Transition.Kind.CLEARED) {
      // An event has no end: what a management system is told of it is that it happened.
      sender.send(event(transition, match), target);
    }
  }

  private void send(Standard notification) throws IOException {
    sender.send(notification.trap(), notification.objects(), target);
  }

  private static EventMatch event(Transition transition, Transition.Match match) {
    Evidence newest = match.newest();
    return new EventMatch(
        transition.host(),
        newest.identity(),
        SOURCE,
        transition.rule(),
        match.title(),
        match.level(),
        transition.at(),
        newest.code(),
        newest.provider(),
        newest.channel(),
        newest.message());
  }

  private static ThresholdStep step(Transition transition) {
    String subject =
        transition.labels().entrySet().stream()
            .filter(label -> !label.getKey().equals(HOST_LABEL))
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(", "));
    return new ThresholdStep(
        switch (transition.kind()) {
          case RAISED -> HinomiMib.Notification.THRESHOLD_RAISED;
          case CHANGED -> HinomiMib.Notification.THRESHOLD_CHANGED;
          case CLEARED -> HinomiMib.Notification.THRESHOLD_CLEARED;
          case ACKNOWLEDGED, UNACKNOWLEDGED, CLOSED ->
              throw new IllegalArgumentException(transition.kind() + ": never told");
        },
        transition.id(),
        transition.host(),
        transition.rule(),
        subject,
        transition.metric(),
        transition.value(),
        transition.level(),
        switch (transition.severity()) {
          case WARNING -> ThresholdStep.Severity.WARNING;
          case CRITICAL -> ThresholdStep.Severity.CRITICAL;
        },
        transition.since(),
        transition.at(),
        transition.position());
  }

  @Override
  public void close() {
    try {
      sender.close();
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("destination", name)
          .setCause(e)
          .log("The socket of an SNMP destination could not be closed.");
    }
  }
}
