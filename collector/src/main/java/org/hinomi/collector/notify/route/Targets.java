package org.hinomi.collector.notify.route;

import java.util.List;

/**
 * Who is told.
 *
 * @param rotas of each, who is on duty
 * @param people always
 * @param channels told as they are, as a chat room or the addresses that the channel itself has
 */
public record Targets(List<String> rotas, List<String> people, List<String> channels) {
  public static final Targets NOBODY = new Targets(List.of(), List.of(), List.of());

  public Targets {
    rotas = List.copyOf(rotas);
    people = List.copyOf(people);
    channels = List.copyOf(channels);
  }

  public boolean isEmpty() {
    return rotas.isEmpty() && people.isEmpty() && channels.isEmpty();
  }
}
