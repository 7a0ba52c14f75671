package org.hinomi.collector.app.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hinomi.collector.access.Scope;
import org.hinomi.collector.access.TokenBook;
import org.hinomi.collector.access.User;
import org.hinomi.collector.access.UserBook;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.text.Reason;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code user add|list|remove|password|lock|unlock}: who may log in. */
@Command(name = "user", mixinStandardHelpOptions = true)
public final class UserCommand extends GroupCommand {
  /** The command with its subcommands. */
  public static CommandLine of(Caller caller) {
    return new CommandLine(new UserCommand())
        .addSubcommand(new Add(caller))
        .addSubcommand(new ListAll(caller))
        .addSubcommand(new Remove(caller))
        .addSubcommand(new Password(caller))
        .addSubcommand(new Lock(caller))
        .addSubcommand(new Unlock(caller));
  }

  /** What the subcommands have in common. */
  private abstract static class OnUsers extends FolderCommand {
    OnUsers(Caller caller) {
      super(caller);
    }

    UserBook users() throws SettingsException {
      return new UserBook(UserBook.folderIn(folder()), caller.clock());
    }

    /** Says what was done to whom, and notes it; or that there is nobody of this name. */
    int end(boolean done, String action, String name) {
      if (!done) {
        err().println(texts.get("user.none", name));
        return ExitCode.FAILED;
      }
      out().println(texts.get("user." + action, name));
      out().flush();
      note("user." + action, Map.of("target", name));
      return ExitCode.OK;
    }
  }

  /** What those that speak of one user have in common. */
  private abstract static class OnUser extends OnUsers {
    @Parameters(arity = "1", paramLabel = "NAME", descriptionKey = "user-name")
    String given = "";

    OnUser(Caller caller) {
      super(caller);
    }

    String name() {
      return given.toLowerCase(Locale.ROOT);
    }
  }

  @Command(name = "add", mixinStandardHelpOptions = true)
  static final class Add extends OnUser {
    @Option(names = "--scopes", paramLabel = "LIST", descriptionKey = "user-scopes")
    @Nullable String scopes;

    @Option(names = "--password-file", paramLabel = "F", descriptionKey = "password-file")
    @Nullable Path passwordFile;

    Add(Caller caller) {
      super(caller);
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SettingsException {
      if (!User.isName(name())) {
        throw wrong(texts.get("user.wrong-name", given));
      }
      UserBook users = users();
      Set<Scope> may;
      try {
        // Somebody must be able to do everything.
        may =
            scopes == null ? Set.of(users.exist() ? Scope.READ : Scope.ADMIN) : Scope.parse(scopes);
      } catch (IllegalArgumentException e) {
        throw wrong("--scopes: " + e.getMessage());
      }
      if (users.find(name()).isPresent()) {
        err().println(texts.get("user.exists", name()));
        return ExitCode.FAILED;
      }
      String hash;
      try {
        hash = NewPassword.hash(name(), passwordFile, texts);
      } catch (IllegalArgumentException e) {
        throw wrong(String.valueOf(e.getMessage()));
      }
      if (!users.add(name(), hash, may)) {
        err().println(texts.get("user.exists", name()));
        return ExitCode.FAILED;
      }
      out().println(texts.get("user.add", name(), Scope.words(may)));
      out().flush();
      note("user.add", Map.of("target", name(), "scopes", Scope.words(may)));
      return ExitCode.OK;
    }
  }

  @Command(name = "list", mixinStandardHelpOptions = true)
  static final class ListAll extends OnUsers {
    ListAll(Caller caller) {
      super(caller);
    }

    @Override
    public Integer call() throws IOException, SettingsException {
      List<User> users = users().all();
      Map<String, Instant> held = held();
      table(
          List.of(
              "user.column.name", "user.column.scopes", "user.column.state", "user.column.changed"),
          users.stream()
              .map(
                  user ->
                      List.of(
                          user.name(),
                          Scope.words(user.scopes()),
                          state(user, held.get(user.name())),
                          time(user.changed())))
              .toList());
      return ExitCode.OK;
    }

    private String state(User user, @Nullable Instant held) {
      if (user.locked()) {
        return texts.get("user.state.locked");
      }
      return held == null
          ? texts.get("user.state.active")
          : texts.get("user.state.held", time(held));
    }

    /** Who failed too often, as the collector knows that runs; where none does, nobody is asked. */
    private Map<String, Instant> held() {
      HistoryOptions history = new HistoryOptions();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      Map<String, Instant> held = new HashMap<>();
      try {
        history.data = folder();
        Caller quiet = caller.to(answer);
        new Ask(history, quiet).ask("access/held", Map.of(), null, (folder, out) -> {}, next -> {});
        for (String line : answer.toString(StandardCharsets.UTF_8).lines().toList()) {
          int blank = line.indexOf(' ');
          held.put(line.substring(0, blank), Instant.parse(line.substring(blank + 1)));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        err().println(texts.get("user.held-unknown", Reason.of(e)));
      }
      return held;
    }
  }

  @Command(name = "remove", mixinStandardHelpOptions = true)
  static final class Remove extends OnUser {
    Remove(Caller caller) {
      super(caller);
    }

    @Override
    public Integer call() throws IOException, SettingsException {
      boolean removed = users().remove(name());
      if (removed) {
        new TokenBook(UserBook.folderIn(folder()), caller.clock()).revoke(name());
      }
      return end(removed, "remove", name());
    }
  }

  @Command(name = "password", mixinStandardHelpOptions = true)
  static final class Password extends OnUser {
    @Option(names = "--password-file", paramLabel = "F", descriptionKey = "password-file")
    @Nullable Path passwordFile;

    Password(Caller caller) {
      super(caller);
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SettingsException {
      UserBook users = users();
      if (users.find(name()).isEmpty()) {
        return end(false, "password", name());
      }
      try {
        return end(
            users.password(name(), NewPassword.hash(name(), passwordFile, texts)),
            "password",
            name());
      } catch (IllegalArgumentException e) {
        throw wrong(String.valueOf(e.getMessage()));
      }
    }
  }

  @Command(name = "lock", mixinStandardHelpOptions = true)
  static final class Lock extends OnUser {
    Lock(Caller caller) {
      super(caller);
    }

    @Override
    public Integer call() throws IOException, SettingsException {
      return end(users().lock(name(), true), "lock", name());
    }
  }

  @Command(name = "unlock", mixinStandardHelpOptions = true)
  static final class Unlock extends OnUser {
    Unlock(Caller caller) {
      super(caller);
    }

    @Override
    public Integer call() throws IOException, SettingsException {
      return end(users().lock(name(), false), "unlock", name());
    }
  }
}
