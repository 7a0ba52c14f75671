package org.hinomi.collector.decode.syslog;

import java.util.Set;

/** The public cases whose expectation we do not share; the fixtures' README says why. */
final class HeldWrong {
  static final Set<String> CASES =
      Set.of(
          "rsyslog-026",
          "rsyslog-040",
          "rsyslog-079",
          "syslog-ng-033",
          "syslog-ng-051",
          "sc4s-092",
          "sc4s-094");

  private HeldWrong() {}
}
