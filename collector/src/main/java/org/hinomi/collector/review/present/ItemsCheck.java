package org.hinomi.collector.review.present;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Kind;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.ReviewSql;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.Table;
import org.hinomi.collector.review.policy.Item;
import org.hinomi.collector.review.policy.RegisteredSource;

/**
 * How many events of each source have each of the six items (PCI DSS 10.2.2), as the decoders note
 * in {@code review.filled}, with an example.
 */
public final class ItemsCheck implements Check {
  private static final Kind LACKING = new Kind("items-lacking", Purpose.CAUSE, "CI");

  /** An item that is in fewer of a source's events is as good as not recorded. */
  private static final double SHARE = 0.01;

  @Override
  public String id() {
    return "items";
  }

  @Override
  public Step step() {
    return Step.PRESENT;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    ReviewSql sql = context.sql();
    StringBuilder counts = new StringBuilder();
    StringBuilder names = new StringBuilder();
    for (Item item : Item.values()) {
      counts
          .append(", CAST(sum(CASE WHEN contains(filled, '\"")
          .append(item.word())
          .append("\"') THEN n ELSE 0 END) AS BIGINT) AS item_")
          .append(item.word());
      names.append(", item_").append(item.word());
    }
    String sources =
        """
        SELECT source, CAST(sum(n) AS BIGINT) AS events%s,
          arg_max(position, length(filled) * 1000000000000 + position) AS position
        FROM (SELECT %s AS source, filled, n, position FROM (
          SELECT host, log, filled, CAST(sum(n) AS BIGINT) AS n, max(last_position) AS position
          FROM %s GROUP BY 1, 2, 3))
        WHERE source <> '' GROUP BY 1\
        """
            .formatted(counts, sql.source(), sql.fact("slots"));
    Table items =
        context.table(
            "items",
            """
            WITH summed AS (%s)
            SELECT source, events%s, left(message, 200) AS example, summed.position AS position
            FROM %s JOIN summed ON event.position = summed.position ORDER BY 1
            """
                .formatted(sources, names, ReviewContext.PICKED + " AS event"),
            "position, message",
            "SELECT position FROM (" + sources + ")");
    List<Observation> seen = new ArrayList<>();
    for (Table.Row row : items.list()) {
      RegisteredSource source =
          context.policy().sources().stream()
              .filter(each -> each.name().equals(row.text("source")))
              .findFirst()
              .orElseThrow();
      for (Item item : Item.values()) {
        long filled = row.whole("item_" + item.word());
        if (source.items().contains(item) && filled < row.whole("events") * SHARE) {
          seen.add(
              new Observation(
                  LACKING,
                  Severity.LOW,
                  source.name() + " " + item.word(),
                  List.of(source.title(), item.word(), Long.toString(filled), row.text("events")),
                  items.evidence(List.of(row.whole("position")))));
        }
      }
    }
    return new Result(List.of(items), seen);
  }
}
