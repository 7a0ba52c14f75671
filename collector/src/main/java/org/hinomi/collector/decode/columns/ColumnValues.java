package org.hinomi.collector.decode.columns;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.collector.decode.SourceAddress;
import org.hinomi.core.event.Fields;

/** Puts a column's value under its field, in the field's type. */
final class ColumnValues {
  private static final Pattern WITH_PORT =
      Pattern.compile(
          "(\\d{1,3}(?:\\.\\d{1,3}){3}):(\\d{1,5})|\\[([0-9A-Fa-f:.]+)](?::(\\d{1,5}))?");
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
  private static final Set<String> NUMBERS =
      Set.of(
          Fields.SOURCE_PORT,
          Fields.DESTINATION_PORT,
          Fields.SOURCE_BYTES,
          Fields.DESTINATION_BYTES,
          Fields.NETWORK_BYTES,
          Fields.NETWORK_PACKETS,
          Fields.EVENT_DURATION);
  private static final Set<String> SUCCESS =
      Set.of(
          "success",
          "succeeded",
          "successful",
          "ok",
          "true",
          "allowed",
          "pass",
          "passed",
          "成功",
          "正常",
          "正常終了",
          "許可",
          "完了");
  private static final Set<String> FAILURE =
      Set.of(
          "failure",
          "failed",
          "fail",
          "false",
          "denied",
          "error",
          "blocked",
          "rejected",
          "失敗",
          "エラー",
          "異常",
          "異常終了",
          "拒否",
          "遮断");

  private ColumnValues() {}

  static void put(Map<String, Object> fields, String field, Object value) {
    switch (field) {
      case Fields.SOURCE_IP ->
          address(fields, field, Fields.SOURCE_PORT, Fields.SOURCE_DOMAIN, value);
      case Fields.DESTINATION_IP ->
          address(fields, field, Fields.DESTINATION_PORT, Fields.DESTINATION_DOMAIN, value);
      case Fields.EVENT_OUTCOME -> outcome(fields, value);
      case Fields.AUTHENTICATION_MULTI_FACTOR -> multiFactor(fields, value);
      case Fields.AUTHENTICATION_METHOD ->
          fields.putIfAbsent(
              field,
              value instanceof List<?> ? value : List.of(value.toString().strip().split(",\\s*")));
      default -> {
        if (NUMBERS.contains(field)) {
          number(fields, field, value);
        } else if (field.startsWith(Fields.DATA)) {
          fields.putIfAbsent(field, value);
        } else {
          fields.putIfAbsent(field, text(value));
        }
      }
    }
  }

  static String text(Object value) {
    return value instanceof List<?> several
        ? String.join(", ", several.stream().map(Object::toString).toList())
        : value.toString();
  }

  private static void number(Map<String, Object> fields, String field, Object value) {
    String text = text(value).strip();
    if (WHOLE.matcher(text).matches()) {
      fields.putIfAbsent(field, Long.parseLong(text));
    } else {
      fields.putIfAbsent(Fields.DATA + field, value);
    }
  }

  private static void address(
      Map<String, Object> fields, String field, String port, String domain, Object value) {
    String text = text(value).strip();
    Matcher matcher = WITH_PORT.matcher(text);
    boolean withPort = matcher.matches();
    String bare =
        withPort ? (matcher.group(1) == null ? matcher.group(3) : matcher.group(1)) : text;
    String number =
        withPort ? (matcher.group(2) == null ? matcher.group(4) : matcher.group(2)) : null;
    try {
      fields.putIfAbsent(field, SourceAddress.text(InetAddress.ofLiteral(bare)));
    } catch (IllegalArgumentException e) {
      fields.putIfAbsent(domain, text);
      return;
    }
    if (number != null) {
      fields.putIfAbsent(port, Long.parseLong(number));
    }
  }

  private static void outcome(Map<String, Object> fields, Object value) {
    String text = text(value).strip().toLowerCase(Locale.ROOT);
    String outcome =
        SUCCESS.contains(text) ? "success" : FAILURE.contains(text) ? "failure" : "unknown";
    Object before = fields.get(Fields.EVENT_OUTCOME);
    if (before == null || before.equals("unknown")) {
      fields.put(Fields.EVENT_OUTCOME, outcome);
    }
    fields.putIfAbsent(Fields.DATA + "outcome", text(value));
  }

  private static void multiFactor(Map<String, Object> fields, Object value) {
    String text = text(value).toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
    boolean many =
        text.startsWith("multifactor")
            || Set.of("true", "yes", "required", "1", "あり", "有", "有効").contains(text);
    fields.putIfAbsent(Fields.AUTHENTICATION_MULTI_FACTOR, many);
  }

  /** Syslog severity of a word or number; -1 where it is none. */
  static int severity(String level) {
    String text = level.strip().toLowerCase(Locale.ROOT);
    return switch (text) {
      case "0", "emergency", "emerg", "panic" -> 0;
      case "1", "alert" -> 1;
      case "2", "critical", "crit", "fatal", "重大", "致命的" -> 2;
      case "3", "error", "err", "エラー", "高" -> 3;
      case "4", "warning", "warn", "警告", "中" -> 4;
      case "5", "notice", "注意", "通知" -> 5;
      case "6", "informational", "information", "info", "情報", "低" -> 6;
      case "7", "debug", "trace", "verbose", "デバッグ" -> 7;
      default -> -1;
    };
  }
}
