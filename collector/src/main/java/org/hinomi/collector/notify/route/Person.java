package org.hinomi.collector.notify.route;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.hinomi.core.text.Language;

/**
 * Somebody who is told.
 *
 * @param id by which teams and rotas name them
 * @param name as people read it
 * @param mail their address on mail channels
 * @param channels by which they are told
 * @param zone in which they read times
 */
public record Person(
    String id,
    String name,
    Optional<String> mail,
    List<String> channels,
    Language language,
    ZoneId zone) {
  public Person {
    channels = List.copyOf(channels);
  }
}
