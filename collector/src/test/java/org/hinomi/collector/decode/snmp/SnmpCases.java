package org.hinomi.collector.decode.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hinomi.collector.decode.Event;
import org.hinomi.core.event.Fields;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.snmp.HinomiMib;
import org.hinomi.core.snmp.SnmpUser;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Datagrams with what they say (see README.md beside the fixtures), and the judge of a decoding.
 */
final class SnmpCases {

  private SnmpCases() {}

  static List<JsonNode> read(Path file) throws IOException {
    JsonMapper mapper = JsonMapper.shared();
    List<JsonNode> cases = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      cases.add(mapper.readTree(line));
    }
    return cases;
  }

  static byte[] datagram(JsonNode given) {
    return HexFormat.of().parseHex(given.get("hex").asString());
  }

  static String kind(JsonNode given) {
    return given.path("kind").asString("trap");
  }

  static Event decode(JsonNode given) {
    SnmpUser user = user(given);
    SnmpDecoder decoder =
        new SnmpDecoder(
            HinomiMib.under(HinomiMib.DEFAULT_ENTERPRISE),
            user == null ? List.of() : List.of(user));
    return decoder.decode(FakeRecord.of(datagram(given)));
  }

  /** The user in {@code usm}, else the one in the arguments of snmptrap(1). */
  private static @Nullable SnmpUser user(JsonNode given) {
    JsonNode usm = given.path("usm");
    if (usm.isObject()) {
      return user(
          usm.get("user").asString(),
          usm.get("auth").asString(),
          usm.get("authPass").asString(),
          usm.path("priv").asString(""),
          usm.path("privPass").asString(""));
    }
    Map<String, String> options = new java.util.HashMap<>();
    JsonNode arguments = given.path("sent_args");
    for (int i = 0; i + 1 < arguments.size(); i++) {
      options.put(arguments.get(i).asString(), arguments.get(i + 1).asString());
    }
    String name = options.get("-u");
    return name == null
        ? null
        : user(
            name,
            options.getOrDefault("-a", ""),
            options.getOrDefault("-A", ""),
            options.getOrDefault("-x", ""),
            options.getOrDefault("-X", ""));
  }

  private static SnmpUser user(String name, String auth, String authPass, String priv, String key) {
    String privName = priv.toUpperCase(Locale.ROOT).replace("-", "");
    return new SnmpUser(
        name,
        auth.isEmpty() ? SnmpUser.Auth.NONE : SnmpUser.Auth.valueOf(auth.replace("-", "")),
        auth.isEmpty() ? null : new Secret(authPass),
        priv.isEmpty()
            ? SnmpUser.Priv.NONE
            : SnmpUser.Priv.valueOf(privName.equals("AES") ? "AES128" : privName),
        priv.isEmpty() ? null : new Secret(key));
  }

  /** Holds the event to everything that the case expects of a well-formed message. */
  static void assertAsExpected(JsonNode given, Event event) {
    String id = given.get("id").asString();
    JsonNode expected = given.get("expected");
    Map<String, Object> fields = event.fields();
    assertThat(fields).as(id).doesNotContainKey(Fields.ERROR_MESSAGE);
    assertThat("v" + fields.get(Fields.SNMP_VERSION))
        .as(id)
        .isEqualTo(expected.get("version").asString());
    List<String> varBinds = varBinds(fields);
    List<Integer> exceptions = new ArrayList<>();
    for (int i = 0; i < varBinds.size(); i++) {
      if (varBinds.get(i).endsWith(" EXCEPTION")) {
        exceptions.add(i);
      }
    }
    assertThat(varBinds.size() - exceptions.size())
        .as(id)
        .isEqualTo(expected.get("varbind_values_by_type").size());
    assertThat(varBinds).as(id).isEqualTo(expectedVarBinds(expected, exceptions));
    String trapOid = trapOid(expected);
    if (trapOid != null) {
      assertThat(fields).as(id).containsEntry(Fields.SNMP_TRAP_OID, trapOid);
    }
    same(id, fields, Fields.SNMP_ENTERPRISE, expected.path("enterprise"));
    same(id, fields, Fields.SNMP_AGENT_ADDRESS, expected.path("agent_addr"));
    same(id, fields, Fields.SNMP_GENERIC_TRAP, expected.path("generic_trap"));
    same(id, fields, Fields.SNMP_SPECIFIC_TRAP, expected.path("specific_trap"));
    same(id, fields, Fields.SNMP_UPTIME, expected.path("time_stamp"));
    same(id, fields, Fields.SNMP_REQUEST_ID, expected.path("request_id"));
    same(id, fields, Fields.SNMP_SECURITY_NAME, expected.path("msg_user"));
    if (expected.path("engine_id").isString()) {
      assertThat(fields)
          .as(id)
          .containsEntry(
              Fields.SNMP_ENGINE_ID, expected.get("engine_id").asString().replace(":", ""));
    }
    if (!expected.path("context_name").asString("").isEmpty()) {
      same(id, fields, Fields.SNMP_CONTEXT_NAME, expected.path("context_name"));
    }
  }

  private static void same(String id, Map<String, Object> fields, String field, JsonNode expected) {
    if (expected.isString()) {
      assertThat(String.valueOf(fields.get(field)))
          .as(id + " " + field)
          .isEqualTo(expected.asString());
    }
  }

  private static @Nullable String trapOid(JsonNode expected) {
    String generic = expected.path("generic_trap").asString("");
    if (generic.equals("6")) {
      long specific = Long.parseLong(expected.get("specific_trap").asString()) & 0xFFFF_FFFFL;
      return expected.get("enterprise").asString() + ".0." + specific;
    }
    if (!generic.isEmpty()) {
      return "1.3.6.1.6.3.1.1.5." + (Integer.parseInt(generic) + 1);
    }
    for (int i = 0; i < expected.get("varbind_oids").size(); i++) {
      if (expected.get("varbind_oids").get(i).asString().equals("1.3.6.1.6.3.1.1.4.1.0")) {
        return expected.get("varbind_values_by_type").get(i).get(1).asString();
      }
    }
    return null;
  }

  /** What the cases expect; an exception such as noSuchObject has no value there. */
  private static List<String> expectedVarBinds(JsonNode expected, List<Integer> exceptions) {
    List<String> all = new ArrayList<>();
    int values = 0;
    for (int i = 0; i < expected.get("varbind_oids").size(); i++) {
      String oid = expected.get("varbind_oids").get(i).asString();
      if (exceptions.contains(i)) {
        all.add(oid + " EXCEPTION");
        continue;
      }
      JsonNode value = expected.get("varbind_values_by_type").get(values++);
      all.add(oid + ' ' + value.get(0).asString() + ' ' + value.get(1).asString().replace(":", ""));
    }
    return all;
  }

  /** The decoded bindings in the words of the cases, octets in hexadecimal digits. */
  private static List<String> varBinds(Map<String, Object> fields) {
    List<String> all = new ArrayList<>();
    for (Object varBind : (List<?>) fields.getOrDefault(Fields.SNMP_VARBINDS, List.of())) {
      String[] parts = varBind.toString().split(" ", 3);
      if (parts[1].equals("EXCEPTION")) {
        all.add(parts[0] + " EXCEPTION");
        continue;
      }
      String value =
          !parts[1].equals("OCTET-STRING")
              ? parts[2]
              : parts[2].startsWith("0x")
                  ? parts[2].substring(2)
                  : HexFormat.of().formatHex(parts[2].getBytes(StandardCharsets.UTF_8));
      all.add(parts[0] + ' ' + caseType(parts[1]) + ' ' + value);
    }
    return all;
  }

  private static String caseType(String type) {
    return switch (type) {
      case "OCTET-STRING" -> "octets";
      case "INTEGER" -> "int";
      case "OBJECT-IDENTIFIER" -> "oid";
      case "TimeTicks" -> "timeticks";
      case "NULL" -> "null";
      case "Counter32", "Counter64" -> "counter";
      case "Unsigned32" -> "g32";
      case "IpAddress" -> "ipv4";
      default -> type;
    };
  }
}
