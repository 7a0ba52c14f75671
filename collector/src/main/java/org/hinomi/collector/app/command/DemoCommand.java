package org.hinomi.collector.app.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.YearMonth;
import java.util.EnumSet;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.hinomi.collector.app.DemoMonth;
import org.hinomi.collector.app.DemoReview;
import org.hinomi.collector.demo.IncidentKind;
import org.hinomi.collector.demo.Month;
import org.hinomi.collector.review.cross.PeopleTables;
import org.hinomi.core.file.OwnerFiles;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.text.Messages;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: a history to look round in, of a company that there is not. */
@Command(name = "demo", mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  private static final Path FOLDER = Path.of("hinomi-demo");

  private final Caller caller;
  private final Messages texts;

  @Option(names = "--data", paramLabel = "DIR", descriptionKey = "demo-data")
  Path data = FOLDER;

  @Option(names = "--seed", paramLabel = "N")
  long seed = 1;

  @Option(names = "--month", paramLabel = "YYYY-MM")
  @Nullable String month;

  @Option(names = "--clean")
  boolean clean;

  public DemoCommand(Caller caller) {
    this.caller = caller;
    this.texts = caller.texts();
  }

  @Override
  public Integer call() throws Exception {
    YearMonth of;
    try {
      of =
          month == null
              ? YearMonth.from(caller.clock().instant().atZone(Month.ZONE)).minusMonths(1)
              : YearMonth.parse(month);
    } catch (DateTimeException e) {
      return say("--month: " + month + " (expected: a month such as 2026-10)", ExitCode.USAGE);
    }
    for (String part : new String[] {"history", "journal"}) {
      if (Files.exists(data.resolve(part))) {
        return say(texts.get("demo.not-empty", data), ExitCode.FAILED);
      }
    }
    Path tables = PeopleTables.folder(data);
    Path truth = data.resolve("planted.jsonl");
    new PrintStream(caller.err(), true, StandardCharsets.UTF_8)
        .println("hinomi demo: " + texts.get("demo.begins", of.toString()));
    long start = System.nanoTime();
    DemoMonth.Filled filled;
    try {
      OwnerFiles.folder(data);
      filled =
          DemoMonth.fill(
              data,
              tables,
              truth,
              seed,
              of,
              clean ? EnumSet.noneOf(IncidentKind.class) : EnumSet.allOf(IncidentKind.class),
              caller.clock());
      DemoReview.begin(data, of, caller.clock(), caller.language(), (check, number, checks) -> {});
    } catch (IOException e) {
      return say(String.valueOf(e.getMessage()), ExitCode.FAILED);
    }
    double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
    PrintStream out = new PrintStream(caller.out(), true, StandardCharsets.UTF_8);
    out.println(
        texts.get(
            "demo.filled",
            filled.records(),
            of.toString(),
            data,
            tables,
            String.format(Locale.ROOT, "%.1f", seconds),
            Long.toString(seed)));
    out.println(
        texts.get("demo.next", data, of.atDay(1).toString(), of.plusMonths(1).atDay(1).toString()));
    if (!filled.incidents().isEmpty()) {
      out.println(texts.get("demo.planted", filled.incidents().size(), truth));
    }
    return ExitCode.OK;
  }

  private int say(String problem, int code) {
    new PrintStream(caller.err(), true, StandardCharsets.UTF_8).println("hinomi demo: " + problem);
    return code;
  }
}
