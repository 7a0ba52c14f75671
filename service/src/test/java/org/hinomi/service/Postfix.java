package org.hinomi.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** A Postfix on loopback that delivers to one box. Its master must be root. */
record Postfix(Servant place, int port) implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  static void configure(Servant place, int port) throws IOException {
    for (String name : new String[] {"etc", "spool", "data", "mail"}) {
      Files.createDirectory(place.folder().resolve(name));
    }
    Program.run(place.folder(), "chown", "root", place.folder().toString());
    Program.run(place.folder(), "chown", "postfix", "data", "mail");
    String uid = Program.run(place.folder(), "id", "-u", "postfix").strip();
    String gid = Program.run(place.folder(), "id", "-g", "postfix").strip();
    place.write(
        "etc/main.cf",
        port,
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
        maillog_file = HOME/mail.log
        maillog_file_prefixes = HOME
        smtpd_relay_restrictions = reject_unauth_destination
        """
            .replace("UID", uid)
            .replace("GID", gid));
    place.write(
        "etc/master.cf",
        port,
        """
        127.0.0.1:PORT inet n - n - - smtpd
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        proxymap unix - - n - - proxymap
        error unix - - n - - error
        retry unix - - n - - error
        virtual unix - n n - - virtual
        anvil unix - - n - 1 anvil
        postlog unix-dgram n - n - 1 postlogd
        """);
  }

  static Postfix start(Servant place, int port) {
    Program.run(place.folder(), "/usr/sbin/postfix", "-c", etc(place), "start");
    Services.listens(port);
    return new Postfix(place, port);
  }

  private static String etc(Servant place) {
    return place.folder().resolve("etc").toString();
  }

  /** Hands a mail over; whether it is taken shows in the log. */
  void send(String recipient, String id) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      OutputStream out = socket.getOutputStream();
      assertThat(in.readLine()).startsWith("220");
      ask(in, out, "HELO client.example.org");
      ask(in, out, "MAIL FROM:<sender@example.org>");
      if (ask(in, out, "RCPT TO:<" + recipient + ">").startsWith("250")) {
        ask(in, out, "DATA");
        String mail =
            "From: sender@example.org\r\nTo: %s\r\nMessage-ID: <%s@example.org>\r\n"
                    .formatted(recipient, id)
                + "Subject: test\r\n\r\ntext\r\n.";
        assertThat(ask(in, out, mail)).startsWith("250");
      }
      ask(in, out, "QUIT");
    }
  }

  private static String ask(BufferedReader in, OutputStream out, String command)
      throws IOException {
    out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
    return String.valueOf(in.readLine());
  }

  @Override
  public void close() {
    Program.run(place.folder(), "/usr/sbin/postfix", "-c", etc(place), "stop");
  }
}
