package org.hinomi.collector.calendar;

import java.time.LocalDate;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Days that differ from what the week and the law say.
 *
 * @param closed date → why
 * @param worked days that are worked whatever else they are
 */
record CompanyDays(SortedMap<LocalDate, String> closed, Set<LocalDate> worked) {
  static final CompanyDays NONE = new CompanyDays(Collections.emptySortedMap(), Set.of());

  CompanyDays {
    closed = Collections.unmodifiableSortedMap(new TreeMap<>(closed));
    worked = Set.copyOf(worked);
  }

  CompanyDays and(CompanyDays others) {
    SortedMap<LocalDate, String> days = new TreeMap<>(closed);
    others.closed.forEach(days::putIfAbsent);
    Set<LocalDate> work = new HashSet<>(worked);
    work.addAll(others.worked);
    return new CompanyDays(days, work);
  }
}
