package org.hinomi.collector.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.enroll.CertificateAuthority;
import org.hinomi.collector.enroll.Register;
import org.hinomi.collector.enroll.Tokens;
import org.hinomi.core.lifecycle.ThisMachine;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.tls.EnrolmentToken;
import org.hinomi.core.tls.PeerIdentity;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code enroll token|list|revoke}: the collector's side. They work on the folder of the history,
 * beside a collector that runs; the agent's side is a command of the agent.
 */
@Command(name = "enroll", mixinStandardHelpOptions = true)
public final class EnrollCommand extends GroupCommand {
  private static final int DEFAULT_PORT = 2515;

  /** The command with its subcommands. */
  public static CommandLine of(Caller caller) {
    return new CommandLine(new EnrollCommand())
        .addSubcommand(new Token(caller))
        .addSubcommand(new ListAll(caller))
        .addSubcommand(new Revoke(caller));
  }

  /** What the subcommands have in common. */
  abstract static class OnFolder extends FolderCommand {
    OnFolder(Caller caller) {
      super(caller);
    }

    Register register() throws SettingsException {
      return new Register(CertificateAuthority.folderIn(folder()), caller.clock());
    }
  }

  @Command(name = "token", mixinStandardHelpOptions = true)
  static final class Token extends OnFolder {
    private static final Duration LONGEST = Duration.ofDays(7);

    @Option(names = "--host", paramLabel = "NAME")
    @Nullable String host;

    @Option(names = "--minutes", paramLabel = "N", defaultValue = "60")
    int minutes;

    @Option(names = "--address", paramLabel = "HOST:PORT")
    @Nullable String address;

    Token(Caller caller) {
      super(caller);
    }

    @Override
    public Integer call() throws IOException, SettingsException {
      Duration validity = Duration.ofMinutes(minutes);
      if (!validity.isPositive() || validity.compareTo(LONGEST) > 0) {
        throw wrong("--minutes: " + minutes + " (expected: 1.." + LONGEST.toMinutes() + ")");
      }
      if (host != null && !PeerIdentity.isName(host)) {
        throw wrong("--host: " + host + " (expected: a host name without wildcards)");
      }
      Path folder = folder();
      Optional<HostPort> listening = CertificateAuthority.address(folder);
      String name = ThisMachine.fullName();
      HostPort at =
          address != null
              ? HostPort.parse(address)
              : listening.orElse(new HostPort(name, DEFAULT_PORT));
      if (listening.isEmpty()) {
        err().println(texts.get("enroll.not-listening", at));
      }
      CertificateAuthority authority =
          CertificateAuthority.open(CertificateAuthority.folderIn(folder), name, caller.clock());
      byte[] secret =
          new Tokens(CertificateAuthority.folderIn(folder).resolve("tokens"), caller.clock())
              .make(validity, Optional.ofNullable(host));
      err().println(texts.get("enroll.use", at.host(), minutes));
      out().println(new EnrolmentToken(at, authority.fingerprint(), secret).text());
      out().flush();
      note("enroll.token", Map.of("host", host == null ? "" : host, "minutes", "" + minutes));
      return ExitCode.OK;
    }
  }

  @Command(name = "list", mixinStandardHelpOptions = true)
  static final class ListAll extends OnFolder {
    ListAll(Caller caller) {
      super(caller);
    }

    @Override
    public Integer call() throws IOException, SettingsException {
      table(
          List.of("enroll.host", "enroll.state", "enroll.until", "enroll.serial", "enroll.agent"),
          register().entries().stream()
              .map(
                  entry ->
                      List.of(
                          entry.host(),
                          state(entry.revoked()),
                          time(entry.until()),
                          entry.serial().toString(16),
                          entry.agentId()))
              .toList());
      return ExitCode.OK;
    }

    private String state(@Nullable Instant revoked) {
      return revoked == null
          ? texts.get("enroll.in-force")
          : texts.get("enroll.revoked-at", time(revoked));
    }
  }

  @Command(name = "revoke", mixinStandardHelpOptions = true)
  static final class Revoke extends OnFolder {
    @Parameters(arity = "1", paramLabel = "HOST|SERIAL", descriptionKey = "which")
    String which = "";

    Revoke(Caller caller) {
      super(caller);
    }

    @Override
    public Integer call() throws IOException, SettingsException {
      List<Register.Entry> revoked = register().revoke(which);
      if (revoked.isEmpty()) {
        err().println(texts.get("enroll.none", which));
        return ExitCode.FAILED;
      }
      revoked.forEach(
          entry ->
              out()
                  .println(texts.get("enroll.revoked", entry.host(), entry.serial().toString(16))));
      out().flush();
      note("enroll.revoke", Map.of("host", which));
      return ExitCode.OK;
    }
  }
}
