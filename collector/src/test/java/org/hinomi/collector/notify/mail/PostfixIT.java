package org.hinomi.collector.notify.mail;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hinomi.collector.alert.AlertFixtures;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.collector.notify.Waiting;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.text.Language;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A Postfix of its own that wants TLS and a password, on loopback, ended with the test. */
class PostfixIT {
  private static @Nullable Path home;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    for (String program : new String[] {"postfix", "saslpasswd2", "openssl"}) {
      assumeTrue(
          Stream.of("/usr/sbin", "/usr/bin").anyMatch(p -> Files.exists(Path.of(p, program))),
          program + " is missing: apt-get install postfix sasl2-bin libsasl2-modules openssl");
    }
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "Postfix can only be started by root");
    Path folder =
        Files.createTempDirectory(
            "hinomi-postfix",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    home = folder;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    configure(folder);
    run(folder, "", "postfix", "-c", folder + "/etc", "start");
    Waiting.until(Duration.ofSeconds(30), "Postfix listens", PostfixIT::listens);
  }

  private static void configure(Path folder) throws Exception {
    for (String name : new String[] {"etc", "spool", "data", "mail", "etc/sasl"}) {
      Files.createDirectory(folder.resolve(name));
    }
    String uid = run(folder, "", "id", "-u", "postfix").strip();
    String gid = run(folder, "", "id", "-g", "postfix").strip();
    run(folder, "", "chown", "postfix", folder + "/data", folder + "/mail");
    run(
        folder,
        "right\n",
        "saslpasswd2",
        "-p",
        "-c",
        "-f",
        folder + "/sasldb",
        "-u",
        "localhost",
        "hinomi");
    run(folder, "", "chown", "postfix", folder + "/sasldb");
    run(
        folder,
        "",
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=IP:127.0.0.1,DNS:localhost",
        "-keyout",
        folder + "/key.pem",
        "-out",
        folder + "/cert.pem");
    // Debian's Postfix looks for it in the folder sasl of its settings, whatever main.cf says.
    Files.writeString(
        folder.resolve("etc/sasl/smtpd.conf"),
        "pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: "
            + folder
            + "/sasldb\nmech_list: PLAIN LOGIN\n");
    Files.writeString(
        folder.resolve("etc/main.cf"),
        """
        compatibility_level = 3.6
        queue_directory = HOME/spool
        data_directory = HOME/data
        mail_owner = postfix
        setgid_group = postdrop
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        myhostname = localhost
        mydestination =
        virtual_mailbox_domains = example.net
        virtual_mailbox_base = HOME/mail
        virtual_mailbox_maps = inline:{ on-call@example.net=inbox/ }
        virtual_minimum_uid = 1
        virtual_uid_maps = static:UID
        virtual_gid_maps = static:GID
        maillog_file = HOME/spool/log
        maillog_file_prefixes = HOME
        smtpd_tls_security_level = encrypt
        smtpd_tls_auth_only = yes
        smtpd_tls_cert_file = HOME/cert.pem
        smtpd_tls_key_file = HOME/key.pem
        smtpd_sasl_auth_enable = yes
        smtpd_sasl_type = cyrus
        smtpd_sasl_path = smtpd
        smtpd_sasl_local_domain = localhost
        cyrus_sasl_config_path = HOME/etc/sasl
        smtpd_relay_restrictions = permit_sasl_authenticated, reject
        """
            .replace("HOME", folder.toString())
            .replace("UID", uid)
            .replace("GID", gid));
    StringBuilder master = new StringBuilder("127.0.0.1:" + port + " inet n - n - - smtpd\n");
    for (String service :
        new String[] {
          "cleanup unix n - n - 0 cleanup",
          "qmgr unix n - n 300 1 qmgr",
          "tlsmgr unix - - n 1000? 1 tlsmgr",
          "rewrite unix - - n - - trivial-rewrite",
          "bounce unix - - n - 0 bounce",
          "defer unix - - n - 0 bounce",
          "trace unix - - n - 0 bounce",
          "proxymap unix - - n - - proxymap",
          "error unix - - n - - error",
          "retry unix - - n - - error",
          "virtual unix - n n - - virtual",
          "anvil unix - - n - 1 anvil",
          "postlog unix-dgram n - n - 1 postlogd",
        }) {
      master.append(service).append('\n');
    }
    Files.writeString(folder.resolve("etc/master.cf"), master);
  }

  @AfterAll
  static void stop() throws Exception {
    Path folder = home;
    if (folder != null) {
      run(folder, "", "postfix", "-c", folder + "/etc", "stop");
      run(folder, "", "rm", "-r", folder.toString());
    }
  }

  @Test
  void deliversOverTlsWithAPassword() throws Exception {
    Path folder = home();
    Delivery delivery = deliver("right", "on-call@example.net", folder.resolve("cert.pem"));
    assertThat(delivery).as("log of Postfix: %s", log()).isEqualTo(new Delivery.Delivered());
    Path inbox = folder.resolve("mail/inbox/new");
    Waiting.until(
        Duration.ofSeconds(30),
        "the mail is in the box; log:\n" + log(),
        () -> Files.isDirectory(inbox) && !files(inbox).isEmpty());
    try (InputStream in = Files.newInputStream(files(inbox).getFirst())) {
      MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()), in);
      assertThat(mail.getSubject()).isEqualTo("[重大] fs01 /srv: filesystem-full, 93.1%");
      assertThat(Mails.text(mail)).contains("ホスト: fs01");
      assertThat(mail.getMessageID()).isEqualTo("<3f2c@example.net>");
      assertThat(String.join("\n", mail.getHeader("Received"))).contains("ESMTPSA");
    }
  }

  @Test
  void anAddressThatIsRefusedForGoodIsNotTriedAgain() throws Exception {
    assertThat(deliver("right", "nobody@example.net", home().resolve("cert.pem")))
        .isInstanceOfSatisfying(
            Delivery.Rejected.class, rejected -> assertThat(rejected.reason()).contains("550"));
  }

  @Test
  void aWrongPasswordIsTriedAgainBecauseSomebodyMayPutItRight() throws Exception {
    assertThat(deliver("wrong", "on-call@example.net", home().resolve("cert.pem")))
        .isInstanceOf(Delivery.RetryAfter.class);
  }

  @Test
  void aCertificateThatNobodyVouchesForGetsNothing() throws Exception {
    assertThat(deliver("right", "on-call@example.net", null))
        .isInstanceOf(Delivery.RetryAfter.class);
  }

  private static Delivery deliver(String password, String to, @Nullable Path ca)
      throws IOException {
    MailSettings settings =
        new MailSettings(
            "mail",
            new HostPort("127.0.0.1", port),
            MailSecurity.STARTTLS,
            "hinomi",
            new Secret(password),
            ca,
            "hinomi@example.net",
            List.of(to),
            Duration.ofSeconds(20),
            Language.JA,
            ZoneId.of("Asia/Tokyo"));
    try (MailNotifier notifier =
        new MailNotifier(settings, InstantSource.fixed(AlertFixtures.START))) {
      return notifier.deliver(AlertFixtures.transition("3f2c", Kind.RAISED, "/srv"));
    }
  }

  private static Path home() {
    return requireNonNull(home);
  }

  private static boolean listens() {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.getInputStream().read() == '2';
    } catch (IOException e) {
      return false;
    }
  }

  private static String log() throws IOException {
    Path log = home().resolve("spool/log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static String run(Path folder, String input, String... command) throws Exception {
    Path out = Files.createTempFile("hinomi-postfix", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      try (var in = process.outputWriter()) {
        in.write(input);
      }
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(String.join(" ", command)).isTrue();
      String text = Files.readString(out);
      assertThat(process.exitValue())
          .as(String.join(" ", command) + " in " + folder + ": " + text)
          .isZero();
      return text;
    } finally {
      Files.delete(out);
    }
  }
}
