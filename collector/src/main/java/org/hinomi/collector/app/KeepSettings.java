package org.hinomi.collector.app;

import java.nio.file.Path;
import java.util.Optional;
import org.hinomi.core.settings.Section;

/**
 * How the history is kept.
 *
 * @param retention the policy: which events are kept how long; all for ever when empty
 * @param integrity where the head of the history goes
 * @param disk what is done when it is filling up
 */
public record KeepSettings(
    Optional<Path> retention, IntegritySettings integrity, DiskSettings disk) {

  static KeepSettings read(Section top, NotifySettings notify) {
    return new KeepSettings(
        top.existingFile("retention").optional(),
        IntegritySettings.read(top.section("integrity"), notify),
        DiskSettings.read(top.section("disk")));
  }
}
