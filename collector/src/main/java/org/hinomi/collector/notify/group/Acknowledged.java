package org.hinomi.collector.notify.group;

/** Which alerts somebody sees to. Thread-safe; never blocks for long. */
public interface Acknowledged {
  Acknowledged NONE = life -> false;

  /**
   * @param life of the alert, as of {@link org.hinomi.collector.alert.Transition#life}
   */
  boolean is(String life);
}
