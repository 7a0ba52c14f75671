package org.hinomi.collector.review;

import java.util.List;
import java.util.stream.Stream;
import org.hinomi.collector.review.anomaly.AlertsCheck;
import org.hinomi.collector.review.anomaly.BackupsCheck;
import org.hinomi.collector.review.anomaly.BlanksCheck;
import org.hinomi.collector.review.anomaly.ExtremeValuesCheck;
import org.hinomi.collector.review.anomaly.FailedLogonsCheck;
import org.hinomi.collector.review.anomaly.KeywordsCheck;
import org.hinomi.collector.review.anomaly.NewEventsCheck;
import org.hinomi.collector.review.anomaly.OffHoursCheck;
import org.hinomi.collector.review.anomaly.SecurityCheck;
import org.hinomi.collector.review.anomaly.StopsCheck;
import org.hinomi.collector.review.cases.MailLeakCheck;
import org.hinomi.collector.review.cases.MailSpoofCheck;
import org.hinomi.collector.review.cases.NightFilesCheck;
import org.hinomi.collector.review.cases.ProxyCheck;
import org.hinomi.collector.review.cross.CrossChecks;
import org.hinomi.collector.review.cross.PeopleTables;
import org.hinomi.collector.review.present.AddressesCheck;
import org.hinomi.collector.review.present.AgentGapsCheck;
import org.hinomi.collector.review.present.CalendarCheck;
import org.hinomi.collector.review.present.ClockCheck;
import org.hinomi.collector.review.present.DamageCheck;
import org.hinomi.collector.review.present.IntegrityCheck;
import org.hinomi.collector.review.present.ItemsCheck;
import org.hinomi.collector.review.present.LossCheck;
import org.hinomi.collector.review.present.RecordGapsCheck;
import org.hinomi.collector.review.present.RetentionCheck;
import org.hinomi.collector.review.present.VanishedCheck;
import org.hinomi.collector.review.statistics.CapacityCheck;
import org.hinomi.collector.review.statistics.FrequentCheck;
import org.hinomi.collector.review.statistics.HoursCheck;
import org.hinomi.collector.review.statistics.TrendCheck;
import org.hinomi.collector.review.statistics.UsersCheck;

/** All checks, in the order in which a report shows them. */
public final class ReviewChecks {
  private ReviewChecks() {}

  /** The checks of every review. */
  public static List<Check> all() {
    return List.of(
        new CalendarCheck(),
        new RecordGapsCheck(),
        new AgentGapsCheck(),
        new LossCheck(),
        new DamageCheck(),
        new ClockCheck(),
        new AddressesCheck(),
        new VanishedCheck(),
        new ItemsCheck(),
        new RetentionCheck(),
        new IntegrityCheck(),
        new KeywordsCheck(),
        new NewEventsCheck(),
        new ExtremeValuesCheck(),
        new OffHoursCheck(),
        new BlanksCheck(),
        new FailedLogonsCheck(),
        new SecurityCheck(),
        new StopsCheck(),
        new BackupsCheck(),
        new AlertsCheck(),
        new FrequentCheck(),
        new TrendCheck(),
        new UsersCheck(),
        new HoursCheck(),
        new CapacityCheck(),
        new NightFilesCheck(),
        new MailLeakCheck(),
        new MailSpoofCheck(),
        new ProxyCheck());
  }

  /** The same with those that compare with tables of people. */
  public static List<Check> all(PeopleTables tables) {
    return Stream.concat(all().stream(), CrossChecks.all(tables).stream()).toList();
  }
}
