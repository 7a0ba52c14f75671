package org.hinomi.bench.fault;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.hinomi.bench.fault.FaultProxy.Mode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes faults between an agent and a collector, and says what became of the records. */
@Command(name = "faults", mixinStandardHelpOptions = true)
final class Faults implements Callable<Integer> {
  @Option(names = "--folder", required = true)
  private Path folder = Path.of("");

  @Option(names = "--kills", defaultValue = "50", description = "How often each program is killed.")
  private int kills;

  @Option(
      names = "--hold",
      defaultValue = "35",
      description = "Seconds that the network is silent, slow or delayed; an agent waits 30.")
  private int hold;

  @Option(names = "--only", description = "One fault alone.")
  private String only = "";

  @Option(names = "--seed", defaultValue = "20261128")
  private long seed;

  @Option(
      names = "--at-once",
      defaultValue = "1",
      description = "Kinds of faults at the same time, each with programs of its own.")
  private int atOnce;

  @Option(
      names = "--records",
      defaultValue = "10000000",
      description = "How many records a collector gets a second time (seen-again).")
  private long records;

  /** One kind of fault. */
  private interface Fault {
    int make(Site site, Random random) throws Exception;
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new Faults()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    // The longest first, so that nothing waits for it alone.
    List<Callable<Boolean>> all =
        List.of(
            () -> run("clock-jumps", this::clock),
            () -> run("collector-killed", this::killCollector),
            () -> run("agent-killed", this::killAgent),
            () -> run("network-cut", this::cut),
            () -> run("network-silent", (site, random) -> network(site, Mode.STALL)),
            () -> run("network-half-shut", this::halfShut),
            () -> run("network-slow", (site, random) -> network(site, Mode.SLOW)),
            () -> run("network-200ms", (site, random) -> network(site, Mode.DELAY)),
            () -> run("files-damaged", this::damage));
    boolean good = true;
    try (ExecutorService pool = Executors.newFixedThreadPool(atOnce)) {
      for (Future<Boolean> each : pool.invokeAll(all)) {
        good &= each.get();
      }
    }
    good &= datagrams();
    good &= seenAgain();
    return good ? 0 : 1;
  }

  /** The same whichever others are made, and at the same time. */
  private Random random(String name) {
    return new Random(seed ^ name.hashCode());
  }

  private boolean run(String name, Fault fault) throws Exception {
    if (!only.isEmpty() && !only.equals(name)) {
      return true;
    }
    try (Site site = new Site(folder.resolve(name))) {
      Site.pause(1_000);
      int times = fault.make(site, random(name));
      if (times == 0) {
        return true;
      }
      Site.pause(1_000);
      Result result = site.drain(name, times);
      System.out.println(result.line());
      return result.good();
    }
  }

  private int killCollector(Site site, Random random) throws Exception {
    for (int i = 0; i < kills; i++) {
      Site.pause(random.nextInt(1_500));
      site.killCollector();
      site.startCollector();
    }
    return kills;
  }

  private int killAgent(Site site, Random random) throws Exception {
    for (int i = 0; i < kills; i++) {
      Site.pause(random.nextInt(1_500));
      site.killAgent();
      site.startAgent();
    }
    return kills;
  }

  private int cut(Site site, Random random) {
    int times = Math.min(kills, 10);
    for (int i = 0; i < times; i++) {
      Site.pause(random.nextInt(1_500));
      site.network.mode(Mode.CUT);
      Site.pause(random.nextInt(500));
      site.network.mode(Mode.PASS);
    }
    return times;
  }

  private int halfShut(Site site, Random random) {
    int times = Math.min(kills, 10);
    for (int i = 0; i < times; i++) {
      Site.pause(500 + random.nextInt(1_500));
      site.network.halfClose();
    }
    return times;
  }

  private int network(Site site, Mode mode) {
    site.network.mode(mode);
    Site.pause(hold * 1_000L);
    site.network.mode(Mode.PASS);
    return 1;
  }

  /** What a power cut leaves: files with bytes behind their end, and a hot file that is broken. */
  private int damage(Site site, Random random) throws Exception {
    int times = Math.min(kills, 5);
    for (int i = 0; i < times; i++) {
      Site.pause(1_000 + random.nextInt(1_500));
      site.killAgent();
      site.killCollector();
      flip(site.data.resolve("history").resolve("hot.duckdb"), random);
      tear(newest(site.data.resolve("journal")), random);
      tear(newest(site.state.resolve("spool")), random);
      site.startCollector();
      site.startAgent();
    }
    return times;
  }

  private static void flip(Path file, Random random) throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return;
    }
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      for (int i = 0; i < 100; i++) {
        bytes.seek((long) (random.nextDouble() * (bytes.length() - 1)));
        bytes.write(random.nextInt());
      }
    }
  }

  /** Writes what looks like the beginning of a record behind the last byte that is not zero. */
  private static void tear(Path file, Random random) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long end = bytes.length();
      byte[] block = new byte[1 << 16];
      while (end > 0) {
        int length = (int) Math.min(end, block.length);
        bytes.seek(end - length);
        bytes.readFully(block, 0, length);
        int last = length - 1;
        while (last >= 0 && block[last] == 0) {
          last--;
        }
        if (last >= 0) {
          end = end - length + last + 1;
          break;
        }
        end -= length;
      }
      byte[] torn = new byte[1 + random.nextInt(200)];
      random.nextBytes(torn);
      // Some zeros may belong to the last record.
      bytes.seek(end + 64);
      bytes.write(torn);
    }
  }

  private static Path newest(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file) && size(file) > 0)
          .filter(file -> file.getFileName().toString().matches("\\d.*"))
          .max(java.util.Comparator.comparing(file -> file.getFileName().toString()))
          .orElseThrow(() -> new IOException(folder + ": no segment"));
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  /** Both programs with a clock an hour ahead, then an hour behind, then right again. */
  private int clock(Site site, Random random) throws Exception {
    Optional<Path> library = faketime();
    if (library.isEmpty()) {
      System.out.println("clock-jumps: left out: faketime is missing: apt-get install faketime");
      return 0;
    }
    String preload = library.get().toString();
    // Waits are not measured by the clock on the wall.
    String steady = "FAKETIME_DONT_FAKE_MONOTONIC";
    for (String jump : new String[] {"+3600", "-3600", ""}) {
      Site.pause(2_000);
      site.killAgent();
      site.killCollector();
      site.under(
          jump.isEmpty() ? Map.of() : Map.of("LD_PRELOAD", preload, "FAKETIME", jump, steady, "1"));
      site.startCollector();
      site.startAgent();
    }
    return 3;
  }

  private static Optional<Path> faketime() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
      return folders
          .map(folder -> folder.resolve("faketime").resolve("libfaketimeMT.so.1"))
          .filter(Files::exists)
          .findFirst();
    }
  }

  /** All that a collector has had within 30 hours comes once more. */
  private boolean seenAgain() throws Exception {
    if (!only.isEmpty() && !only.equals("seen-again")) {
      return true;
    }
    try (SeenAgain again = new SeenAgain(folder.resolve("seen-again"), records)) {
      return again.run();
    }
  }

  /** Of datagrams, what the network lets through is there; what the kernel drops is counted. */
  private boolean datagrams() throws Exception {
    if (!only.isEmpty() && !only.equals("datagrams-lost")) {
      return true;
    }
    try (Site site = new Site(folder.resolve("datagrams-lost"));
        DatagramSocket socket = new DatagramSocket()) {
      int sent = 20_000;
      int passed = 0;
      Random random = random("datagrams-lost");
      List<byte[]> burst = new ArrayList<>();
      for (int i = 0; i < sent; i++) {
        if (random.nextInt(100) >= 30) {
          burst.add(("<13>elm number " + i).getBytes(StandardCharsets.UTF_8));
          passed++;
        }
      }
      int port = site.port("syslog-udp");
      for (byte[] datagram : burst) {
        socket.send(
            new DatagramPacket(datagram, datagram.length, InetAddress.getLoopbackAddress(), port));
      }
      double received = 0;
      double dropped = 0;
      for (int i = 0; i < 100 && received + dropped < passed; i++) {
        Site.pause(100);
        received = site.metric("hinomi_received_total{transport=\"syslog-udp\"}");
        dropped = site.metric("hinomi_udp_kernel_drops_total{port=\"" + port + "\"}");
      }
      System.out.printf(
          "%-18s %d sent, %d passed the network, %.0f received, %.0f dropped by the kernel and"
              + " counted, %.0f unaccounted for%n",
          "datagrams-lost", sent, passed, received, dropped, passed - received - dropped);
      return received + dropped == passed;
    }
  }
}
