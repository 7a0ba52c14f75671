package org.hinomi.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.hinomi.core.sigma.EventSource;
import org.hinomi.core.sigma.FieldView;
import org.hinomi.core.sigma.LogSource;
import org.hinomi.core.sigma.RuleMatcher;
import org.hinomi.core.sigma.RuleSet;
import org.hinomi.core.sigma.SigmaRule;
import org.hinomi.core.sigma.SigmaRules;
import org.hinomi.core.sigma.WindowsFields;
import org.hinomi.core.windows.WindowsEvent;
import org.hinomi.core.windows.evtx.EvtxFile;
import org.hinomi.core.windows.evtx.EvtxRecord;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Prints what few and many Sigma rules cost per event, for several random choices of rules, on
 * recordings of Windows and on lines of Linux. An event costs the making of its fields, the choice
 * of the rules that may match and their trial. Times are of the CPU.
 */
@Command(name = "rule-cost", mixinStandardHelpOptions = true)
public final class RuleCost implements Callable<Integer> {

  /** Other work on the machine takes time from this thread, but no CPU time. */
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  @Option(names = "--rules", required = true, description = "a folder of Sigma rules")
  private Path rules = Path.of("");

  @Option(names = "--evtx", description = "folders of EVTX files")
  private List<Path> recordings = new ArrayList<>();

  @Option(names = "--lines", description = "text files of TIME HOST APP: MESSAGE")
  private List<Path> logs = new ArrayList<>();

  @Option(names = "--few", description = "default ${DEFAULT-VALUE}")
  private int few = 30;

  @Option(names = "--many", description = "default ${DEFAULT-VALUE}")
  private int many = 3_000;

  @Option(names = "--seeds", description = "default ${DEFAULT-VALUE}")
  private int seeds = 5;

  @Option(names = "--rounds", description = "the median is given; default ${DEFAULT-VALUE}")
  private int rounds = 15;

  private record Event(EventSource source, Object event) {
    FieldView view() {
      return event instanceof WindowsEvent windows
          ? new WindowsFields(windows)
          : new Line((String) event);
    }
  }

  private record Line(String line) implements FieldView {
    @Override
    public List<String> values(String field) {
      return switch (field) {
        case "message" -> List.of(line.substring(line.indexOf(": ") + 2));
        case "process.name" -> List.of(program(line));
        default -> List.of();
      };
    }

    @Override
    public List<String> texts() {
      return List.of(line);
    }

    static String program(String line) {
      String head = line.substring(0, Math.max(0, line.indexOf(": ")));
      String tag = head.substring(head.lastIndexOf(' ') + 1);
      return tag.contains("[") ? tag.substring(0, tag.indexOf('[')) : tag;
    }
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new RuleCost()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    List<SigmaRule> all = new SigmaRules().load(rules).rules();
    List<List<Event>> kinds = new ArrayList<>();
    for (Path folder : recordings) {
      kinds.add(recorded(folder));
    }
    List<Event> lines = new ArrayList<>();
    for (Path log : logs) {
      for (String line : Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList()) {
        lines.add(new Event(EventSource.linux(Line.program(line), LogSource.ANY), line));
      }
    }
    kinds.add(lines);
    for (int seed = 1; seed <= seeds; seed++) {
      Random random = new Random(seed);
      List<SigmaRule> chosen = new ArrayList<>(all);
      Collections.shuffle(chosen, random);
      RuleSet large = new RuleSet(chosen.subList(0, Math.min(many, chosen.size())));
      RuleSet small = new RuleSet(chosen.subList(0, few));
      List<Event> mixed = new ArrayList<>();
      for (int kind = 0; kind < kinds.size(); kind++) {
        List<Event> events = drawn(kinds.get(kind), random);
        print(
            seed, kind < recordings.size() ? recordings.get(kind) : "lines", small, large, events);
        mixed.addAll(events);
      }
      Collections.shuffle(mixed, random);
      print(seed, "all", small, large, mixed);
    }
    return 0;
  }

  private static List<Event> drawn(List<Event> from, Random random) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 1_000 && !from.isEmpty(); i++) {
      events.add(from.get(random.nextInt(from.size())));
    }
    return events;
  }

  private void print(int seed, Object mix, RuleSet small, RuleSet large, List<Event> events) {
    if (events.isEmpty()) {
      return;
    }
    double[] nanos = new double[2];
    // Both are warm before either is measured: the code that is compiled knows of both.
    for (int pass = 0; pass < 2; pass++) {
      nanos[0] = median(small, events);
      nanos[1] = median(large, events);
    }
    System.out.printf(
        "{\"seed\":%d,\"events\":\"%s\",\"few\":%d,\"many\":%d,\"few_ns\":%.0f,\"many_ns\":%.0f,\"ratio\":%.2f}%n",
        seed,
        mix,
        small.rules().size(),
        large.rules().size(),
        nanos[0],
        nanos[1],
        nanos[1] / nanos[0]);
  }

  private double median(RuleSet set, List<Event> events) {
    RuleMatcher matcher = new RuleMatcher(set);
    double[] nanos = new double[rounds];
    long matched = 0;
    for (int round = 0; round < rounds; round++) {
      long start = CPU.getCurrentThreadCpuTime();
      for (Event event : events) {
        RuleMatcher.Choice choice = matcher.choose(event.source());
        if (!choice.isEmpty()) {
          FieldView view = event.view();
          matched += choice.match(view, view).size();
        }
      }
      nanos[round] = (CPU.getCurrentThreadCpuTime() - start) / (double) events.size();
    }
    Arrays.sort(nanos);
    if (matched < 0) {
      throw new IllegalStateException("never, but the compiler must not know");
    }
    return nanos[rounds / 2];
  }

  private static List<Event> recorded(Path folder) throws IOException {
    List<Event> events = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".evtx")).sorted().toList()) {
        try (EvtxFile evtx = EvtxFile.open(file, damage -> {})) {
          for (EvtxRecord record = evtx.next(); record != null; record = evtx.next()) {
            events.add(new Event(EventSource.of(record.event()), record.event()));
          }
        }
      }
    }
    return events;
  }
}
