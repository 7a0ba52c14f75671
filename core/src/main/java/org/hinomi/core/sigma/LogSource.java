package org.hinomi.core.sigma;

import org.jspecify.annotations.Nullable;

/**
 * What log a rule is meant for, or what log a source is. A null part says nothing.
 *
 * @param product e.g. {@code linux}
 * @param category e.g. {@code process_creation}
 * @param service e.g. {@code sshd}
 */
public record LogSource(
    @Nullable String product, @Nullable String category, @Nullable String service) {

  public static final LogSource ANY = new LogSource(null, null, null);
}
