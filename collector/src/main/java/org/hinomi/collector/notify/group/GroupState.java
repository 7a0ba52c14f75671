package org.hinomi.collector.notify.group;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hinomi.collector.alert.Transition;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is kept of a group on disk.
 *
 * @param storm whether it stands for all that was too much for messages of their own
 * @param since the first step
 * @param told the last message; null before the first
 * @param escalateFrom the moment that escalations count from; null where nothing was told
 * @param toldSeverity the worst that was told
 * @param messages how many there were
 * @param level how many escalations there were
 * @param open the alerts that are not over, by their lives; at most {@link OpenAlerts#MOST_NAMED}
 * @param more how many are open beside those
 * @param moreAcknowledged how many of the latter
 * @param pendingSince when the first of the steps that wait came; null where none does
 * @param poke a message is due though no step waits
 */
record GroupState(
    String route,
    String team,
    Map<String, String> labels,
    boolean storm,
    Instant since,
    @Nullable Instant told,
    @Nullable Instant escalateFrom,
    Transition.@Nullable Severity toldSeverity,
    long messages,
    int level,
    Map<String, Open> open,
    long more,
    long moreAcknowledged,
    Pending pending,
    @Nullable Instant pendingSince,
    boolean poke) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * An alert that is not over.
   *
   * @param step the last that is known of it; null where many are open
   */
  record Open(Transition.Severity severity, boolean acknowledged, @Nullable Transition step) {}

  GroupState {
    labels = new LinkedHashMap<>(labels);
    open = new LinkedHashMap<>(open);
  }

  String write() {
    return JSON.writeValueAsString(this);
  }

  /** Null where another version wrote it in a way that this one cannot read. */
  static @Nullable GroupState read(String json) {
    try {
      return JSON.readValue(json, GroupState.class);
    } catch (JacksonException e) {
      return null;
    }
  }
}
