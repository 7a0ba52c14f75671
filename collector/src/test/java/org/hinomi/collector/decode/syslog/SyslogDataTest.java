package org.hinomi.collector.decode.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.TestRecord;
import org.hinomi.core.event.Fields;
import org.hinomi.core.settings.Cidr;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The decoder against public cases of other projects. The cases that we hold wrong, and why, are
 * named in src/test/resources/decode/syslog/README.md.
 */
class SyslogDataTest {
  private static final double RATE = 0.95;

  @Test
  void givesTheExpectedFieldsOfTheParsersCases() {
    Map<String, String> misfits =
        misfits(
            SharedData.lines("syslog-cases.jsonl"),
            one -> misfit(one, SyslogRules.RFC3164_PRIORITY));
    assertThat(misfits.keySet()).as(misfits::toString).isSubsetOf(HeldWrong.CASES);
  }

  /** The daemons take user.notice for a missing PRI; a collector that does not, still reads on. */
  @Test
  void givesMostOfThemWithoutAssumingAPriority() {
    List<JsonNode> cases = SharedData.lines("syslog-cases.jsonl");
    Map<String, String> misfits = misfits(cases, one -> misfit(one, SyslogRules.UNKNOWN_PRIORITY));
    assertThat(1 - (double) misfits.size() / cases.size())
        .as(misfits::toString)
        .isGreaterThan(RATE);
  }

  @Test
  void givesTheExpectedFieldsOfTheDevicesCases() {
    Map<String, String> misfits =
        misfits(SharedData.lines("syslog-device-cases.jsonl"), SyslogDataTest::deviceMisfit);
    assertThat(misfits.keySet()).as(misfits::toString).isSubsetOf(HeldWrong.CASES);
  }

  @Test
  void givesTheExpectedFieldsOfWhatLoggerSends() {
    List<JsonNode> cases = SharedData.lines("logger-udp.jsonl");
    List<Event> events = new ArrayList<>();
    for (JsonNode one : cases) {
      byte[] bytes = java.util.HexFormat.of().parseHex(one.get("hex").asString());
      Event event = new SyslogDecoder(SyslogRules.of(ZoneOffset.UTC)).decode(TestRecord.of(bytes));
      assertThat(event.original().bytes()).isEqualTo(bytes);
      assertThat(event.facility()).isEqualTo(1);
      assertThat(event.severity()).isEqualTo(5);
      assertThat(event.fields()).doesNotContainKey(Fields.ERROR_MESSAGE);
      assertThat(one.get("text").asString()).endsWith(event.message());
      events.add(event);
    }
    assertThat(events)
        .extracting(Event::app)
        .containsExactly(
            "tag3164", "a1", "a1", "a1", "very-long-tag-name-that-exceeds-thirty-two-characters");
    assertThat(events).extracting(Event::message).element(3).isEqualTo("日本語のログ本文");
    assertThat(events)
        .extracting(Event::host)
        .containsExactly("vm", "vm", "192.0.2.77", "vm", "vm");
  }

  private static Map<String, String> misfits(
      List<JsonNode> cases, Function<JsonNode, String> check) {
    Map<String, String> misfits = new TreeMap<>();
    for (JsonNode one : cases) {
      String misfit = check.apply(one);
      if (!misfit.isEmpty()) {
        String input = one.get("input").toString();
        misfits.put(
            one.get("id").asString(),
            misfit + "\n    " + input.substring(0, Math.min(160, input.length())) + "\n");
      }
    }
    return misfits;
  }

  private static Event decode(JsonNode one, SyslogRules rules, Instant received) {
    byte[] bytes =
        one.has("input_b64")
            ? Base64.getDecoder().decode(one.get("input_b64").asString())
            : one.get("input").asString().getBytes(StandardCharsets.UTF_8);
    Event event = new SyslogDecoder(rules).decode(TestRecord.of(bytes, received));
    assertThat(event.original().bytes()).isEqualTo(bytes);
    return event;
  }

  private static String misfit(JsonNode one, int missingPriority) {
    return switch (one.get("id").asString().replaceAll("-\\d+$", "")) {
      case "go-syslog" -> goSyslogMisfit(one);
      case "syslog-ng" -> syslogNgMisfit(one);
      default -> RsyslogTemplate.misfit(one, missingPriority);
    };
  }

  /** Strict RFC 5424. Of an invalid message the PRI must be kept, and its text not lost. */
  private static String goSyslogMisfit(JsonNode one) {
    Event event = decode(one, SyslogRules.of(ZoneOffset.UTC), TestRecord.RECEIVED);
    JsonNode expected = one.get("expected");
    Misfits misfits = new Misfits();
    if (!expected.get("valid").asBoolean()) {
      boolean told = event.fields().containsKey(Fields.ERROR_MESSAGE);
      misfits.check("told or kept", told || !event.message().isEmpty(), true);
      expected = expected.path("partial");
    } else {
      misfits.check("error", event.fields().get(Fields.ERROR_MESSAGE), null);
      misfits.check("host", event.host(), expected.path("hostname").asString("192.0.2.77"));
      misfits.check("app", event.app(), orElse(expected.path("appname").asString(""), null));
      misfits.check("pid", event.pid(), orElse(expected.path("procid").asString(""), null));
      misfits.check(
          "msgid",
          event.fields().get(Fields.SYSLOG_MSGID),
          orElse(expected.path("msgid").asString(""), null));
      misfits.check(
          "message",
          event.message().replace('\uFFFD', '?'),
          expected.path("message").asString("").replaceFirst("^\uFEFF", "").replace('\uFFFD', '?'));
      Map<String, Object> params = new TreeMap<>();
      expected
          .path("structured_data")
          .properties()
          .forEach(
              id ->
                  id.getValue()
                      .properties()
                      .forEach(
                          param ->
                              params.put(
                                  Fields.SYSLOG_STRUCTURED_DATA
                                      + id.getKey()
                                      + "."
                                      + param.getKey(),
                                  param.getValue().asString())));
      Map<String, Object> found = new TreeMap<>(event.fields());
      found.keySet().removeIf(field -> !field.startsWith(Fields.SYSLOG_STRUCTURED_DATA));
      misfits.check("structured data", found, params);
    }
    if (expected.has("priority")) {
      misfits.check("facility", event.facility(), expected.get("facility").asInt());
      misfits.check("severity", event.severity(), expected.get("severity").asInt());
    }
    if (expected.has("timestamp")) {
      Instant time =
          java.time.OffsetDateTime.parse(expected.get("timestamp").asString()).toInstant();
      misfits.check(
          "time", micros(event), time.getEpochSecond() * 1_000_000 + time.getNano() / 1000);
    }
    return misfits.toString();
  }

  private static String syslogNgMisfit(JsonNode one) {
    boolean namesHost =
        one.get("flags").toString().contains("HOST")
            || one.get("flags").toString().contains("PROTOCOL");
    JsonNode bad = one.get("bad_hostname_re");
    namesHost &= bad.isNull() || !one.get("input").asString().contains(bad.asString().substring(1));
    SyslogRules rules =
        new SyslogRules(
            ZoneId.of("Europe/Berlin"),
            SyslogRules.UNKNOWN_PRIORITY,
            List.of(new SyslogRules.Sender(Cidr.parse("192.0.2.0/24"), null, null, namesHost)));
    Event event =
        decode(one, rules, Instant.ofEpochSecond(one.get("context").get("now_epoch").asLong()));
    JsonNode expected = one.get("expected");
    Misfits misfits = new Misfits();
    if (one.get("flags").toString().contains("PIGGYBACK")
        || !one.get("input").asString().startsWith("<")) {
      // Malformed: projects disagree, so the text must only be there.
      String text = expected.get("message").asString().replaceFirst("^Error processing.*>@<", "");
      return misfits
          .check("message", text.endsWith(event.message()) || event.message().endsWith(text), true)
          .toString();
    }
    misfits.check("facility", event.facility(), expected.get("facility").asInt());
    misfits.check("severity", event.severity(), expected.get("severity").asInt());
    misfits.check(
        "host", event.host(), orElse(expected.path("hostname").asString(""), "192.0.2.77"));
    misfits.check("app", event.app(), orElse(expected.path("program").asString(""), null));
    misfits.check("message", event.message(), expected.get("message").asString());
    if (expected.has("pid")) {
      misfits.check("pid", event.pid(), orElse(expected.get("pid").asString(), null));
    }
    if (expected.has("timestamp_epoch")) {
      misfits.check(
          "time",
          micros(event),
          expected.get("timestamp_epoch").asLong() * 1_000_000
              + expected.get("timestamp_usec").asLong());
    }
    for (JsonNode pair : expected.path("structured_data")) {
      String field = pair.get(0).asString().replace(".SDATA.", Fields.SYSLOG_STRUCTURED_DATA);
      if (!field.endsWith(".isSynced")) {
        misfits.check(field, event.fields().get(field), pair.get(1).asString());
      }
    }
    return misfits.toString();
  }

  private static String deviceMisfit(JsonNode one) {
    Event event = decode(one, SyslogRules.of(ZoneOffset.UTC), TestRecord.RECEIVED);
    JsonNode expected = one.get("expected");
    Misfits misfits = new Misfits();
    if (expected.has("facility")) {
      misfits.check("facility", event.facility(), expected.get("facility").asInt());
      misfits.check("severity", event.severity(), expected.get("severity").asInt());
    }
    if (expected.path("host_in_header").asBoolean(false)) {
      misfits.check("host", event.host(), expected.get("host").asString());
    }
    if (expected.has("time_epoch")) {
      misfits.check("time", micros(event) / 1_000_000, expected.get("time_epoch").asLong());
    }
    // Check Point sends everything as structured data and no MSG.
    String input = one.get("input").asString().strip();
    boolean kept =
        input.endsWith("\"]")
            ? event.fields().containsKey(Fields.SYSLOG_STRUCTURED_DATA + "sc4s@2620.product")
            : event.message().strip().endsWith(input.substring(input.length() - 8));
    misfits.check("message", kept, true);
    return misfits.toString();
  }

  private static long micros(Event event) {
    return event.timeMicros();
  }

  private static @Nullable String orElse(String value, @Nullable String other) {
    return value.isEmpty() ? other : value;
  }
}
