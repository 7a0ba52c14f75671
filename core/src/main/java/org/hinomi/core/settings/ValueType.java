package org.hinomi.core.settings;

import java.nio.file.Path;

/**
 * How a text becomes a value.
 *
 * @param expected what the key wants, in words with an example
 * @param placeholder stands in for a value that is missing or wrong until {@link SettingsLoader}
 *     throws; within the type's bounds, so that a record's own checks accept it
 */
record ValueType<T>(String expected, T placeholder, Parser<T> parser) {

  /** Reads a text that is not blank. */
  @FunctionalInterface
  interface Parser<T> {
    /**
     * @param base the folder that a relative path starts from
     * @throws UnfitException with what is expected, where it can be said better than by the type
     * @throws IllegalArgumentException where the type's own words will do
     */
    T parse(String text, Path base) throws UnfitException;
  }

  T parse(String text, Path base) throws UnfitException {
    try {
      return parser.parse(text, base);
    } catch (IllegalArgumentException e) {
      throw new UnfitException(expected);
    }
  }
}
