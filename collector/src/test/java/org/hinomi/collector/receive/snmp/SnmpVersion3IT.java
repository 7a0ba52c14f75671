package org.hinomi.collector.receive.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.snmp.FakeRecord;
import org.hinomi.collector.decode.snmp.SnmpDecoder;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.EventLoops;
import org.hinomi.core.event.Fields;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.snmp.HinomiMib;
import org.hinomi.core.snmp.SnmpEngine;
import org.hinomi.core.snmp.SnmpUser;
import org.hinomi.core.snmp.SnmpUser.Auth;
import org.hinomi.core.snmp.SnmpUser.Priv;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SNMPv3 from Net-SNMP's programs, in every combination of protocols that we offer. */
@Timeout(120)
class SnmpVersion3IT {
  private static final String AUTH_PASSWORD = "authentic words";
  private static final String PRIV_PASSWORD = "private words";

  private final FakeIntake intake = new FakeIntake();
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counters counters = new Counters(registry);
  private final EventLoops loops = new EventLoops(1);
  private final List<SnmpUser> users = users();
  private final SnmpDecoder decoder =
      new SnmpDecoder(HinomiMib.under(HinomiMib.DEFAULT_ENTERPRISE), users);
  private final AtomicLong nanos = new AtomicLong();
  private final Queue<FakeIntake.Record> synced = new ArrayDeque<>();

  @TempDir Path folder;
  private @Nullable SnmpReceiver receiver;

  private static List<SnmpUser> users() {
    List<SnmpUser> users = new ArrayList<>();
    users.add(new SnmpUser("nobody", Auth.NONE, null, Priv.NONE, null));
    for (Auth auth : Auth.values()) {
      for (Priv priv : Priv.values()) {
        if (auth != Auth.NONE) {
          users.add(user(auth, priv));
        }
      }
    }
    return users;
  }

  private static SnmpUser user(Auth auth, Priv priv) {
    return new SnmpUser(
        auth + "-" + priv,
        auth,
        new Secret(AUTH_PASSWORD),
        priv,
        priv == Priv.NONE ? null : new Secret(PRIV_PASSWORD));
  }

  /** The arguments by which Net-SNMP becomes that user. */
  private static String[] as(Auth auth, Priv priv) {
    List<String> arguments = new ArrayList<>(List.of("-u", auth + "-" + priv));
    arguments.addAll(List.of("-a", auth.name().replaceFirst("SHA(?=\\d)", "SHA-")));
    arguments.addAll(List.of("-A", AUTH_PASSWORD));
    arguments.addAll(List.of("-l", priv == Priv.NONE ? "authNoPriv" : "authPriv"));
    if (priv != Priv.NONE) {
      String name =
          switch (priv) {
            case AES128 -> "AES";
            case AES192 -> "AES-192";
            case AES256 -> "AES-256";
            case AES192_REEDER -> "AES-192-C";
            case AES256_REEDER -> "AES-256-C";
            default -> priv.name();
          };
      arguments.addAll(List.of("-x", name, "-X", PRIV_PASSWORD));
    }
    return arguments.toArray(String[]::new);
  }

  /** Starts, or starts again, with the state of the last time. */
  private NetSnmp start() throws IOException {
    stopReceiver();
    SnmpEngine engine = SnmpEngine.open(folder, 32473, new SecureRandom(), nanos::get);
    SnmpReceiver started =
        new SnmpReceiver(
            new HostPort("127.0.0.1", 0),
            128 * 1024,
            loops,
            SnmpAccess.anyCommunity(users, engine),
            intake,
            counters,
            () -> 0);
    receiver = started;
    return new NetSnmp(
        Files.createDirectories(folder.resolve("net-snmp")), started.address().getPort());
  }

  private void stopReceiver() {
    if (receiver != null) {
      receiver.close();
    }
  }

  @AfterEach
  void stop() {
    stopReceiver();
    loops.close();
  }

  @ParameterizedTest
  @EnumSource(Auth.class)
  void everyCombinationIsReadAndAnswered(Auth auth) throws Exception {
    NetSnmp peer = start();
    for (Priv priv : Priv.values()) {
      if (priv == Priv.DES3 || (auth == Auth.NONE && priv != Priv.NONE)) {
        continue; // Net-SNMP has no 3DES
      }
      String[] user =
          auth == Auth.NONE ? new String[] {"-u", "nobody", "-l", "noAuthNoPriv"} : as(auth, priv);
      NetSnmp.Running trap = peer.version3("snmptrap", user);
      Event trapped = next();
      assertThat(trap.exit()).as(trap.output()).isZero();
      assertAuthentic(trapped, "trap", auth, priv);
      NetSnmp.Running inform = peer.version3("snmpinform", user);
      Event informed = next();
      assertThat(inform.exit()).as(priv + inform.output()).isZero();
      assertAuthentic(informed, "inform", auth, priv);
    }
    assertThat(refused("discovery")).isPositive();
  }

  private static void assertAuthentic(Event event, String pdu, Auth auth, Priv priv) {
    assertThat(event.fields())
        .as("%s with %s and %s", pdu, auth, priv)
        .doesNotContainKey(Fields.ERROR_MESSAGE)
        .containsEntry(Fields.SNMP_PDU, pdu)
        .containsEntry(
            Fields.SNMP_SECURITY_LEVEL,
            auth == Auth.NONE ? "noAuthNoPriv" : priv == Priv.NONE ? "authNoPriv" : "authPriv")
        .containsEntry(Fields.SNMP_TRAP_NAME, "linkDown");
  }

  @Test
  void whatIsNotAuthenticIsRecordedWithItsReasonAndNotAnswered() throws Exception {
    NetSnmp peer = start();
    String[] wrongAuth = as(Auth.SHA256, Priv.AES128);
    wrongAuth[5] = "another word";
    assertRefused(peer, wrongAuth, "wrong_digest", "wrong digest for SNMPv3 user");
    String[] wrongPriv = as(Auth.SHA256, Priv.AES128);
    wrongPriv[11] = "another word";
    assertRefused(peer, wrongPriv, "decryption_error", "cannot be decrypted");
    String[] unknown = as(Auth.SHA256, Priv.AES128);
    unknown[1] = "stranger";
    assertRefused(peer, unknown, "unknown_user_name", "SNMPv3 user stranger is not known");
    String[] lower = {
      "-u", "SHA256-AES128", "-a", "SHA-256", "-A", AUTH_PASSWORD, "-l", "authNoPriv"
    };
    assertRefused(peer, lower, "unsupported_security_level", "authNoPriv (expected: authPriv");
  }

  private void assertRefused(NetSnmp peer, String[] user, String reason, String text)
      throws Exception {
    peer.version3("snmptrap", user).exit();
    assertThat(error(next())).contains(text);
    List<String> once = new ArrayList<>(List.of("-r", "0", "-t", "1"));
    once.addAll(List.of(user));
    NetSnmp.Running inform = peer.version3("snmpinform", once.toArray(String[]::new));
    assertThat(error(next())).contains(text);
    assertThat(inform.exit()).as(inform.output()).isNotZero();
    assertThat(refused(reason)).isEqualTo(2);
  }

  @Test
  void bootsGoUpAndTheTimeIsAgreedAnewWhenEitherSideStartsAgain() throws Exception {
    for (int run = 1; run <= 3; run++) {
      NetSnmp peer = start();
      String[] user = as(Auth.SHA512, Priv.AES256);
      NetSnmp.Running inform = peer.version3("snmpinform", user);
      assertThat(next().fields()).doesNotContainKey(Fields.ERROR_MESSAGE);
      assertThat(inform.exit()).as(inform.output()).isZero();
      assertThat(Files.readString(folder.resolve("snmp-engine"))).endsWith("boots " + run + "\n");
      // Each snmptrap is a start of its engine: the same id, boots one more.
      assertThat(peer.version3("snmptrap", user).exit()).isZero();
      assertThat(next().fields()).doesNotContainKey(Fields.ERROR_MESSAGE);
    }
  }

  @Test
  void aSenderThatKnowsOurTimeOfYesterdayIsToldTodays() throws Exception {
    NetSnmp peer = start();
    String id = Files.readString(folder.resolve("snmp-engine")).substring(10, 44);
    nanos.set(1_000_000_000_000L); // the engine runs for 1000 s
    List<String> stale = new ArrayList<>(List.of("-e", "0x" + id, "-Z", "1,10"));
    stale.addAll(List.of(as(Auth.SHA256, Priv.AES128)));
    NetSnmp.Running inform = peer.version3("snmpinform", stale.toArray(String[]::new));
    assertThat(error(next())).contains("time window");
    Event again = next();
    assertThat(again.fields()).doesNotContainKey(Fields.ERROR_MESSAGE);
    assertThat(inform.exit()).as(inform.output()).isZero();
    assertThat(refused("not_in_time_window")).isEqualTo(1);
  }

  @Test
  void aTrapFromAnEarlierBootOfItsSenderIsRefused() throws Exception {
    NetSnmp peer = start();
    String[] user = as(Auth.SHA256, Priv.NONE);
    for (String clock : List.of("7,5000", "7,4900", "7,4800", "6,9000", "8,1")) {
      List<String> at = new ArrayList<>(List.of("-e", "0x80001f888004", "-Z", clock));
      at.addAll(List.of(user));
      assertThat(peer.version3("snmptrap", at.toArray(String[]::new)).exit()).isZero();
      Event event = next();
      if (clock.equals("7,4800") || clock.equals("6,9000")) {
        assertThat(error(event)).as(clock).contains("time window");
      } else {
        assertThat(event.fields()).as(clock).doesNotContainKey(Fields.ERROR_MESSAGE);
      }
    }
    assertThat(refused("not_in_time_window")).isEqualTo(2);
  }

  private static String error(Event event) {
    return Objects.requireNonNullElse(
        (String) event.fields().get(Fields.ERROR_MESSAGE), "no error");
  }

  /** The next record, decoded; it is synced, so that informs are answered. */
  private Event next() throws InterruptedException {
    if (synced.isEmpty()) {
      FakeIntake.Offer offer = intake.next();
      synced.addAll(offer.records());
      offer.commit().done(1, null);
    }
    FakeIntake.Record first = synced.remove();
    return decoder.decode(FakeRecord.of(first.bytes(), first.fault()));
  }

  private double refused(String reason) {
    return registry.scrape(name -> name.startsWith("hinomi_refused")).stream()
        .flatMap(snapshot -> snapshot.getDataPoints().stream())
        .filter(point -> reason.toLowerCase(Locale.ROOT).equals(point.getLabels().get("reason")))
        .mapToDouble(point -> ((CounterSnapshot.CounterDataPointSnapshot) point).getValue())
        .sum();
  }
}
