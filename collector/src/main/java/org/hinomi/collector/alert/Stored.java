package org.hinomi.collector.alert;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Records as the database keeps them: JSON, nothing where there is none. */
final class Stored {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Stored() {}

  static @Nullable String write(@Nullable Record value) {
    return value == null ? null : JSON.writeValueAsString(value);
  }

  static <T extends Record> @Nullable T read(@Nullable String json, Class<T> type) {
    return json == null ? null : JSON.readValue(json, type);
  }
}
