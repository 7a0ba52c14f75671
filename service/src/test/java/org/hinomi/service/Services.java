package org.hinomi.service;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Starts services of Debian on loopback, each with settings of its own in a folder of its own. */
final class Services {
  private Services() {}

  static Program apache(Servant place, int port) throws IOException {
    place.write(
        "conf",
        port,
        """
        ServerRoot HOME
        ServerName localhost
        Listen 127.0.0.1:PORT
        PidFile HOME/pid
        LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
        LoadModule authn_core_module /usr/lib/apache2/modules/mod_authn_core.so
        LoadModule authn_file_module /usr/lib/apache2/modules/mod_authn_file.so
        LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
        LoadModule authz_user_module /usr/lib/apache2/modules/mod_authz_user.so
        LoadModule auth_basic_module /usr/lib/apache2/modules/mod_auth_basic.so
        LoadModule dir_module /usr/lib/apache2/modules/mod_dir.so
        ErrorLog HOME/error.log
        LogFormat "%h %l %u %t \\"%r\\" %>s %O \\"%{Referer}i\\" \\"%{User-Agent}i\\"" combined
        CustomLog HOME/access.log combined
        DocumentRoot HOME/pages
        <Directory HOME/pages>
          Require all granted
        </Directory>
        <Location /private>
          AuthType Basic
          AuthName private
          AuthUserFile HOME/passwords
          Require valid-user
        </Location>
        """);
    place.at("pages").write("index.html", port, "hello\n");
    place.run("htpasswd", "-bc", "passwords", "taro", "secret");
    Program apache =
        place.start(
            "apache2",
            "-d",
            place.folder().toString(),
            "-f",
            place.folder().resolve("conf").toString(),
            "-D",
            "FOREGROUND");
    listens(port);
    return apache;
  }

  static Program squid(Servant place, int port) throws IOException {
    Path config =
        place.write(
            "conf",
            port,
            """
            http_port 127.0.0.1:PORT
            acl forbidden urlpath_regex ^/forbidden
            http_access deny forbidden
            http_access allow localhost
            access_log stdio:HOME/access.log squid
            cache_log HOME/cache.log
            pid_filename HOME/pid
            coredump_dir HOME
            cache deny all
            cache_store_log none
            netdb_filename none
            logfile_rotate 0
            pinger_enable off
            shutdown_lifetime 1 seconds
            """);
    Program squid = place.start("squid", "-N", "-f", config.toString());
    listens(port);
    return squid;
  }

  /** Writes what comes to its socket into a log, as a machine's own does. */
  static Program rsyslogd(Servant place, String log) throws IOException {
    Path config =
        place.write(
            "rsyslog.conf",
            0,
            """
            global(workDirectory="HOME")
            module(load="imuxsock" SysSock.Use="off")
            input(type="imuxsock" Socket="HOME/socket" RateLimit.Interval="0")
            *.* action(type="omfile" file="HOME/TARGET" template="RSYSLOG_FileFormat")
            """
                .replace("TARGET", log));
    Program rsyslogd =
        place.start(
            "rsyslogd",
            "-n",
            "-f",
            config.toString(),
            "-i",
            place.folder().resolve("pid").toString());
    Program.await("rsyslogd takes messages", () -> Files.exists(place.folder().resolve("socket")));
    return rsyslogd;
  }

  /** Nobody has a syslog of his own: what the service prints goes there by logger(1). */
  private static Program logged(Servant place, String tag, String command) {
    return place.start(
        "sh",
        "-c",
        command
            + " 2>&1 | sed -u 's/\\r$//' | logger -t "
            + tag
            + " -u "
            + place.folder().resolve("socket"));
  }

  static Program sshd(Servant place, int port) throws IOException {
    for (String key : List.of("host", "user")) {
      place.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key);
    }
    Path config =
        place.write(
            "conf",
            port,
            """
            Port PORT
            ListenAddress 127.0.0.1
            HostKey HOME/host
            AuthorizedKeysFile HOME/user.pub
            PidFile none
            UsePAM yes
            StrictModes no
            PasswordAuthentication yes
            KbdInteractiveAuthentication no
            LogLevel VERBOSE
            """);
    Program sshd = logged(place, "sshd", "exec /usr/sbin/sshd -D -e -f " + config);
    listens(port);
    return sshd;
  }

  /**
   * Logs on, or tries to.
   *
   * @param key with the key; else with a wrong password
   */
  static void ssh(Servant place, int port, String user, boolean key) throws IOException {
    Path ask = place.write("ask", 0, "#!/bin/sh\necho wrong\n");
    place.run("chmod", "755", ask.toString());
    place.run(
        "env",
        "SSH_ASKPASS=" + ask,
        "SSH_ASKPASS_REQUIRE=force",
        "ssh",
        "-F",
        "none",
        "-p",
        Integer.toString(port),
        "-i",
        place.folder().resolve("user").toString(),
        "-o",
        "StrictHostKeyChecking=no",
        "-o",
        "UserKnownHostsFile=/dev/null",
        "-o",
        "IdentitiesOnly=yes",
        "-o",
        "NumberOfPasswordPrompts=1",
        "-o",
        "ConnectTimeout=20",
        "-o",
        "PreferredAuthentications=" + (key ? "publickey" : "password"),
        user + "@127.0.0.1",
        "true");
  }

  static Program smbd(Servant place, int port) throws IOException {
    for (String name : List.of("share", "private", "locks", "state", "cache", "run", "rpc")) {
      place.at(name);
    }
    Path config =
        place.write(
            "conf",
            port,
            """
            [global]
            workgroup = TEST
            server role = standalone server
            interfaces = 127.0.0.1
            bind interfaces only = yes
            smb ports = PORT
            disable netbios = yes
            private dir = HOME/private
            lock directory = HOME/locks
            state directory = HOME/state
            cache directory = HOME/cache
            pid directory = HOME/run
            ncalrpc dir = HOME/rpc
            passdb backend = smbpasswd:HOME/private/smbpasswd
            map to guest = Bad User
            guest account = USER
            load printers = no
            printing = bsd
            disable spoolss = yes
            [data]
            path = HOME/share
            read only = no
            guest ok = yes
            vfs objects = full_audit
            full_audit:prefix = %u|%I|%m|%S
            full_audit:success = connect disconnect mkdirat unlinkat renameat openat
            full_audit:failure = connect openat
            full_audit:syslog = false
            """
                .replace("USER", place.user()));
    Program smbd =
        logged(
            place, "smbd_audit", "exec smbd -F --no-process-group --debug-stdout -d1 -s " + config);
    listens(port);
    return smbd;
  }

  static void smbclient(Servant place, int port, String commands) throws IOException {
    place.write("agent.txt", 0, "some text\n");
    place.run(
        "smbclient",
        "//127.0.0.1/data",
        "-p",
        Integer.toString(port),
        "-N",
        "-s",
        "/dev/null",
        "-c",
        commands);
  }

  static void listens(int port) {
    Program.await(
        "something listens on " + port,
        () -> {
          try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
          } catch (IOException notYet) {
            return false;
          }
        });
  }
}
