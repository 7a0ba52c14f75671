package org.hinomi.agent.watch.windows;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts of events, from the libraries of their providers; opening one is slow, so those used
 * last stay open. Of a provider that is not installed here, as with events from elsewhere, there
 * are none. For one thread.
 */
final class Publishers implements AutoCloseable {
  private static final int OPEN = 64;

  private final EventLogApi api;
  private final Map<String, Long> open = new LinkedHashMap<>(16, 0.75f, true);

  Publishers(EventLogApi api) {
    this.api = api;
  }

  /** The text of the event; null where there is none here. */
  @Nullable String message(@Nullable String provider, long event) {
    if (provider == null) {
      return null;
    }
    long publisher = publisher(provider);
    if (publisher == 0) {
      return null;
    }
    try {
      return api.message(publisher, event);
    } catch (EventLogException noText) {
      return null;
    }
  }

  private long publisher(String provider) {
    Long known = open.get(provider);
    if (known != null) {
      return known;
    }
    long opened;
    try {
      opened = api.openPublisher(provider);
    } catch (EventLogException notHere) {
      opened = 0;
    }
    open.put(provider, opened);
    if (open.size() > OPEN) {
      Map.Entry<String, Long> eldest = open.entrySet().iterator().next();
      open.remove(eldest.getKey());
      api.close(eldest.getValue());
    }
    return opened;
  }

  /** Closes all; they are opened anew when they are asked for. */
  @Override
  public void close() {
    open.values().forEach(api::close);
    open.clear();
  }
}
