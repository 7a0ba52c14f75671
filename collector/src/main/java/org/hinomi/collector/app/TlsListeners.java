package org.hinomi.collector.app;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.hinomi.collector.audit.AuditLog;
import org.hinomi.collector.enroll.CertificateAuthority;
import org.hinomi.collector.enroll.EnrolmentDesk;
import org.hinomi.collector.enroll.Register;
import org.hinomi.collector.enroll.Tokens;
import org.hinomi.collector.receive.TlsGate;
import org.hinomi.collector.receive.relp.RelpAccess;
import org.hinomi.core.lifecycle.Stops;
import org.hinomi.core.lifecycle.ThisMachine;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.tls.PeerIdentity;
import org.hinomi.core.tls.ReloadingTls;
import org.hinomi.core.tls.TlsContexts.ClientCertificate;
import org.hinomi.core.tls.TlsFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the TLS listeners share: certificates, whom they believe, and the desk where agents enrol.
 * With one's own PKI there is no authority of our own, and no desk.
 */
final class TlsListeners {
  private static final Logger LOG = LoggerFactory.getLogger(TlsListeners.class);

  /** Requests that may wait for the one that is being signed. */
  private static final int WAITING_REQUESTS = 100;

  private final TlsSettings settings;
  private final ReloadingTls context;
  private final Predicate<X509Certificate> revoked;
  private final RelpAccess relpAccess;

  private TlsListeners(
      TlsSettings settings,
      ReloadingTls context,
      Predicate<X509Certificate> revoked,
      RelpAccess relpAccess) {
    this.settings = settings;
    this.context = context;
    this.revoked = revoked;
    this.relpAccess = relpAccess;
  }

  /**
   * @throws IOException where certificates cannot be read or made
   */
  static TlsListeners open(
      TlsSettings settings, Path data, AuditLog audit, InstantSource clock, Stops stops)
      throws IOException {
    boolean required = settings.relp() == ClientCertificate.REQUIRED;
    List<Path> trusted = new ArrayList<>(settings.clients().stream().toList());
    Optional<TlsSettings.Own> own = settings.own();
    if (own.isPresent()) {
      TlsFiles files = new TlsFiles(own.get().certificate(), own.get().key(), trusted);
      return new TlsListeners(
          settings,
          new ReloadingTls(files, System::nanoTime),
          certificate -> false,
          new RelpAccess(required, null));
    }
    Path dir = CertificateAuthority.folderIn(data);
    CertificateAuthority authority =
        CertificateAuthority.open(dir, CollectorProgram.hostName(), clock);
    trusted.add(authority.file());
    Path certificate = authority.collector(names(settings));
    Register register = new Register(dir, clock);
    EnrolmentDesk desk =
        new EnrolmentDesk(authority, new Tokens(dir.resolve("tokens"), clock), register, audit);
    return new TlsListeners(
            settings,
            new ReloadingTls(new TlsFiles(certificate, certificate, trusted), System::nanoTime),
            register::isRevoked,
            new RelpAccess(required, enrolment(desk, stops)))
        .renewing(authority, stops);
  }

  /**
   * What the console shows: the same certificate.
   *
   * @param certificate the file that it stands in
   */
  record Shown(SSLContext context, Path certificate) {}

  /**
   * @throws IOException where the certificate cannot be read or made
   */
  static Shown console(TlsSettings settings, Path data, InstantSource clock, Stops stops)
      throws IOException {
    Optional<TlsSettings.Own> own = settings.own();
    if (own.isPresent()) {
      TlsFiles files = new TlsFiles(own.get().certificate(), own.get().key(), List.of());
      return new Shown(
          new ReloadingTls(files, System::nanoTime).following(), own.get().certificate());
    }
    CertificateAuthority authority =
        CertificateAuthority.open(
            CertificateAuthority.folderIn(data), CollectorProgram.hostName(), clock);
    Path certificate = authority.collector(names(settings));
    renew(authority, settings, stops);
    return new Shown(
        new ReloadingTls(new TlsFiles(certificate, certificate, List.of()), System::nanoTime)
            .following(),
        certificate);
  }

  private TlsListeners renewing(CertificateAuthority authority, Stops stops) {
    renew(authority, settings, stops);
    return this;
  }

  /** The collector's own certificate is looked at every hour, and followed like any other file. */
  private static void renew(CertificateAuthority authority, TlsSettings settings, Stops stops) {
    ScheduledExecutorService renewal =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("certificate").daemon().factory());
    stops.add("certificate", renewal::shutdownNow);
    renewal.scheduleWithFixedDelay(
        () -> {
          try {
            authority.collector(names(settings));
          } catch (IOException | RuntimeException e) {
            LOG.atError().setCause(e).log("The collector's certificate cannot be renewed.");
          }
        },
        1,
        1,
        HOURS);
  }

  TlsGate relp() {
    // Who has no certificate yet comes to get one; what else it may do, RelpAccess says.
    return gate(relpAccess.enrolment() == null ? settings.relp() : ClientCertificate.OPTIONAL);
  }

  RelpAccess relpAccess() {
    return relpAccess;
  }

  TlsGate syslog() {
    return gate(settings.syslog());
  }

  private TlsGate gate(ClientCertificate clients) {
    return new TlsGate(context::context, clients, settings.relays(), revoked);
  }

  /** Signing and writing files is not for an event loop: one thread does it, and not for all. */
  private static RelpAccess.Enrolment enrolment(EnrolmentDesk desk, Stops stops) {
    ThreadPoolExecutor clerk =
        new ThreadPoolExecutor(
            0,
            1,
            30,
            SECONDS,
            new ArrayBlockingQueue<>(WAITING_REQUESTS),
            Thread.ofPlatform().name("enrolment").daemon().factory());
    stops.own("enrolment", clerk);
    return (command, data, peer, from) -> {
      try {
        return CompletableFuture.supplyAsync(
            () ->
                desk.answer(
                    command,
                    data,
                    peer == null ? List.of() : peer.names(),
                    peer == null ? null : peer.agentId(),
                    from.getHostAddress()),
            clerk);
      } catch (RejectedExecutionException e) {
        return CompletableFuture.failedFuture(new CompletionException(e));
      }
    };
  }

  /** The machine's names and addresses, and those that the settings add. */
  static List<String> names(TlsSettings settings) throws IOException {
    Set<String> names = new LinkedHashSet<>(settings.names());
    names.add(CollectorProgram.hostName());
    names.add(ThisMachine.fullName());
    names.add("localhost");
    for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
      card.inetAddresses()
          .filter(address -> !address.isLinkLocalAddress())
          .forEach(address -> names.add(address.getHostAddress().replaceAll("%.*", "")));
    }
    return names.stream().filter(PeerIdentity::isName).limit(16).toList();
  }

  /** Leaves for {@code hinomi enroll token} where agents find this collector. */
  void publish(HostPort listening, Path data) throws IOException {
    CertificateAuthority.publishAddress(data, reachedAt(listening));
  }

  private HostPort reachedAt(HostPort listening) {
    String host = listening.host();
    boolean anywhere =
        host.equals("0.0.0.0") || host.equals("::") || host.equals("0:0:0:0:0:0:0:0");
    if (!anywhere) {
      return listening;
    }
    return new HostPort(
        settings.names().isEmpty() ? ThisMachine.fullName() : settings.names().getFirst(),
        listening.port());
  }
}
