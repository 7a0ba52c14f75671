package org.hinomi.collector.app.command;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.hinomi.collector.access.Passwords;
import org.hinomi.core.text.Messages;
import org.jspecify.annotations.Nullable;

/** Asks for a new password: never on the command line, where others see it. */
final class NewPassword {
  private NewPassword() {}

  /**
   * Its hash.
   *
   * @param file holds the password in its first line; null: somebody types it, twice
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static String hash(String name, @Nullable Path file, Messages texts)
      throws IOException, InterruptedException {
    String password = file == null ? typed(name, texts) : written(file);
    String fault = Passwords.fault(name, password);
    if (!fault.isEmpty()) {
      throw new IllegalArgumentException(
          texts.get("password." + fault, Passwords.SHORTEST, Passwords.LONGEST));
    }
    try {
      return new Passwords().hash(password);
    } catch (Passwords.BusyException e) {
      throw new IOException(e);
    }
  }

  private static String written(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8).lines().findFirst().orElse("");
  }

  private static String typed(String name, Messages texts) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new IllegalArgumentException(texts.get("password.no-terminal"));
    }
    char[] first = console.readPassword("%s ", texts.get("password.ask", name));
    char[] again = console.readPassword("%s ", texts.get("password.again"));
    if (first == null || !Arrays.equals(first, again)) {
      throw new IllegalArgumentException(texts.get("password.differ"));
    }
    return new String(first);
  }
}
