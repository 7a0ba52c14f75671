package org.hinomi.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * How much of a program's CPU one package takes, with what it calls: the samples of a recording
 * ({@code jdk.CPUTimeSample}, which counts calls of the system too) that have a frame of it,
 * divided by all. The recorder's own threads are left out, and what the virtual machine does beside
 * the program's threads (compilers, collection of garbage) is not sampled.
 */
public final class CpuShare {
  private static final int LINES = 14;

  private final String prefix;
  private long all;
  private long without;
  private long inside;
  private final Map<String, Long> threads = new HashMap<>();
  private final Map<String, Long> methods = new HashMap<>();

  private CpuShare(String prefix) {
    this.prefix = prefix;
  }

  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("CpuShare: (expected: RECORDING PACKAGE)");
      System.exit(2);
    }
    CpuShare share = new CpuShare(args[1]);
    try (RecordingFile recording = new RecordingFile(Path.of(args[0]))) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        if (event.getEventType().getName().equals("jdk.CPUTimeSample")) {
          share.add(event);
        }
      }
    }
    share.print();
  }

  private void add(RecordedEvent event) {
    RecordedThread thread = event.getThread("eventThread");
    String name = thread == null || thread.getJavaName() == null ? "?" : thread.getJavaName();
    if (name.startsWith("JFR") || name.startsWith("Attach")) {
      return;
    }
    all++;
    RecordedStackTrace stack = event.getStackTrace();
    if (stack == null) {
      without++;
      threads.merge(name + " (no stack)", 1L, Long::sum);
      return;
    }
    List<RecordedFrame> frames = stack.getFrames();
    boolean found = false;
    for (RecordedFrame frame : frames) {
      RecordedClass type = frame.getMethod().getType();
      if (type != null && type.getName().startsWith(prefix)) {
        found = true;
        methods.merge(name(frame) + " > " + name(frames.getFirst()), 1L, Long::sum);
        break;
      }
    }
    if (found) {
      inside++;
    }
    threads.merge(name + (found ? " (inside)" : " (outside)"), 1L, Long::sum);
  }

  private static String name(RecordedFrame frame) {
    String type = frame.getMethod().getType().getName();
    return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethod().getName();
  }

  private void print() {
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f %% of the CPU (%d of %d samples; %d without a stack)%n",
        prefix,
        100.0 * inside / Math.max(1, all - without),
        inside,
        all,
        without);
    print("by thread", threads);
    print("inside, the package's own method > where the time went", methods);
  }

  private void print(String title, Map<String, Long> counts) {
    System.out.println("  " + title + ":");
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(LINES)
        .forEach(
            each ->
                System.out.printf(
                    Locale.ROOT,
                    "    %5.1f %%  %s%n",
                    100.0 * each.getValue() / Math.max(1, all),
                    each.getKey()));
  }
}
