package org.hinomi.collector.access;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Who may log in. Thread-safe, also beside other processes. */
public final class UserBook {
  private static final String FOLDER = "access";

  /** A hundred times what a log server has; the file is read whole. */
  private static final int MOST = 10_000;

  private final AccessFile<User> file;
  private final InstantSource clock;

  /**
   * @param dir as {@link #folderIn} gives it
   */
  public UserBook(Path dir, InstantSource clock) {
    this.file = new AccessFile<>(dir, "users", UserBook::read, UserBook::written);
    this.clock = clock;
  }

  /** Where users and tokens of a history are. */
  public static Path folderIn(Path data) {
    return data.resolve(FOLDER);
  }

  /** All, by name. */
  public List<User> all() throws IOException {
    return file.entries();
  }

  /** Whether there is anybody at all. */
  public boolean exist() throws IOException {
    return !file.entries().isEmpty();
  }

  public Optional<User> find(String name) throws IOException {
    return file.entries().stream().filter(user -> user.name().equals(name)).findFirst();
  }

  /**
   * Adds a user.
   *
   * @return false: there is one of this name, or there are too many; nothing is changed
   */
  public boolean add(String name, String hash, Set<Scope> scopes) throws IOException {
    Instant now = clock.instant();
    boolean[] added = {false};
    file.change(
        users -> {
          if (users.size() >= MOST || users.stream().anyMatch(user -> user.name().equals(name))) {
            return users;
          }
          List<User> more = new ArrayList<>(users);
          more.add(new User(name, hash, scopes, false, now, now));
          more.sort(Comparator.comparing(User::name));
          added[0] = true;
          return more;
        });
    return added[0];
  }

  /** Takes a user away; false where there is none. */
  public boolean remove(String name) throws IOException {
    boolean[] removed = {false};
    file.change(
        users -> {
          List<User> fewer = new ArrayList<>(users);
          removed[0] = fewer.removeIf(user -> user.name().equals(name));
          return fewer;
        });
    return removed[0];
  }

  /** Gives a user another password, which ends the user's sessions; false where there is none. */
  public boolean password(String name, String hash) throws IOException {
    Instant now = clock.instant();
    return replace(name, user -> user.withHash(hash, now));
  }

  /** Locks a user out, or in again, after too many failures too; false where there is none. */
  public boolean lock(String name, boolean locked) throws IOException {
    Instant now = clock.instant();
    return replace(name, user -> user.withLock(locked, now));
  }

  private boolean replace(String name, UnaryOperator<User> change) throws IOException {
    boolean[] found = {false};
    file.change(
        users -> {
          List<User> others = new ArrayList<>(users);
          others.replaceAll(
              user -> {
                found[0] |= user.name().equals(name);
                return user.name().equals(name) ? change.apply(user) : user;
              });
          return others;
        });
    return found[0];
  }

  private static User read(JsonNode line) {
    return new User(
        line.required("name").asString(),
        line.required("hash").asString(),
        Scope.parse(line.required("scopes").asString()),
        line.required("locked").asBoolean(),
        Instant.ofEpochMilli(line.required("changed").asLong()),
        Instant.ofEpochMilli(line.required("unlocked").asLong()));
  }

  private static ObjectNode written(User user) {
    return AccessFile.object()
        .put("name", user.name())
        .put("hash", user.hash())
        .put("scopes", Scope.words(user.scopes()))
        .put("locked", user.locked())
        .put("changed", user.changed().toEpochMilli())
        .put("unlocked", user.unlocked().toEpochMilli());
  }
}
