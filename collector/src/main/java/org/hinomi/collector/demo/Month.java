package org.hinomi.collector.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.ObjectMapper;

/**
 * A month of a small company: forty people, their PCs and twelve servers. The same seed, month and
 * plan give the same bytes on every machine. Written once; not thread-safe.
 */
public final class Month {
  /** Where the company is. */
  public static final ZoneId ZONE = Company.ZONE;

  /** How it is called. */
  public static final String COMPANY = Company.NAME;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Takes what arrives. */
  public interface Taker {
    void take(Arrival arrival) throws IOException, InterruptedException;
  }

  private final Scene scene;
  private final Drafts drafts = new Drafts();
  private final Plot plot;
  private final List<Activity> activities;
  private final Frames frames;

  private Month(Scene scene, Set<IncidentKind> kinds) {
    this.scene = scene;
    plot = new Plot(scene, kinds, drafts);
    MachineIncidents machines = new MachineIncidents(plot);
    machines.plant();
    new AccessIncidents(plot).plant();
    new NetworkIncidents(plot).plant();
    activities =
        List.of(
            new DeskActivity(scene),
            new FileActivity(scene),
            new MailActivity(scene),
            new ProxyActivity(scene),
            new WorkActivity(scene),
            new ServerActivity(scene),
            new BackupActivity(scene, machines),
            new SampleActivity(scene, plot.has(IncidentKind.DISK_FILLING)));
    Map<String, String> addresses = new HashMap<>();
    Server.ALL.forEach(server -> addresses.put(server.name(), server.address()));
    scene.company().people().forEach(person -> addresses.put(person.pc(), person.address()));
    frames = new Frames(scene.company().chance(), addresses);
  }

  /**
   * Thinks a month out.
   *
   * @param holiday the days on which nobody works, beside Saturdays and Sundays
   * @param kinds what to plant; empty: a clean month
   */
  public static Month of(
      long seed, YearMonth month, Predicate<LocalDate> holiday, Set<IncidentKind> kinds) {
    return new Month(Scene.of(Company.of(seed, month, holiday)), kinds);
  }

  /** Gives the records in the order in which they arrive. */
  public void records(Taker taker) throws IOException, InterruptedException {
    Numbered numbered = new Numbered(taker);
    for (LocalDate day : scene.company().days()) {
      activities.forEach(activity -> activity.on(day, drafts));
      for (Draft draft : drafts.take(Company.micros(day.plusDays(1), 0))) {
        numbered.take(draft);
      }
    }
    // What began on the last day and ends after it.
    for (Draft draft : drafts.take(Long.MAX_VALUE)) {
      numbered.take(draft);
    }
  }

  /** What was planted; with its records once {@link #records} has given them. */
  public List<Incident> incidents() {
    return List.copyOf(plot.incidents());
  }

  /** Writes the tables that people keep. */
  public void tables(Path folder) throws IOException {
    for (Table table : new Tables(scene, plot.losses(), plot.entries()).all()) {
      TableWriter.write(folder, table);
    }
  }

  /** Writes what was planted, one JSON object a line. */
  public void truth(Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Incident incident : plot.incidents()) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("kind", incident.kind().wireName());
      values.put("title", incident.kind().title());
      values.put("from", Instant.ofEpochSecond(incident.from() / 1_000_000).toString());
      values.put("to", Instant.ofEpochSecond(incident.to() / 1_000_000).toString());
      values.put("host", incident.host());
      values.put("user", incident.user());
      values.put("detail", incident.detail());
      values.put("records", incident.records());
      text.append(JSON.writeValueAsString(values)).append('\n');
    }
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  /** Counts what arrives, so that an incident knows its records. */
  private final class Numbered {
    private final Taker taker;
    private long number;

    Numbered(Taker taker) {
      this.taker = taker;
    }

    void take(Draft draft) throws IOException, InterruptedException {
      Arrival arrival = frames.arrival(draft);
      if (arrival == null) {
        return;
      }
      number++;
      Incident incident = draft.incident();
      if (incident != null) {
        incident.recordedAs(number);
      }
      taker.take(arrival);
    }
  }
}
