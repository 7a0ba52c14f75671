package org.hinomi.collector.receive.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.hinomi.collector.receive.Counters;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.snmp.NotificationTarget.Version;
import org.hinomi.core.snmp.SnmpEngine;
import org.hinomi.core.snmp.SnmpUser;
import org.hinomi.core.snmp.UsmUsers;
import org.junit.jupiter.api.Test;

/** Whatever a datagram holds, the receiver has a verdict on it, and no long reply. */
class UsmGateFuzzTest {
  /** Repeats at most a user's name of 32 octets. */
  private static final int LONGEST_REPORT = 200;

  private final SnmpEngine engine = engine();
  private final UsmGate gate =
      new UsmGate(
          engine,
          new UsmUsers(
              List.of(
                  new SnmpUser(
                      "u3",
                      SnmpUser.Auth.SHA,
                      new Secret("authpass3"),
                      SnmpUser.Priv.AES128,
                      new Secret("privpass3")),
                  new SnmpUser("n", SnmpUser.Auth.NONE, null, SnmpUser.Priv.NONE, null))),
          new Counters(new PrometheusRegistry()),
          () -> 0);
  private final SnmpAccess access =
      new SnmpAccess(
          EnumSet.allOf(Version.class),
          List.of(new Secret("public")),
          List.of(),
          List.of(),
          engine);

  private static SnmpEngine engine() {
    try {
      Path folder = Files.createTempDirectory("hinomi-fuzz");
      try {
        return SnmpEngine.open(folder, 32473, new SplittableRandom(1), () -> 0);
      } finally {
        Files.delete(folder.resolve("snmp-engine"));
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @FuzzTest
  void anyDatagramIsJudged(byte[] datagram) {
    if (SnmpHead.of(Unpooled.wrappedBuffer(datagram)) != SnmpHead.NOT_BER) {
      access.refusal(Unpooled.wrappedBuffer(datagram));
    }
    UsmGate.Verdict verdict = gate.judge(datagram);
    byte[] reply = verdict.reply();
    assertThat(reply == null ? 0 : reply.length).isLessThan(LONGEST_REPORT);
    assertThat(verdict.kept() || reply != null).isTrue();
    UsmGate.Inform inform = verdict.inform();
    if (inform != null) {
      gate.answer(inform);
    }
  }

  @Test
  void everyChangeOfAnInformForUsIsJudged() {
    byte[] inform = inform("n");
    SplittableRandom random = new SplittableRandom(7);
    int answered = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] changed = inform.clone();
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      UsmGate.Verdict verdict = gate.judge(changed);
      UsmGate.Inform asked = verdict.inform();
      if (asked != null && gate.answer(asked) != null) {
        answered++;
      }
      anyDatagramIsJudged(changed);
    }
    assertThat(answered).as("changes that leave it an inform").isPositive();
  }

  @Test
  void lengthsThatPromiseTooMuchCostNothing() {
    for (String bomb :
        List.of(
            "3084ffffffff020103",
            "30847fffffff020103308400000010",
            "3082ffff0201033082fff0300304847fffffff",
            "30" + "80".repeat(1000))) {
      anyDatagramIsJudged(HexFormat.of().parseHex(bomb));
    }
    byte[] nested = new byte[60_000]; // SEQUENCE in SEQUENCE in …
    for (int i = 0; i + 3 < nested.length; i += 4) {
      int left = nested.length - i - 4;
      nested[i] = 0x30;
      nested[i + 1] = (byte) 0x82;
      nested[i + 2] = (byte) (left >> 8);
      nested[i + 3] = (byte) left;
    }
    anyDatagramIsJudged(nested);
  }

  /** An inform without security, to our engine. */
  private byte[] inform(String user) {
    String engineId = "0411" + HexFormat.of().formatHex(engine.id());
    String name = "%02x%s".formatted(user.length(), HexFormat.of().formatHex(user.getBytes(UTF_8)));
    String pdu =
        "a6" + of("020109" + "020100" + "020100" + "30" + of("30" + of("06022a03" + "0500")));
    return HexFormat.of()
        .parseHex(
            "30"
                + of(
                    "020103"
                        + ("30" + of("020101" + "020205dc" + "040104" + "020103"))
                        + ("04"
                            + of(
                                "30"
                                    + of(
                                        engineId
                                            + "020101"
                                            + "020100"
                                            + ("04" + name)
                                            + "0400"
                                            + "0400")))
                        + ("30" + of(engineId + "0400" + pdu))));
  }

  private static String of(String hex) {
    int length = hex.length() / 2;
    return (length < 128 ? "%02x" : "81%02x").formatted(length) + hex;
  }
}
