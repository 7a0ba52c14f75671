package org.hinomi.collector.receive.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.epoll.Epoll;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.EventLoops;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.core.event.Transport;
import org.hinomi.core.settings.Cidr;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.snmp.NotificationTarget.Version;
import org.hinomi.core.snmp.SnmpEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The receiver with the programs of Net-SNMP and with bare datagrams, over epoll and over NIO. */
class SnmpReceiverIT {

  private static final long NOW_NANOS = 1_763_928_900_123_456_789L;
  private static final byte[] LINK_DOWN_INFORM =
      HexFormat.of()
          .parseHex(
              "305402010104067075626c6963a64702047088924e0201000201003039300d06082b060102010103004301"
                  + "4d3017060a2b06010603010104010006092b0601060301010503300f060a2b0601020102020101"
                  + "07020107");

  private final FakeIntake intake = new FakeIntake();
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counters counters = new Counters(registry);
  private @Nullable EventLoops loops;
  private @Nullable SnmpReceiver receiver;

  @TempDir Path state;

  private SnmpAccess access() throws IOException {
    return SnmpAccess.anyCommunity(
        List.of(), SnmpEngine.open(state, 32473, new SecureRandom(), System::nanoTime));
  }

  private SnmpReceiver start(String io) throws IOException {
    return start(io, access());
  }

  private SnmpReceiver start(String io, SnmpAccess access) throws IOException {
    Assumptions.assumeTrue(
        io.equals("nio") || Epoll.isAvailable(), "no native epoll on this system");
    EventLoops ours = new EventLoops(1, io.equals("epoll"));
    loops = ours;
    SnmpReceiver started =
        new SnmpReceiver(
            new HostPort("127.0.0.1", 0),
            128 * 1024,
            ours,
            access,
            intake,
            counters,
            () -> NOW_NANOS);
    receiver = started;
    return started;
  }

  @AfterEach
  void stop() {
    if (receiver != null) {
      receiver.close();
    }
    if (loops != null) {
      loops.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void snmptrapV1AndV2cArriveAsTheyAre(String io) throws Exception {
    SnmpReceiver snmp = start(io);
    String to = "127.0.0.1:" + snmp.address().getPort();
    assertThat(
            run(
                    "snmptrap",
                    "-v1",
                    "-c",
                    "public",
                    to,
                    "1.3.6.1.4.1.8072.3.2.10",
                    "192.0.2.10",
                    "0",
                    "0",
                    "12345")
                .waitFor())
        .isZero();
    FakeIntake.Offer first = intake.next();
    assertThat(first.chunk().transport()).isEqualTo(Transport.SNMP);
    assertThat(first.chunk().sender().getAddress().getHostAddress()).isEqualTo("127.0.0.1");
    assertThat(first.chunk().receivedNanos()).isEqualTo(NOW_NANOS);
    assertThat(HexFormat.of().formatHex(first.records().getFirst().bytes()))
        .isEqualTo(
            "302b02010004067075626c6963a41e060a2b06010401bf0803020a4004c000020a0201000201004302"
                + "30393000");
    assertThat(
            run(
                    "snmptrap",
                    "-v2c",
                    "-c",
                    "public",
                    to,
                    "1",
                    "1.3.6.1.4.1.8072.2.3.0.2",
                    "1.3.6.1.4.1.8072.2.20",
                    "s",
                    "ディスク障害")
                .waitFor())
        .isZero();
    FakeIntake.Record second = intake.next().records().getFirst();
    assertThat(new String(second.bytes(), UTF_8)).endsWith("ディスク障害");
    assertThat(second.fault()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void snmpinformIsAnsweredOnlyAfterTheSync(String io) throws Exception {
    SnmpReceiver snmp = start(io);
    Process inform =
        run(
            "snmpinform",
            "-v2c",
            "-r",
            "0",
            "-t",
            "20",
            "-c",
            "public",
            "127.0.0.1:" + snmp.address().getPort(),
            "77",
            "1.3.6.1.6.3.1.1.5.3",
            "1.3.6.1.2.1.2.2.1.1.7",
            "i",
            "7");
    FakeIntake.Offer offer = intake.next();
    assertThat(inform.waitFor(500, TimeUnit.MILLISECONDS)).as("answered before the sync").isFalse();
    offer.commit().done(1, null);
    assertThat(inform.waitFor(10, TimeUnit.SECONDS)).as("answered after the sync").isTrue();
    assertThat(inform.exitValue()).isZero();
  }

  /** A loop that waits for the disk does not read traps, and nobody sends those again. */
  @Test
  void aLoopMayWriteInformsAsLongAsNoTrapsCome() throws Exception {
    SnmpReceiver snmp = start("nio");
    String to = "127.0.0.1:" + snmp.address().getPort();
    for (boolean alone : new boolean[] {true, false}) {
      Process inform =
          run(
              "snmpinform",
              "-v2c",
              "-r",
              "0",
              "-t",
              "20",
              "-c",
              "public",
              to,
              "77",
              "1.3.6.1.6.3.1.1.5.3");
      FakeIntake.Offer offer = intake.next();
      assertThat(offer.commit().loop() != null).isEqualTo(alone);
      offer.commit().done(1, null);
      assertThat(inform.waitFor()).isZero();
      if (alone) {
        assertThat(
                run("snmptrap", "-v2c", "-c", "public", to, "1", "1.3.6.1.6.3.1.1.5.3").waitFor())
            .isZero();
        assertThat(intake.next().commit().loop()).isNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void snmpinformIsNotAnsweredWhereTheSyncFailed(String io) throws Exception {
    SnmpReceiver snmp = start(io);
    Process inform =
        run(
            "snmpinform",
            "-v2c",
            "-r",
            "0",
            "-t",
            "1",
            "-c",
            "public",
            "127.0.0.1:" + snmp.address().getPort(),
            "77",
            "1.3.6.1.6.3.1.1.5.3");
    intake.next().commit().done(-1, new IOException("disk full"));
    assertThat(inform.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(inform.exitValue()).isNotZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void aRepeatedInformIsTwoRecordsAndTwoAnswers(String io) throws Exception {
    SnmpReceiver snmp = start(io);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(10_000);
      send(socket, snmp, LINK_DOWN_INFORM);
      send(socket, snmp, LINK_DOWN_INFORM);
      List<FakeIntake.Record> records = new ArrayList<>();
      while (records.size() < 2) {
        FakeIntake.Offer offer = intake.next();
        records.addAll(offer.records());
        offer.commit().done(1, null);
      }
      assertThat(records).allMatch(r -> r.holds(LINK_DOWN_INFORM));
      byte[] response = LINK_DOWN_INFORM.clone();
      response[13] = (byte) 0xA2; // Response-PDU, everything else as it was (RFC 3416, 4.2.7)
      for (int i = 0; i < 2; i++) {
        DatagramPacket answer = new DatagramPacket(new byte[2000], 2000);
        socket.receive(answer);
        assertThat(answer.getData()).startsWith(response);
        assertThat(answer.getLength()).isEqualTo(response.length);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void whatIsNoBerIsKeptWithItsFault(String io) throws Exception {
    SnmpReceiver snmp = start(io);
    byte[] longest = "x".repeat(65_507).getBytes(UTF_8);
    try (DatagramSocket socket = new DatagramSocket()) {
      send(socket, snmp, "hello".getBytes(UTF_8));
      FakeIntake.Record text = intake.next().records().getFirst();
      assertThat(text.fault()).isEqualTo(FrameFault.BAD_BER);
      assertThat(text.bytes()).isEqualTo("hello".getBytes(UTF_8));
      send(socket, snmp, new byte[0]);
      assertThat(intake.next().records().getFirst())
          .matches(r -> r.fault() == FrameFault.BAD_BER && r.bytes().length == 0);
      send(socket, snmp, longest);
      assertThat(intake.next().records().getFirst()).matches(r -> r.holds(longest));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void whatIsNotAllowedIsKeptWithItsReasonAndNotAnswered(String io) throws Exception {
    SnmpEngine engine = SnmpEngine.open(state, 32473, new SecureRandom(), System::nanoTime);
    List<Secret> secret = List.of(new Secret("s3cret"));
    List<Cidr> elsewhere = List.of(Cidr.parse("192.0.2.0/24"));
    for (boolean network : new boolean[] {true, false}) {
      SnmpReceiver snmp =
          start(
              io,
              new SnmpAccess(
                  EnumSet.allOf(Version.class),
                  secret,
                  network ? elsewhere : List.of(),
                  List.of(),
                  engine));
      FrameFault fault = network ? FrameFault.SNMP_NETWORK : FrameFault.SNMP_COMMUNITY;
      try (DatagramSocket socket = new DatagramSocket()) {
        socket.setSoTimeout(300);
        send(socket, snmp, LINK_DOWN_INFORM);
        FakeIntake.Offer offer = intake.next();
        assertThat(offer.records().getFirst())
            .matches(r -> r.fault() == fault && r.holds(LINK_DOWN_INFORM));
        offer.commit().done(1, null);
        assertThatThrownBy(() -> socket.receive(new DatagramPacket(new byte[2000], 2000)))
            .isInstanceOf(SocketTimeoutException.class);
      }
      assertThat(counted("hinomi_refused", "reason", fault.reason())).isEqualTo(1);
      stop();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void aBurstArrivesWholeAndInOrderPerSender(String io) throws Exception {
    SnmpReceiver snmp = start(io);
    int each = 50;
    Map<Integer, StringBuilder> bySender = new ConcurrentHashMap<>();
    StringBuilder expected = new StringBuilder();
    try (DatagramSocket one = new DatagramSocket();
        DatagramSocket two = new DatagramSocket()) {
      for (int i = 0; i < each; i++) {
        send(one, snmp, ("n" + i + ";").getBytes(UTF_8));
        send(two, snmp, ("n" + i + ";").getBytes(UTF_8));
        expected.append("n").append(i).append(';');
      }
      int records = 0;
      while (records < 2 * each) {
        FakeIntake.Offer offer = intake.next();
        for (FakeIntake.Record r : offer.records()) {
          bySender
              .computeIfAbsent(offer.chunk().sender().getPort(), port -> new StringBuilder())
              .append(new String(r.bytes(), UTF_8));
          records++;
        }
      }
      assertThat(bySender.get(one.getLocalPort())).hasToString(expected.toString());
      assertThat(bySender.get(two.getLocalPort())).hasToString(expected.toString());
    }
    assertThat(counted("hinomi_received", "transport", "snmp")).isEqualTo(2 * each);
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void aFullIntakeIsACountedDropAndNoAnswer(String io) throws Exception {
    SnmpReceiver snmp = start(io);
    intake.full = true;
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(300);
      send(socket, snmp, LINK_DOWN_INFORM);
      assertThatThrownBy(() -> socket.receive(new DatagramPacket(new byte[2000], 2000)))
          .isInstanceOf(SocketTimeoutException.class);
    }
    assertThat(counted("hinomi_dropped", "reason", "intake-full")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void anAddressInUseIsAClearError(String io) throws Exception {
    SnmpReceiver snmp = start(io);
    HostPort taken = new HostPort("127.0.0.1", snmp.address().getPort());
    EventLoops ours = Objects.requireNonNull(loops);
    assertThatThrownBy(
            () ->
                new SnmpReceiver(taken, 65_536, ours, access(), intake, counters, () -> NOW_NANOS))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("listen.snmp: " + taken + " cannot be bound (");
  }

  private double counted(String metric, String label, String value) {
    return registry.scrape(name -> name.startsWith(metric)).stream()
        .filter(snapshot -> snapshot.getMetadata().getName().equals(metric))
        .flatMap(snapshot -> snapshot.getDataPoints().stream())
        .filter(point -> value.equals(point.getLabels().get(label)))
        .mapToDouble(point -> ((CounterSnapshot.CounterDataPointSnapshot) point).getValue())
        .sum();
  }

  private static void send(DatagramSocket socket, SnmpReceiver to, byte[] bytes)
      throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length, to.address()));
  }

  /** A program of Net-SNMP, without MIB modules or settings of the machine. */
  private static Process run(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("MIBS", "");
    builder.environment().put("SNMPCONFPATH", "/nonexistent");
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      return builder.start();
    } catch (IOException missing) {
      Assumptions.abort(command[0] + " is missing: apt-get install snmp (" + missing + ")");
      throw missing;
    }
  }
}
