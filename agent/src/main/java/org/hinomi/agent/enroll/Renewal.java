package org.hinomi.agent.enroll;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.hinomi.core.relp.Failover.Opener;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.tls.ReloadingTls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews the agent's certificate before it ends. {@link #run} is for one thread. */
public final class Renewal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);
  private static final Duration LOOK = Duration.ofHours(1);

  private final Enrolment enrolment;
  private final ReloadingTls tls;
  private final Opener connector;
  private final List<HostPort> collectors;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * @param collectors asked in this order
   * @param random so that not all agents come at once
   */
  public Renewal(
      Enrolment enrolment,
      ReloadingTls tls,
      Opener connector,
      List<HostPort> collectors,
      InstantSource clock,
      RandomGenerator random) {
    this.enrolment = enrolment;
    this.tls = tls;
    this.connector = connector;
    this.collectors = List.copyOf(collectors);
    this.clock = clock;
    this.random = random;
  }

  /** Looks every hour, or so, until {@link #close}. */
  public void run() throws InterruptedException {
    do {
      renewWhereDue();
    } while (!closed.await(
        LOOK.toMillis() / 2 + random.nextLong(LOOK.toMillis()), TimeUnit.MILLISECONDS));
  }

  /** Whether a new certificate was got. */
  boolean renewWhereDue() {
    X509Certificate certificate = tls.chain().getFirst();
    if (!Enrolment.isDue(certificate, clock.instant())) {
      return false;
    }
    for (HostPort collector : collectors) {
      try {
        enrolment.renew(tls, connector, collector);
        LOG.atInfo().addKeyValue("collector", collector).log("The certificate was renewed.");
        return true;
      } catch (IOException e) {
        LOG.atWarn()
            .addKeyValue("collector", collector)
            .addKeyValue("until", certificate.getNotAfter().toInstant())
            .addKeyValue("reason", e.getMessage())
            .log("The certificate could not be renewed; trying again within hours.");
      }
    }
    return false;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
