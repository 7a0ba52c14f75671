package org.hinomi.collector.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hinomi.core.settings.Secret;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The API tokens that are out, kept as hashes: 256 random bits want no slow hash. Thread-safe, also
 * beside other processes.
 */
public final class TokenBook {
  /** Scanners that look for secrets in files find them by it. */
  private static final String PREFIX = "hinomi_";

  private static final int SECRET_BYTES = 32;
  private static final int MOST = 10_000;

  private final AccessFile<ApiToken> file;
  private final InstantSource clock;

  /**
   * @param dir as {@link UserBook#folderIn} gives it
   */
  public TokenBook(Path dir, InstantSource clock) {
    this.file = new AccessFile<>(dir, "tokens", TokenBook::read, TokenBook::written);
    this.clock = clock;
  }

  /**
   * A token that was made now.
   *
   * @param secret what the program shows; it is kept nowhere
   */
  public record Made(ApiToken token, Secret secret) {}

  /**
   * Makes a token.
   *
   * @throws IllegalStateException where there are too many
   */
  public Made make(String name, String user, Set<Scope> scopes, Duration validity)
      throws IOException {
    SecureRandom random = new SecureRandom();
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    String secret = PREFIX + HexFormat.of().formatHex(bytes);
    byte[] id = new byte[4];
    random.nextBytes(id);
    Instant now = clock.instant();
    ApiToken token =
        new ApiToken(
            HexFormat.of().formatHex(id),
            name,
            user,
            scopes,
            sha256(secret),
            now,
            now.plus(validity));
    file.change(
        tokens -> {
          List<ApiToken> more = new ArrayList<>(tokens);
          more.removeIf(each -> !each.until().isAfter(now));
          if (more.size() >= MOST) {
            throw new IllegalStateException("too many tokens (expected: at most " + MOST + ")");
          }
          more.add(token);
          return more;
        });
    return new Made(token, new Secret(secret));
  }

  /** All that have not ended, the oldest first. */
  public List<ApiToken> all() throws IOException {
    Instant now = clock.instant();
    return file.entries().stream().filter(token -> token.until().isAfter(now)).toList();
  }

  /** Those that are taken back: the one with this id, or all of this user. */
  public List<ApiToken> revoke(String idOrUser) throws IOException {
    List<ApiToken> revoked = new ArrayList<>();
    file.change(
        tokens -> {
          List<ApiToken> left = new ArrayList<>();
          for (ApiToken token : tokens) {
            boolean meant = token.id().equals(idOrUser) || token.user().equals(idOrUser);
            (meant ? revoked : left).add(token);
          }
          return left;
        });
    return revoked;
  }

  /** The token that a program shows, where it is one that counts. */
  public Optional<ApiToken> find(String secret) throws IOException {
    if (!secret.startsWith(PREFIX)) {
      return Optional.empty();
    }
    // Who can compute what this hash looks like has the token: nothing is told by its time.
    String hash = sha256(secret);
    Instant now = clock.instant();
    return file.entries().stream()
        .filter(token -> token.sha256().equals(hash) && token.until().isAfter(now))
        .findFirst();
  }

  static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256, which every Java must have", e);
    }
  }

  private static ApiToken read(JsonNode line) {
    return new ApiToken(
        line.required("id").asString(),
        line.required("name").asString(),
        line.required("user").asString(),
        Scope.parse(line.required("scopes").asString()),
        line.required("sha256").asString(),
        Instant.ofEpochMilli(line.required("made").asLong()),
        Instant.ofEpochMilli(line.required("until").asLong()));
  }

  private static ObjectNode written(ApiToken token) {
    return AccessFile.object()
        .put("id", token.id())
        .put("name", token.name())
        .put("user", token.user())
        .put("scopes", Scope.words(token.scopes()))
        .put("sha256", token.sha256())
        .put("made", token.made().toEpochMilli())
        .put("until", token.until().toEpochMilli());
  }
}
