package org.hinomi.collector.decode.columns;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.decode.Review;
import org.hinomi.core.event.Fields;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What {@code smartctl --json -a} says of a disk (ATA, NVMe, SCSI). Of its hundreds of values those
 * stay that tell whether it fails; the record has them all.
 */
final class SmartReport {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEALTHY = "disk-healthy";

  /** Bits of the exit status (smartctl(8), EXIT STATUS). */
  private static final long OPEN_FAILED = 1 << 1;

  private static final long DISK_FAILING = 1 << 3;
  private static final long BELOW_THRESHOLD = 1 << 4;
  private static final long SELF_TEST_FAILED = 1 << 7;

  private static final long WORN_OUT = 100;

  private SmartReport() {}

  /** Whether an object of JSON is such a report. */
  static boolean isReport(Map<String, Object> values) {
    return values.containsKey("smartctl.exit_status") && values.containsKey("smartctl.version");
  }

  /**
   * Takes what it knows; leaves the time and the sentence to their names.
   *
   * @param text the whole report
   */
  static void take(String text, Map<String, Object> values, Map<String, Object> fields) {
    JsonNode report;
    try {
      report = JSON.readTree(text);
    } catch (JacksonException e) {
      return; // said already, where its values were read
    }
    values.clear();
    JsonNode time = report.path("local_time").path("time_t");
    if (time.isIntegralNumber()) {
      values.put(ColumnNames.TIME, time.asLong(0));
    }
    String device = report.path("device").path("name").asString("");
    String model = report.path("model_name").asString(report.path("scsi_model_name").asString(""));
    put(fields, Fields.VOLUME_DEVICE, device);
    put(fields, Fields.DEVICE_MODEL, model);
    put(fields, Fields.DEVICE_SERIAL, report.path("serial_number").asString(""));
    number(fields, Fields.HARDWARE_TEMPERATURE, report.path("temperature").path("current"));
    number(fields, Fields.SMART_HOURS, report.path("power_on_time").path("hours"));
    List<String> reasons = new ArrayList<>();
    status(report, reasons);
    ata(report.path("ata_smart_attributes").path("table"), fields, reasons);
    nvme(report.path("nvme_smart_health_information_log"), fields, reasons);
    scsi(report, fields, reasons);
    judge(report, fields, reasons);
    values.put(ColumnNames.MESSAGE, message(device, model, fields));
  }

  private static void status(JsonNode report, List<String> reasons) {
    long exit = report.path("smartctl").path("exit_status").asLong(0);
    JsonNode passed = report.path("smart_status").path("passed");
    if ((exit & DISK_FAILING) != 0 || passed.isBoolean() && !passed.asBoolean()) {
      reasons.add("SMART status: failed");
    }
    if ((exit & BELOW_THRESHOLD) != 0) {
      reasons.add("attributes below their threshold");
    }
    if ((exit & SELF_TEST_FAILED) != 0) {
      reasons.add("errors in the self-test log");
    }
  }

  private static void ata(JsonNode table, Map<String, Object> fields, List<String> reasons) {
    for (JsonNode attribute : table) {
      long raw = attribute.path("raw").path("value").asLong(0);
      switch ((int) attribute.path("id").asLong(0)) {
        case 5 -> count(fields, reasons, Fields.SMART_REALLOCATED, raw, "reallocated sectors");
        case 197 -> count(fields, reasons, Fields.SMART_PENDING, raw, "pending sectors");
        case 198 ->
            count(fields, reasons, Fields.SMART_UNCORRECTABLE, raw, "uncorrectable sectors");
        default -> {
          // makers mean different things by the others
        }
      }
      if (attribute.path("when_failed").asString("").equals("now")) {
        reasons.add("failing now: " + attribute.path("name").asString("?"));
      }
    }
  }

  private static void nvme(JsonNode log, Map<String, Object> fields, List<String> reasons) {
    if (!log.isObject()) {
      return;
    }
    long warning = log.path("critical_warning").asLong(0);
    if (warning != 0) {
      reasons.add("critical warning 0x" + Long.toHexString(warning));
    }
    count(
        fields,
        reasons,
        Fields.SMART_UNCORRECTABLE,
        log.path("media_errors").asLong(0),
        "media errors");
    number(fields, Fields.SMART_WEAR, log.path("percentage_used"));
    if (log.path("percentage_used").asLong(0) >= WORN_OUT) {
      reasons.add("worn out: " + log.path("percentage_used").asLong(0) + " % used");
    }
    long spare = log.path("available_spare").asLong(WORN_OUT);
    if (spare < log.path("available_spare_threshold").asLong(0)) {
      reasons.add("spare: " + spare + " % left");
    }
  }

  private static void scsi(JsonNode report, Map<String, Object> fields, List<String> reasons) {
    JsonNode grown = report.path("scsi_grown_defect_list");
    if (grown.isIntegralNumber()) {
      count(fields, reasons, Fields.SMART_REALLOCATED, grown.asLong(0), "grown defects");
    }
    long uncorrected = 0;
    for (String way : new String[] {"read", "write", "verify"}) {
      uncorrected +=
          report
              .path("scsi_error_counter_log")
              .path(way)
              .path("total_uncorrected_errors")
              .asLong(0);
    }
    if (uncorrected > 0) {
      count(fields, reasons, Fields.SMART_UNCORRECTABLE, uncorrected, "uncorrected errors");
    }
  }

  private static void count(
      Map<String, Object> fields, List<String> reasons, String field, long count, String what) {
    fields.put(field, count);
    if (count > 0) {
      reasons.add(count + " " + what);
    }
  }

  private static void judge(JsonNode report, Map<String, Object> fields, List<String> reasons) {
    long exit = report.path("smartctl").path("exit_status").asLong(0);
    String kind = Review.USER_ACTIVITY;
    String action = HEALTHY;
    if (!reasons.isEmpty()) {
      kind = Review.FAULT;
      action = "disk-failing";
    } else if ((exit & OPEN_FAILED) != 0 || !report.has("smart_status")) {
      kind = Review.EXCEPTION;
      action = "disk-not-read";
      for (JsonNode message : report.path("smartctl").path("messages")) {
        reasons.add(message.path("string").asString(""));
      }
    }
    fields.put(Fields.REVIEW_KIND, kind);
    fields.put(Fields.EVENT_ACTION, action);
    fields.put(Fields.EVENT_CATEGORY, "host");
    fields.put(Fields.EVENT_OUTCOME, action.equals(HEALTHY) ? "success" : "failure");
    put(fields, Fields.EVENT_REASON, String.join("; ", reasons));
  }

  private static String message(String device, String model, Map<String, Object> fields) {
    StringBuilder text = new StringBuilder("SMART of ").append(device.isEmpty() ? "?" : device);
    if (!model.isEmpty()) {
      text.append(" (").append(model).append(')');
    }
    text.append(": ").append(fields.getOrDefault(Fields.EVENT_REASON, "healthy"));
    Object temperature = fields.get(Fields.HARDWARE_TEMPERATURE);
    return temperature == null ? text.toString() : text + ", " + temperature + " °C";
  }

  private static void put(Map<String, Object> fields, String field, String text) {
    if (!text.isEmpty()) {
      fields.put(field, text);
    }
  }

  private static void number(Map<String, Object> fields, String field, JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      fields.put(field, node.asLong(0));
    }
  }
}
