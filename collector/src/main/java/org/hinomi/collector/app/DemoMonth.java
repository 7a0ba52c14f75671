package org.hinomi.collector.app;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hinomi.collector.calendar.JapaneseHolidays;
import org.hinomi.collector.demo.Arrival;
import org.hinomi.collector.demo.Incident;
import org.hinomi.collector.demo.IncidentKind;
import org.hinomi.collector.demo.Month;
import org.hinomi.collector.receive.ChunkBuilder;

/** Fills a new history with a month of the demonstration's company, as if it had been there. */
public final class DemoMonth {
  private static final int PORT = 40_000;

  /** What has come from a sender so far. */
  private static final class Connection {
    private final InetSocketAddress sender;
    private final long number;
    private long records;

    Connection(InetSocketAddress sender, long number) {
      this.sender = sender;
      this.number = number;
    }
  }

  private final Map<String, Connection> connections = new HashMap<>();
  private final ChunkBuilder builder = new ChunkBuilder();
  private final ImportIntoFolder history;
  private long records;

  private DemoMonth(ImportIntoFolder history) {
    this.history = history;
  }

  /**
   * What was filled in.
   *
   * @param records with those of samples
   */
  public record Filled(long records, List<Incident> incidents) {}

  /**
   * Fills it, and waits until all of it can be searched.
   *
   * @param data a folder without a history
   * @param tables where the tables go that people keep
   * @param truth where it is written what was planted
   * @param kinds what to plant
   */
  public static Filled fill(
      Path data,
      Path tables,
      Path truth,
      long seed,
      YearMonth month,
      Set<IncidentKind> kinds,
      InstantSource clock)
      throws IOException, InterruptedException {
    Month made = Month.of(seed, month, day -> JapaneseHolidays.on(day).isPresent(), kinds);
    long records;
    try (ImportIntoFolder history =
        new ImportIntoFolder(data, Month.ZONE, clock, ImportIntoFolder.Waits.LOGGED)) {
      DemoMonth filling = new DemoMonth(history);
      made.records(filling::take);
      history.flush();
      records = filling.records;
    }
    made.tables(tables);
    made.truth(truth);
    return new Filled(records, made.incidents());
  }

  private void take(Arrival arrival) throws InterruptedException {
    Connection connection =
        connections.computeIfAbsent(
            arrival.transport() + arrival.sender(),
            sender ->
                new Connection(
                    new InetSocketAddress(
                        InetAddress.ofLiteral(arrival.sender()), PORT + connections.size()),
                    connections.size() + 1L));
    builder.add(Unpooled.wrappedBuffer(arrival.bytes()), 0, arrival.bytes().length);
    history.arrived(
        builder.build(
            arrival.transport(),
            connection.sender,
            arrival.receivedMicros() * 1_000,
            connection.number,
            connection.records++));
    records++;
  }
}
