package org.hinomi.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder in which a service runs that needs no rights: as nobody, where the test itself is root.
 */
record Servant(Path folder, boolean root) {
  private static final String USER = "nobody";

  /** A short path: sockets lie in it. */
  static Servant create() throws IOException {
    boolean root = System.getProperty("user.name").equals("root");
    Path folder =
        Files.createTempDirectory(
            "hinomi",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    return new Servant(folder, root).own(folder);
  }

  /** A folder in it. */
  Servant at(String name) throws IOException {
    return new Servant(Files.createDirectory(folder.resolve(name)), root).own(folder.resolve(name));
  }

  private Servant own(Path path) throws IOException {
    if (root) {
      Files.setOwner(
          path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
    }
    return this;
  }

  /** Who it runs as. */
  String user() {
    return root ? USER : System.getProperty("user.name");
  }

  /** Writes a file; {@code HOME} and {@code PORT} in it stand for this folder and the port. */
  Path write(String name, int port, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(
        file, text.replace("HOME", folder.toString()).replace("PORT", Integer.toString(port)));
    own(file);
    return file;
  }

  Program start(String... command) {
    List<String> all =
        new ArrayList<>(
            root
                ? List.of("setpriv", "--reuid=" + USER, "--regid=nogroup", "--clear-groups")
                : List.of());
    all.addAll(List.of(command));
    return Program.start(folder, Map.of("PATH", path()), all);
  }

  /** Runs a command to its end, whatever that is. */
  void run(String... command) {
    try (Program program = start(command)) {
      program.awaitExit();
    }
  }

  static String path() {
    return System.getenv("PATH") + ":/usr/sbin:/sbin";
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Renames a log, as logrotate does before it tells the service to open a new one. */
  void rename(String log) throws IOException {
    Files.move(folder.resolve(log), folder.resolve(log + ".1"));
  }

  /** Waits until the service has opened a new log. */
  void awaitNew(String log) {
    Path file = folder.resolve(log);
    Program.await(file + " is there again", () -> Files.exists(file));
  }

  /** The lines of a log and of what it was renamed to, in the order in which they were written. */
  List<String> lines(String log) {
    return Stream.of(log + ".1", log)
        .map(folder::resolve)
        .filter(Files::exists)
        .flatMap(
            file -> {
              try {
                return Files.readString(file, StandardCharsets.UTF_8).lines();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }

  /** Sends a signal to the process whose number stands in the file pid. */
  void signal(String signal) {
    try {
      Program.run(folder, "kill", "-" + signal, Files.readString(folder.resolve("pid")).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete() throws IOException {
    Program.run(Path.of("/"), "rm", "-r", folder.toString());
    assertThat(folder).doesNotExist();
  }
}
