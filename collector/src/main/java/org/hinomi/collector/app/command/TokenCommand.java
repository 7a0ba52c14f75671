package org.hinomi.collector.app.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hinomi.collector.access.ApiToken;
import org.hinomi.collector.access.Scope;
import org.hinomi.collector.access.TokenBook;
import org.hinomi.collector.access.TokenBook.Made;
import org.hinomi.collector.access.User;
import org.hinomi.collector.access.UserBook;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.settings.SettingsException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code token create|list|revoke}: what programs show to the API. */
@Command(name = "token", mixinStandardHelpOptions = true)
public final class TokenCommand extends GroupCommand {
  /** The command with its subcommands. */
  public static CommandLine of(Caller caller) {
    return new CommandLine(new TokenCommand())
        .addSubcommand(new Create(caller))
        .addSubcommand(new ListAll(caller))
        .addSubcommand(new Revoke(caller));
  }

  /** What the subcommands have in common. */
  private abstract static class OnTokens extends FolderCommand {
    OnTokens(Caller caller) {
      super(caller);
    }

    TokenBook tokens() throws SettingsException {
      return new TokenBook(UserBook.folderIn(folder()), caller.clock());
    }
  }

  @Command(name = "create", mixinStandardHelpOptions = true)
  static final class Create extends OnTokens {
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_DAYS = 3_650;

    @Option(names = "--user", paramLabel = "NAME", required = true, descriptionKey = "token-user")
    String user = "";

    @Option(
        names = "--scopes",
        paramLabel = "LIST",
        defaultValue = "read",
        descriptionKey = "token-scopes")
    String scopes = "";

    @Option(names = "--days", paramLabel = "N", defaultValue = "90", descriptionKey = "token-days")
    int days;

    @Parameters(arity = "1", paramLabel = "NAME", descriptionKey = "token-name")
    String name = "";

    Create(Caller caller) {
      super(caller);
    }

    @Override
    public Integer call() throws IOException, SettingsException {
      if (days < 1 || days > LONGEST_DAYS) {
        throw wrong("--days: " + days + " (expected: 1.." + LONGEST_DAYS + ")");
      }
      if (name.isBlank() || name.length() > LONGEST_NAME || name.matches(".*\\p{Cntrl}.*")) {
        throw wrong(
            "NAME: "
                + name.length()
                + " characters (expected: 1.."
                + LONGEST_NAME
                + ", in one line)");
      }
      Set<Scope> may;
      try {
        may = Scope.parse(scopes);
      } catch (IllegalArgumentException e) {
        throw wrong("--scopes: " + e.getMessage());
      }
      String whose = user.toLowerCase(Locale.ROOT);
      Optional<User> owner = new UserBook(UserBook.folderIn(folder()), caller.clock()).find(whose);
      if (owner.isEmpty()) {
        err().println(texts.get("user.none", whose));
        return ExitCode.FAILED;
      }
      if (!may.stream().allMatch(scope -> scope.in(owner.get().scopes()))) {
        err().println(texts.get("token.too-much", whose, Scope.words(owner.get().scopes())));
        return ExitCode.FAILED;
      }
      Made made = tokens().make(name.strip(), whose, may, Duration.ofDays(days));
      err().println(texts.get("token.use", made.token().id(), days));
      out().println(made.secret().reveal());
      out().flush();
      note(
          "token.create",
          Map.of(
              "target",
              whose,
              "token",
              made.token().id(),
              "name",
              name,
              "scopes",
              Scope.words(may)));
      return ExitCode.OK;
    }
  }

  @Command(name = "list", mixinStandardHelpOptions = true)
  static final class ListAll extends OnTokens {
    ListAll(Caller caller) {
      super(caller);
    }

    @Override
    public Integer call() throws IOException, SettingsException {
      table(
          List.of(
              "token.column.id",
              "token.column.name",
              "token.column.user",
              "user.column.scopes",
              "token.column.until"),
          tokens().all().stream()
              .map(
                  token ->
                      List.of(
                          token.id(),
                          token.name(),
                          token.user(),
                          Scope.words(token.scopes()),
                          time(token.until())))
              .toList());
      return ExitCode.OK;
    }
  }

  @Command(name = "revoke", mixinStandardHelpOptions = true)
  static final class Revoke extends OnTokens {
    @Parameters(arity = "1", paramLabel = "ID|USER", descriptionKey = "token-which")
    String which = "";

    Revoke(Caller caller) {
      super(caller);
    }

    @Override
    public Integer call() throws IOException, SettingsException {
      List<ApiToken> revoked = tokens().revoke(which.toLowerCase(Locale.ROOT));
      if (revoked.isEmpty()) {
        err().println(texts.get("token.none", which));
        return ExitCode.FAILED;
      }
      for (ApiToken token : revoked) {
        out().println(texts.get("token.revoke", token.id(), token.name(), token.user()));
      }
      out().flush();
      for (ApiToken token : revoked) {
        note("token.revoke", Map.of("target", token.user(), "token", token.id()));
      }
      return ExitCode.OK;
    }
  }
}
