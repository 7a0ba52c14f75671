package org.hinomi.collector.review.cross;

import java.util.List;
import org.hinomi.collector.review.Check;

/** The checks of STEP 4. */
public final class CrossChecks {
  private CrossChecks() {}

  /** All of them; those whose tables are not there find nothing. */
  public static List<Check> all(PeopleTables tables) {
    return List.of(
        new TablesCheck(tables),
        new AbsentLogonCheck(tables),
        new LeaverCheck(tables),
        new PrivilegedCheck(tables),
        new UnusedRequestCheck(tables),
        new RightsCheck(tables),
        new RemoteCheck(tables),
        new PcHoursCheck(tables),
        new LostPhoneCheck(tables),
        new RoomsCheck(tables));
  }
}
