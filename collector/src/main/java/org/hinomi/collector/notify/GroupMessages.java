package org.hinomi.collector.notify;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Messages as the queue keeps them. */
public final class GroupMessages {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private GroupMessages() {}

  public static String write(GroupMessage message) {
    return JSON.writeValueAsString(message);
  }

  /**
   * @throws IllegalArgumentException where another version wrote it in a way that this one cannot
   *     read
   */
  public static GroupMessage read(String json) {
    try {
      return JSON.readValue(json, GroupMessage.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("a message that cannot be read: " + e.getMessage(), e);
    }
  }
}
