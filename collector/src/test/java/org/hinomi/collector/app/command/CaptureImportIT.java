package org.hinomi.collector.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hinomi.collector.imports.capture.CaptureBuilder.frame;
import static org.hinomi.collector.imports.capture.CaptureBuilder.tcp;
import static org.hinomi.collector.imports.capture.CaptureBuilder.udp;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.collector.imports.capture.CaptureBuilder;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Imports of packet captures, side by side with tshark. */
class CaptureImportIT {
  /** Addresses and ports, then frames and bytes: there, back, in all. */
  private static final Pattern CONVERSATION =
      Pattern.compile(
          "(\\S+)\\s+<->\\s+(\\S+)\\s+(\\d+) (\\d+)\\s\\S+\\s+(\\d+) (\\d+)\\s\\S+\\s+(\\d+)"
              + " (\\d+)\\s\\S+.*");

  private static final long T = 1_700_000_000_123_456L;

  @TempDir Path dir;

  private List<JsonNode> search(String query) {
    return run(
            new SearchCommand(caller()),
            "--from",
            "2001-01-01",
            "--limit",
            "10000",
            "--format",
            "json",
            query)
        .lines()
        .map(line -> new ObjectMapper().readTree(line))
        .toList();
  }

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Caller caller() {
    return new Caller(Map.of(), Language.EN, InstantSource.system(), ZoneOffset.UTC, out, err);
  }

  private String run(Object command, String... arguments) {
    out.reset();
    err.reset();
    List<String> all = new ArrayList<>(List.of("--data", dir.resolve("data").toString()));
    all.addAll(Arrays.asList(arguments));
    new CommandLine(command).execute(all.toArray(String[]::new));
    return out.toString(UTF_8);
  }

  private String imported(Path file) {
    return run(new ImportCommand(caller(), false), file.toString());
  }

  private static List<String> tshark(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("tshark", "-n", "-o", "gui.max_tree_depth:400"));
    command.addAll(Arrays.asList(arguments));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      assumeTrue(false, "tshark is missing: install the package tshark");
      throw e;
    }
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return lines;
  }

  /** Connections and datagrams between a few hosts, both versions of IP. */
  private Path traffic() throws IOException {
    Random random = new Random(4);
    CaptureBuilder capture = CaptureBuilder.pcap();
    String[] hosts = {"192.0.2.1", "192.0.2.2", "198.51.100.3", "2001:db8::1", "2001:db8::2"};
    for (int i = 0; i < 3000; i++) {
      boolean v6 = random.nextInt(3) == 0;
      int a = v6 ? 3 : random.nextInt(3);
      int b = v6 ? 4 : (a + 1 + random.nextInt(2)) % 3;
      int client = 40_000 + random.nextInt(20);
      boolean tcp = random.nextBoolean();
      byte[] payload = new byte[random.nextInt(250)];
      boolean back = random.nextInt(3) == 0;
      int from = back ? 9999 : client;
      int to = back ? client : 9999;
      byte[] inside = tcp ? tcp(from, to, 1000L + i, 0x10, payload) : udp(from, to, payload);
      capture.packet(
          T + i * 1000L, frame(hosts[back ? b : a], hosts[back ? a : b], tcp ? 6 : 17, inside));
    }
    return Files.write(dir.resolve("traffic.pcap"), capture.bytes());
  }

  @Test
  void flowsAreTheConversationsOfTshark() throws Exception {
    Path file = traffic();
    Map<String, String> expected = new TreeMap<>();
    for (String kind : List.of("tcp", "udp")) {
      for (String line : tshark("-r", file.toString(), "-q", "-z", "conv," + kind)) {
        Matcher parts = CONVERSATION.matcher(line.replace(",", ""));
        if (parts.matches()) {
          // tshark counts first what came to the first address.
          String there = parts.group(5) + '/' + parts.group(6);
          String back = parts.group(3) + '/' + parts.group(4);
          put(expected, kind, parts.group(1), parts.group(2), there, back);
        }
      }
    }
    imported(file);
    assertThat(err.toString(UTF_8)).isEmpty();
    Map<String, String> flows = new TreeMap<>();
    for (JsonNode flow : search("event.action:network-flow")) {
      put(
          flows,
          flow.path("network.transport").asString(),
          end(flow, "source"),
          end(flow, "destination"),
          flow.path("source.packets").asInt() + "/" + flow.path("source.bytes").asInt(),
          flow.path("destination.packets").asInt() + "/" + flow.path("destination.bytes").asInt());
      assertThat(flow.path("@timestamp").asString()).isEqualTo(flow.path("event.start").asString());
    }
    assertThat(expected).hasSizeGreaterThan(100);
    assertThat(flows).isEqualTo(expected);
    assertThat(imported(file)).contains("new records: 0, already there: " + flows.size());
  }

  private static String end(JsonNode flow, String side) {
    return flow.path(side + ".ip").asString() + ':' + flow.path(side + ".port").asInt();
  }

  private static void put(
      Map<String, String> all, String kind, String a, String b, String there, String back) {
    boolean inOrder = a.compareTo(b) <= 0;
    all.put(
        kind + ' ' + (inOrder ? a + ' ' + b : b + ' ' + a),
        inOrder ? there + ' ' + back : back + ' ' + there);
  }

  @Test
  void syslogReadsAsTsharkReadsIt() throws Exception {
    CaptureBuilder capture = CaptureBuilder.pcap();
    for (int i = 0; i < 50; i++) {
      byte[] text = ("<134>Nov 14 22:13:20 fw1 kernel: packet " + i + " dropped").getBytes(UTF_8);
      capture.packet(T + i, frame("192.0.2.1", "192.0.2.9", 17, udp(50_000, 514, text)));
    }
    Path file = Files.write(dir.resolve("syslog.pcap"), capture.bytes());
    List<String> expected =
        tshark("-r", file.toString(), "-Y", "syslog", "-T", "fields", "-e", "syslog.msg");
    imported(file);
    List<JsonNode> events = search("process.name:kernel");
    assertThat(events)
        .extracting(event -> "Nov 14 22:13:20 fw1 kernel: " + event.path("message").asString())
        .containsExactlyInAnyOrderElementsOf(expected);
    JsonNode event = events.getFirst();
    assertThat(event.path("@timestamp").asString()).isEqualTo("2023-11-14T22:13:20.000000Z");
    assertThat(events)
        .extracting(each -> each.path("event.captured").asString())
        .contains("2023-11-14T22:13:20.123456Z", "2023-11-14T22:13:20.123505Z")
        .doesNotHaveDuplicates();
    assertThat(event.path("host.name").asString()).isEqualTo("fw1");
    assertThat(event.path("source.address").asString()).isEqualTo("192.0.2.1");
    assertThat(event.path("destination.ip").asString()).isEqualTo("192.0.2.9");
    assertThat(event.path("transport").asString()).isEqualTo("import");
    assertThat(event.path("event.original").asString()).startsWith("<134>Nov 14");
    assertThat(event.path("log.syslog.severity.code").asInt()).isEqualTo(6);
  }

  @Test
  void notificationsAndWhatHasNoTimeOfItsOwn() throws Exception {
    byte[] text = "<13>no time here".getBytes(UTF_8);
    byte[] trap =
        HexFormat.of()
            .parseHex(
                "304002010104067075626c6963a7330201020201000201003028"
                    + "300d06082b06010201010300430105"
                    + "3017060a2b06010603010104010006092b0601060301010501");
    CaptureBuilder capture = CaptureBuilder.pcap();
    capture.packet(T, frame("192.0.2.1", "192.0.2.9", 17, udp(50_000, 514, text)));
    capture.packet(T + 1, frame("2001:db8::7", "2001:db8::9", 17, udp(50_000, 162, trap)));
    imported(Files.write(dir.resolve("trap.pcap"), capture.bytes()));
    JsonNode plain = search("\"no time here\"").getFirst();
    assertThat(plain.path("@timestamp").asString()).isEqualTo("2023-11-14T22:13:20.123456Z");
    assertThat(plain.path("event.captured").asString()).isEqualTo("2023-11-14T22:13:20.123456Z");
    assertThat(plain.path("host.name").asString()).isEqualTo("192.0.2.1");
    JsonNode snmp = search("snmp.pdu:trap").getFirst();
    assertThat(snmp.path("source.address").asString()).isEqualTo("2001:db8::7");
    assertThat(snmp.path("snmp.trap_name").asString()).isEqualTo("coldStart");
    assertThat(snmp.path("@timestamp").asString()).isEqualTo("2023-11-14T22:13:20.123457Z");
  }
}
