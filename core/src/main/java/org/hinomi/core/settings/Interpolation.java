package org.hinomi.core.settings;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.configuration2.interpol.ConfigurationInterpolator;
import org.apache.commons.configuration2.interpol.Lookup;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code ${env:NAME}}, {@code ${env:NAME:-otherwise}} and {@code ${secret-file:PATH}} in a
 * text; {@code $${} stands for the two characters themselves. Nothing else is looked up: what
 * Commons Configuration brings along ({@code file}, {@code sys}, {@code script}, …) would read
 * whatever the program may read. What is put in is not interpolated again.
 */
final class Interpolation {

  private static final String ENV = "env";
  private static final String SECRET_FILE = "secret-file";

  private final Map<String, String> environment;

  Interpolation(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  Map<String, String> environment() {
    return environment;
  }

  /**
   * @param base the folder that a relative PATH starts from
   * @throws UnfitException when something in braces stands for nothing
   */
  String resolve(String text, Path base) throws UnfitException {
    if (!text.contains("${")) {
      return text;
    }
    List<String> unresolved = new ArrayList<>();
    ConfigurationInterpolator interpolator = new ConfigurationInterpolator();
    interpolator.registerLookup(ENV, name -> escaped(environment.get(name)));
    interpolator.registerLookup(SECRET_FILE, new SecretFileLookup(base));
    interpolator.addDefaultLookup(
        name -> {
          if (!name.startsWith(ENV + ":")) {
            throw new LookupException("${env:NAME} or ${secret-file:PATH}; $${ for a plain ${");
          }
          unresolved.add(name);
          return null;
        });
    String result;
    try {
      result = String.valueOf(interpolator.interpolate(text));
    } catch (LookupException e) {
      throw new UnfitException(e.expected);
    } catch (IllegalStateException e) {
      throw new UnfitException("no variable that names itself");
    }
    for (String name : unresolved) {
      if (result.contains("${" + name + "}")) {
        throw new UnfitException(
            "the environment variable " + name.substring(ENV.length() + 1) + " to be set");
      }
    }
    return result;
  }

  /** The substitutor looks into what it has put in; this makes it find nothing there. */
  private static @Nullable String escaped(@Nullable String value) {
    return value == null ? null : value.replace("${", "$${");
  }

  private record SecretFileLookup(Path base) implements Lookup {
    @Override
    public Object lookup(String name) {
      try {
        return String.valueOf(escaped(SecretFile.read(base.resolve(name))));
      } catch (IOException | InvalidPathException e) {
        throw new LookupException(SecretFile.expected(e));
      }
    }
  }

  private static final class LookupException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String expected;

    LookupException(String expected) {
      super(expected);
      this.expected = expected;
    }
  }
}
