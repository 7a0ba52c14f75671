package org.hinomi.collector.detect;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hinomi.core.event.Fields;

/**
 * A series under a threshold: the identity of an alert.
 *
 * @param threshold its name
 * @param labels the attributes of the samples and {@code host.name}
 */
public record SeriesKey(String threshold, SortedMap<String, String> labels) {

  public SeriesKey {
    requireNonNull(threshold, "threshold");
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /** That of a series under a threshold. */
  public static SeriesKey of(Threshold threshold, String host, Map<String, String> attributes) {
    TreeMap<String, String> labels = new TreeMap<>(attributes);
    labels.put(Fields.HOST_NAME, host);
    return new SeriesKey(threshold.name(), labels);
  }

  public String host() {
    return labels.getOrDefault(Fields.HOST_NAME, "");
  }

  /** The labels without the host. */
  SortedMap<String, String> attributes() {
    TreeMap<String, String> attributes = new TreeMap<>(labels);
    attributes.remove(Fields.HOST_NAME);
    return attributes;
  }
}
