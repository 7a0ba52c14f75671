package org.hinomi.core.sigma;

import java.util.List;

/**
 * An event as rules see it. Field names are case-sensitive; an implementation may answer to several
 * names for one field (journald's, ECS).
 */
public interface FieldView {

  /** The values of a field; empty where the event does not have it. */
  List<String> values(String field);

  /** The texts that keywords are looked for in: the message, or every value of the event. */
  List<String> texts();
}
