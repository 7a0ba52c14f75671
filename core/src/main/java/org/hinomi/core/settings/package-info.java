/**
 * Settings files read into typed values. In: YAML files, {@code --set} overrides, the environment.
 * Out: records, or every problem at once as {@code file:line: key: value (expected …)}.
 *
 * <p>Starting points: {@link org.hinomi.core.settings.SettingsLoader}, {@link
 * org.hinomi.core.settings.Section}, {@link org.hinomi.core.settings.FileChecker}.
 */
@NullMarked
package org.hinomi.core.settings;

import org.jspecify.annotations.NullMarked;
