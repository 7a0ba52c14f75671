package org.hinomi.core.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.snmp.SnmpUser.Auth;
import org.hinomi.core.snmp.SnmpUser.Priv;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our traps and informs of SNMPv3 with snmptrapd, and of every version over restarts. */
@Timeout(120)
class NotificationVersion3IT {
  private static final Secret AUTH = new Secret("authentic words");
  private static final Secret PRIV = new Secret("private words");

  private final HinomiMib mib = HinomiMib.under(HinomiMib.DEFAULT_ENTERPRISE);
  private final List<SnmpUser> users = users();

  @TempDir Path folder;

  /** Each digest and each cipher once, the longest keys from the shortest digest both ways. */
  private static List<SnmpUser> users() {
    List<SnmpUser> users = new ArrayList<>();
    users.add(new SnmpUser("nobody", Auth.NONE, null, Priv.NONE, null));
    for (Auth auth : List.of(Auth.SHA, Auth.SHA224, Auth.SHA256, Auth.SHA384, Auth.SHA512)) {
      users.add(new SnmpUser("only-" + auth, auth, AUTH, Priv.NONE, null));
    }
    for (Priv priv :
        List.of(Priv.AES128, Priv.AES192, Priv.AES256, Priv.AES192_REEDER, Priv.AES256_REEDER)) {
      users.add(new SnmpUser("sha-" + priv, Auth.SHA, AUTH, priv, PRIV));
    }
    users.add(new SnmpUser("sha512-aes256", Auth.SHA512, AUTH, Priv.AES256, PRIV));
    users.add(new SnmpUser("md5-des", Auth.MD5, AUTH, Priv.DES, PRIV));
    return users;
  }

  private SnmpEngine engine() throws IOException {
    return SnmpEngine.open(
        Files.createDirectories(folder.resolve("ours")),
        32473,
        new SecureRandom(),
        System::nanoTime);
  }

  @Test
  void everyLevelAndProtocolReachesSnmptrapd() throws Exception {
    SnmpEngine engine = engine();
    try (Snmptrapd snmptrapd = new Snmptrapd(engine, freePort());
        NotificationSender sender = new NotificationSender(mib, engine, System::nanoTime)) {
      for (SnmpUser user : users) {
        for (boolean inform : new boolean[] {false, true}) {
          String text = user.name() + " inform " + inform;
          sender.send(Samples.eventMatch(text), snmptrapd.target(user, inform));
          assertThat(snmptrapd.next()).contains("STRING: \"" + text + "\"");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void eitherSideMayStartAgain(boolean theirsIsKept) throws Exception {
    int port = freePort();
    SnmpUser user = users.get(users.size() - 2);
    SnmpEngine first = engine();
    try (NotificationSender sender = new NotificationSender(mib, first, System::nanoTime)) {
      for (int run = 1; run <= 3; run++) { // the same sender: snmptrapd counts its boots up
        if (!theirsIsKept) { // then it is another engine at the same address
          Files.deleteIfExists(folder.resolve("theirs/snmptrapd.conf"));
        }
        try (Snmptrapd snmptrapd = new Snmptrapd(first, port)) {
          sender.send(Samples.eventMatch("inform " + run), snmptrapd.target(user, true));
          assertThat(snmptrapd.next()).contains("inform " + run);
          sender.send(Samples.eventMatch("trap " + run), snmptrapd.target(user, false));
          assertThat(snmptrapd.next()).contains("trap " + run);
        }
      }
    }
    try (Snmptrapd snmptrapd = new Snmptrapd(first, port)) {
      for (int run = 1; run <= 3; run++) { // the same snmptrapd: we count ours up
        SnmpEngine again = engine();
        assertThat(again.id()).isEqualTo(first.id());
        try (NotificationSender sender = new NotificationSender(mib, again, System::nanoTime)) {
          sender.send(Samples.eventMatch("trap after " + run), snmptrapd.target(user, false));
          assertThat(snmptrapd.next()).contains("trap after " + run);
          sender.send(Samples.eventMatch("inform after " + run), snmptrapd.target(user, true));
          assertThat(snmptrapd.next()).contains("inform after " + run);
        }
      }
    }
  }

  @Test
  void itIsSaidWhyTheOtherSideDoesNotBelieveUs() throws Exception {
    SnmpEngine engine = engine();
    try (Snmptrapd snmptrapd = new Snmptrapd(engine, freePort());
        NotificationSender sender = new NotificationSender(mib, engine, System::nanoTime)) {
      SnmpUser stranger = new SnmpUser("stranger", Auth.SHA256, AUTH, Priv.NONE, null);
      assertThatThrownBy(
              () -> sender.send(Samples.eventMatch("m"), snmptrapd.target(stranger, true)))
          .isInstanceOf(IOException.class)
          .hasMessageEndingWith(": it reports: unknown user name");
      SnmpUser wrong =
          new SnmpUser("only-SHA256", Auth.SHA256, new Secret("other words"), Priv.NONE, null);
      assertThatThrownBy(() -> sender.send(Samples.eventMatch("m"), snmptrapd.target(wrong, true)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("perhaps it has another password for our user");
    }
  }

  @Test
  void version1SaysTheSame() throws Exception {
    SnmpEngine engine = engine();
    try (Snmptrapd snmptrapd = new Snmptrapd(engine, freePort());
        NotificationSender sender = new NotificationSender(mib, System::nanoTime)) {
      NotificationTarget v1 =
          new NotificationTarget(
              snmptrapd.address,
              NotificationTarget.Version.V1,
              new Secret("public"),
              null,
              false,
              Duration.ofSeconds(1),
              0,
              TrapFormat.HINOMI,
              UTF_8);
      sender.send(Samples.eventMatch("over version 1"), v1);
      assertThat(snmptrapd.next())
          .contains(".1.3.6.1.4.1.32473") // the enterprise
          .contains("Enterprise Specific Trap (1)")
          .contains("over version 1");
    }
  }

  @Test
  void informsWaitForTheirReceiverAlsoOverARestart() throws Exception {
    int port = freePort();
    SnmpEngine engine = engine();
    SnmpUser user = users.getLast();
    NotificationTarget target =
        NotificationTarget.version3(new HostPort("127.0.0.1", port), user, true);
    Path waiting = folder.resolve("informs");
    NotificationSender killed = new NotificationSender(mib, engine, System::nanoTime);
    try (NotificationQueue queue = new NotificationQueue(killed, List.of(target), 10, waiting)) {
      queue.offer(Samples.eventMatch("number 1"));
      queue.offer(Samples.eventMatch("number 2"));
      queue.start(); // nobody is there
    }
    NotificationSender again = new NotificationSender(mib, engine(), System::nanoTime);
    try (Snmptrapd snmptrapd = new Snmptrapd(engine, port);
        NotificationQueue queue = new NotificationQueue(again, List.of(target), 10, waiting)) {
      queue.start();
      queue.offer(Samples.eventMatch("number 3"));
      for (int i = 1; i <= 3; i++) {
        assertThat(snmptrapd.next()).contains("\"number " + i + "\"");
      }
      assertThat(queue.dropped()).isZero();
    }
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A real one that knows the users, for informs and, at our engine, for traps. */
  private final class Snmptrapd implements AutoCloseable {
    private final HostPort address;
    private final Process process;
    private final BufferedReader lines;

    Snmptrapd(SnmpEngine sender, int port) throws IOException {
      address = new HostPort("127.0.0.1", port);
      StringBuilder config = new StringBuilder("authCommunity log public\n");
      for (SnmpUser user : users) {
        String keys = keys(user);
        String id = HexFormat.of().formatHex(sender.id());
        config.append("createUser ").append(user.name()).append(keys).append('\n');
        config.append("createUser -e 0x").append(id).append(' ').append(user.name());
        config.append(keys).append('\n');
        String least =
            switch (user.level()) {
              case "authPriv" -> "priv";
              case "authNoPriv" -> "auth";
              default -> "noauth";
            };
        config.append("authUser log ").append(user.name()).append(' ').append(least).append('\n');
      }
      Path ours = Files.createDirectories(folder.resolve("conf"));
      Files.writeString(ours.resolve("snmptrapd.conf"), config);
      Path theirs = Files.createDirectories(folder.resolve("theirs"));
      ProcessBuilder builder =
          new ProcessBuilder("snmptrapd", "-f", "-n", "-On", "-Lo", "udp:127.0.0.1:" + port);
      builder.environment().put("MIBS", "");
      builder.environment().put("SNMPCONFPATH", ours + ":" + theirs);
      builder.environment().put("SNMP_PERSISTENT_DIR", theirs.toString());
      builder.redirectErrorStream(true);
      try {
        process = builder.start();
      } catch (IOException missing) {
        Assumptions.abort("snmptrapd is missing: apt-get install snmptrapd (" + missing + ")");
        throw missing;
      }
      lines = process.inputReader(UTF_8);
      readUntil("NET-SNMP version");
    }

    private static String keys(SnmpUser user) {
      if (user.auth() == Auth.NONE) {
        return "";
      }
      String auth = user.auth().name().replaceFirst("SHA(?=\\d)", "SHA-");
      String priv =
          switch (user.priv()) {
            case NONE -> "";
            case AES128 -> "AES";
            case AES192 -> "AES-192";
            case AES256 -> "AES-256";
            case AES192_REEDER -> "AES-192-C";
            case AES256_REEDER -> "AES-256-C";
            default -> user.priv().name();
          };
      return " "
          + auth
          + " \""
          + AUTH.reveal()
          + '"'
          + (priv.isEmpty() ? "" : " " + priv + " \"" + PRIV.reveal() + '"');
    }

    NotificationTarget target(SnmpUser user, boolean inform) {
      return NotificationTarget.version3(address, user, inform);
    }

    /** The next notification: all up to its last object, hinomiTextCut. */
    String next() throws IOException {
      return readUntil(".1.3.6.1.4.1.32473.1.14.0 =");
    }

    private String readUntil(String text) throws IOException {
      StringBuilder read = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        read.append(line).append('\n');
        if (line.contains(text)) {
          return read.toString();
        }
      }
      throw new AssertionError("snmptrapd ended without «" + text + "»: " + read);
    }

    @Override
    public void close() throws IOException {
      process.destroy(); // it writes how often it has started when it ends
      process.onExit().join();
      lines.close();
    }
  }
}
