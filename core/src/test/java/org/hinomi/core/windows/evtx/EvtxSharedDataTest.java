package org.hinomi.core.windows.evtx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.hinomi.core.sigma.SharedData;
import org.hinomi.core.windows.EventValue;
import org.hinomi.core.windows.EventXml;
import org.hinomi.core.windows.WindowsEvent;
import org.hinomi.core.windows.WindowsEvent.EventSystem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real logs against what two other readers, libevtx and python-evtx, find in them. */
class EvtxSharedDataTest {
  private static final JsonMapper JSON = new JsonMapper();

  /** python-evtx finds a sixth record in this one that libevtx does not. */
  private static final String DISPUTED = "Microsoft-Windows-HelloForBusiness%4Operational.evtx";

  @Test
  void findsTheEventsThatOtherReadersFind() throws IOException {
    for (JsonNode file : JSON.readTree(SharedData.find("evtx-oracle-index.json").toFile())) {
      Path path = SharedData.find(file.get("file").asString());
      Map<String, Integer> counts = new TreeMap<>();
      for (EvtxRecord each : records(path)) {
        EventSystem system = each.event().system();
        counts.merge(system.provider().name() + "/" + system.eventId(), 1, Integer::sum);
      }
      Map<String, Integer> expected = new TreeMap<>();
      file.get("counts")
          .propertyStream()
          .forEach(e -> expected.put(e.getKey(), e.getValue().intValue()));
      if (!path.endsWith(DISPUTED)) {
        assertThat(counts).as(path.toString()).isEqualTo(expected);
      }
    }
  }

  @Test
  void findsTheValuesThatLibevtxFinds() throws IOException {
    for (Path oracle : list("evtx/oracle", ".gz")) {
      String name = oracle.getFileName().toString().replace(".events.jsonl.gz", "");
      List<EvtxRecord> found = records(SharedData.find("evtx/" + name));
      List<JsonNode> expected = lines(oracle);
      assertThat(found).as(name).hasSameSizeAs(expected);
      for (int i = 0; i < found.size(); i++) {
        assertThat(fields(found.get(i).event()))
            .as(name + " " + expected.get(i))
            .isEqualTo(fields(expected.get(i)));
      }
    }
  }

  @Test
  void theXmlOfAnEventGivesTheSameEvent() throws Exception {
    for (Path path : list("evtx", ".evtx")) {
      for (EvtxRecord each : records(path)) {
        assertThat(EventXml.read(each.xml())).as(each.xml()).isEqualTo(each.event());
      }
    }
  }

  private static List<EvtxRecord> records(Path path) throws IOException {
    List<EvtxRecord> records = new ArrayList<>();
    try (EvtxFile file = EvtxFile.open(path, damage -> {})) {
      for (EvtxRecord each = file.next(); each != null; each = file.next()) {
        records.add(each);
      }
    }
    return records;
  }

  private static List<String> fields(WindowsEvent event) {
    EventSystem system = event.system();
    List<String> fields = new ArrayList<>();
    for (Object each :
        new @Nullable Object[] {
          system.provider().name(),
          system.provider().guid(),
          system.provider().eventSourceName(),
          system.eventId(),
          system.qualifiers(),
          system.version(),
          system.level(),
          system.task(),
          system.opcode(),
          system.keywords() == null ? null : "0x" + Long.toHexString(system.keywords()),
          system.timeCreated(),
          system.channel(),
          system.computer(),
          system.userSid(),
          system.processId(),
          event.section()
        }) {
      fields.add(comparable(each == null ? null : each.toString()));
    }
    for (EventValue each : event.data()) {
      if (each.name() == null || !each.name().contains("@")) { // the oracle has elements only
        fields.add(each.name() + "=" + comparable(each.value()));
      }
    }
    return fields;
  }

  private static List<String> fields(JsonNode expected) {
    List<String> fields = new ArrayList<>();
    for (String each :
        List.of(
            "provider",
            "providerGuid",
            "eventSourceName",
            "eventId",
            "qualifiers",
            "version",
            "level",
            "task",
            "opcode",
            "keywords",
            "time",
            "channel",
            "computer",
            "userSid",
            "pid",
            "section")) {
      fields.add(comparable(text(expected.get(each))));
    }
    for (JsonNode each : expected.get("data")) {
      fields.add(text(each.get(0)) + "=" + comparable(text(each.get(1))));
    }
    return fields;
  }

  private static @Nullable String text(JsonNode node) {
    return node.isNull() ? null : node.asString();
  }

  /** libevtx writes 9 digits of a second and leading zeros, and sizes in decimal. */
  private static String comparable(@Nullable String value) {
    if (value == null || value.isBlank()) {
      return "";
    }
    String text = value.toLowerCase(Locale.ROOT).replace("\r\n", "\n").replace('\r', '\n');
    if (text.matches("0x[0-9a-f]{1,16}")) {
      return Long.toUnsignedString(Long.parseUnsignedLong(text, 2, text.length(), 16));
    }
    if (text.matches("[0-9-]+t[0-9:.]+z")) {
      return text.replaceFirst("\\.?0*z", "z");
    }
    return text;
  }

  private static List<Path> list(String folder, String ending) throws IOException {
    try (Stream<Path> all = Files.list(SharedData.find(folder))) {
      return all.filter(each -> each.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static List<JsonNode> lines(Path gzip) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(gzip)), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(JSON.readTree(line));
      }
    }
    return lines;
  }
}
