package org.hinomi.core.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What {@code hinomi check} knows about one kind of file. Found by {@link java.util.ServiceLoader}:
 * a provider has a public constructor without parameters and stands in {@code
 * META-INF/services/org.hinomi.core.settings.FileChecker} of its module.
 */
public interface FileChecker {

  /** How sure a checker is that a file is its own; the surest one checks it. */
  enum Recognition {
    NO,
    /** The file's name says so. */
    BY_NAME,
    /** What stands in the file says so. */
    BY_CONTENT,
    BY_NAME_AND_CONTENT;

    public static Recognition of(boolean byName, boolean byContent) {
      return byContent ? (byName ? BY_NAME_AND_CONTENT : BY_CONTENT) : (byName ? BY_NAME : NO);
    }
  }

  /** What the operator calls such files, and how to tell one: {@code agent settings (watch, …)}. */
  String kind();

  /**
   * @param file named as on the command line
   * @param topKeys the keys at the top of the file; empty when it is not YAML at all
   */
  Recognition recognises(Path file, Set<String> topKeys);

  /** Everything that would stop the program, or be ignored by it; empty when all is well. */
  List<ConfigProblem> check(Path file);
}
