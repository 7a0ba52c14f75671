package org.hinomi.collector.notify.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import org.hinomi.collector.notify.tower.Lamp;
import org.hinomi.collector.notify.tower.Tower;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snmp4j.CommunityTarget;
import org.snmp4j.PDU;
import org.snmp4j.Snmp;
import org.snmp4j.event.ResponseEvent;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.smi.VariableBinding;
import org.snmp4j.transport.DefaultUdpTransportMapping;

/**
 * A Patlite signal tower by SNMPv2c: one SET of the state of each lamp and of the buzzer, and of
 * how many seconds it stays so, 0 for ever.
 */
public final class SnmpTower implements Tower {
  private static final String CONTROL = "1.3.6.1.4.1.20440.4.1.5.1.2.1";
  private static final int STATE = 2;
  private static final int SECONDS = 3;
  private static final int AS_IT_IS = 9;

  /** Off, on, blinking, flashing, by the digits of {@link Lamp}. */
  private static final int[] LIGHTS = {1, 2, 3, 5};

  /** Off, and four patterns. */
  private static final int[] BUZZER = {1, 2, 3, 4, 5};

  private static final Logger log = LoggerFactory.getLogger(SnmpTower.class);

  private final HostPort to;
  private final Secret community;
  private final Duration timeout;
  private final Snmp snmp;

  /** Throws IOException where no UDP socket can be opened. */
  public SnmpTower(HostPort to, Secret community, Duration timeout) throws IOException {
    this.to = to;
    this.community = community;
    this.timeout = timeout;
    snmp = new Snmp(new DefaultUdpTransportMapping());
    snmp.listen();
  }

  @Override
  public void show(Lamp lamp) throws IOException {
    CommunityTarget<UdpAddress> target =
        new CommunityTarget<>(
            new UdpAddress(InetAddress.getByName(to.host()), to.port()),
            new OctetString(community.reveal().getBytes(UTF_8)));
    target.setVersion(SnmpConstants.version2c);
    target.setTimeout(timeout.toMillis());
    target.setRetries(1);
    ResponseEvent<UdpAddress> event = snmp.send(set(lamp), target);
    PDU answer = event == null ? null : event.getResponse();
    if (answer == null) {
      throw new IOException("no answer to a SET within " + timeout.toMillis() + " ms");
    }
    if (answer.getErrorStatus() != PDU.noError) {
      throw new IOException("the tower refuses a SET: " + answer.getErrorStatusText());
    }
  }

  static PDU set(Lamp lamp) {
    PDU set = new PDU();
    set.setType(PDU.SET);
    for (int i = 0; i < Lamp.PARTS; i++) {
      int digit = lamp.part(i);
      if (digit != AS_IT_IS) {
        int state = i < Lamp.PARTS - 1 ? LIGHTS[digit] : BUZZER[digit];
        set.add(new VariableBinding(oid(STATE, i), new Integer32(state)));
        set.add(new VariableBinding(oid(SECONDS, i), new Integer32(0)));
      }
    }
    return set;
  }

  private static OID oid(int column, int part) {
    return new OID(CONTROL + "." + column + "." + (part + 1));
  }

  @Override
  public void close() {
    try {
      snmp.close();
    } catch (IOException e) {
      log.atDebug().setCause(e).log("The socket to a signal tower could not be closed.");
    }
  }
}
