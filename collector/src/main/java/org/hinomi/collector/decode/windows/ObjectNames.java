package org.hinomi.collector.decode.windows;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the open handles of processes name: a deletion (4660) gives only the handle, its opening
 * (4656) and use (4663) the name. Keeps the newest handles of the hosts heard of last; what is
 * older is not found. Not thread-safe.
 */
final class ObjectNames {
  static final int HOSTS = 1024;
  static final int HANDLES = 256;

  private final Map<String, Map<String, Map<String, Object>>> hosts = new Newest<>(HOSTS);

  /**
   * @param fields what the handle names, under the names of fields
   */
  void keep(String host, String process, String handle, Map<String, Object> fields) {
    hosts
        .computeIfAbsent(host, added -> new Newest<>(HANDLES))
        .put(process + '/' + handle, Map.copyOf(fields));
  }

  /** What the handle names; null where that is not known. */
  @Nullable Map<String, Object> recall(String host, String process, String handle) {
    Map<String, Map<String, Object>> handles = hosts.get(host);
    return handles == null ? null : handles.get(process + '/' + handle);
  }

  /** Forgets what was used longest ago. */
  private static final class Newest<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1;
    private final int limit;

    Newest(int limit) {
      super(16, 0.75f, true);
      this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > limit;
    }
  }
}
