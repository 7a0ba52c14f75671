package org.hinomi.core.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.jspecify.annotations.Nullable;

/**
 * Reads a settings file into a record.
 *
 * <pre>{@code
 * AgentSettings settings =
 *     new SettingsLoader(System.getenv()).load(file, overrides, AgentSettings::read);
 * }</pre>
 *
 * The reader gets the top {@link Section} and returns the value; {@link #load} throws when anything
 * was wrong, so a value that comes out is right as a whole. Thread-safe.
 */
public final class SettingsLoader {

  private final Interpolation interpolation;

  /**
   * @param environment for <code>${env:NAME}</code> and {@code KEY-env}
   */
  public SettingsLoader(Map<String, String> environment) {
    this.interpolation = new Interpolation(environment);
  }

  /**
   * @param overrides {@code KEY=VALUE}, as {@code --set} gives them, over what the file says
   * @throws SettingsException with all problems of the file and the overrides
   */
  public <T> T load(Path file, List<String> overrides, Function<Section, T> reader)
      throws SettingsException {
    Problems problems = new Problems();
    Optional<T> value = read(file, overrides, reader, problems);
    if (value.isEmpty() || problems.any()) {
      throw new SettingsException(problems.inOrder());
    }
    return value.get();
  }

  /**
   * What could be read of a file, and all that is wrong in it.
   *
   * @param value empty where the file is no YAML, or nothing fits together
   */
  public record Reading<T>(Optional<T> value, List<ConfigProblem> problems) {
    public Reading {
      problems = List.copyOf(problems);
    }
  }

  /**
   * As {@link #load}, for a file whose mistakes must not keep what is right in it from being used:
   * the reader leaves out what is wrong.
   */
  public <T> Reading<T> tolerate(Path file, Function<Section, T> reader) {
    Problems problems = new Problems();
    Optional<T> value = read(file, List.of(), reader, problems);
    return new Reading<>(value, problems.inOrder());
  }

  /** All problems of the file; none when {@link #load} would read it. */
  public List<ConfigProblem> check(Path file, Function<Section, ?> reader) {
    try {
      load(file, List.of(), reader);
      return List.of();
    } catch (SettingsException e) {
      return e.problems();
    }
  }

  /** The keys at the top of a file, to tell its kind by; none when it cannot be read as YAML. */
  public Set<String> topKeys(Path file) {
    return read(file, List.of(), top -> Set.copyOf(top.keys()), new Problems()).orElse(Set.of());
  }

  private <T> Optional<T> read(
      Path file, List<String> overrides, Function<Section, T> reader, Problems problems) {
    Path parent = file.getParent();
    YamlConfiguration yaml =
        new YamlConfiguration(file, parent == null ? Path.of("") : parent, 1, problems);
    String text = text(file, problems);
    if (text == null) {
      return Optional.empty();
    }
    try {
      yaml.read(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory", e);
    } catch (ConfigurationException e) {
      throw new IllegalStateException("reading reports problems instead", e);
    }
    if (yaml.broken()) {
      return Optional.empty();
    }
    ImmutableNode root = Overrides.over(yaml, overrides, problems);
    Section top = Section.top(problems, interpolation, root);
    try {
      T value = reader.apply(top);
      top.done();
      return Optional.of(value);
    } catch (IllegalArgumentException e) {
      // A record's own check, on values that each look right: it says what and what is expected.
      if (!problems.any()) {
        problems.add(Place.of(root), "", String.valueOf(e.getMessage()), "values that go together");
      }
      top.done();
      return Optional.empty();
    }
  }

  private static @Nullable String text(Path file, Problems problems) {
    Place whole = new Place(file, file, 1, 1, Place.Kind.EMPTY);
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(4 * YamlConfiguration.LONGEST + 4);
    } catch (NoSuchFileException e) {
      problems.add(whole, "", "no such file", "a settings file");
      return null;
    } catch (AccessDeniedException e) {
      problems.add(whole, "", "access denied", "a file that this user may read");
      return null;
    } catch (IOException e) {
      problems.add(whole, "", "cannot be read: " + e.getMessage(), "a readable file");
      return null;
    }
    CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    try {
      return utf8.decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      problems.add(at(whole, lineOfBadByte(bytes)), "", "bytes that are not UTF-8", "UTF-8");
      return null;
    }
  }

  private static int lineOfBadByte(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    if (!result.isError()) {
      throw new IllegalStateException("the same bytes were refused before");
    }
    return 1 + (int) out.flip().chars().filter(c -> c == '\n').count();
  }

  private static Place at(Place place, int line) {
    return new Place(place.file(), place.base(), line, 1, place.kind());
  }
}
