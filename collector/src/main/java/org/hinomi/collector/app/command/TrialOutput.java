package org.hinomi.collector.app.command;

import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.hinomi.collector.app.ImportTrial;
import org.hinomi.collector.app.ImportTrial.FileTrial;
import org.hinomi.collector.decode.Event;
import org.hinomi.core.event.Fields;
import org.hinomi.core.text.Messages;

/** Shows how files would be read. */
final class TrialOutput {
  /** Characters of a value that are shown. */
  private static final int VALUE = 200;

  private final Messages texts;
  private final PrintStream out;
  private final ZoneId zone;

  TrialOutput(Messages texts, PrintStream out, ZoneId zone) {
    this.texts = texts;
    this.out = out;
    this.zone = zone;
  }

  void print(ImportTrial trial) {
    trial.files().forEach(this::print);
    if (trial.files().isEmpty()) {
      out.println(texts.get("import.try.nothing"));
    }
  }

  private void print(String path, FileTrial file) {
    out.println(path);
    String charsets = file.charsets().isEmpty() ? "UTF-8" : file.charsets();
    String zones = file.zones().isEmpty() ? "-" : file.zones();
    out.println("  " + texts.get("import.try.as", file.formats(), charsets, zones));
    out.println(
        "  "
            + texts.get(
                "import.try.counts",
                file.records(),
                file.malformed(),
                file.damaged(),
                time(file.earliest()),
                time(file.latest())));
    if (file.firstFault() != null) {
      out.println("  " + texts.get("import.try.fault", shown(file.firstFault())));
    }
    file.first().forEach(this::print);
    out.println();
  }

  private void print(Event event) {
    Map<String, Object> fields = new TreeMap<>(event.fields());
    fields.remove(Fields.LOG_FILE_PATH);
    fields.remove(Fields.AGENT_SOURCE);
    fields.remove(Fields.AGENT_KIND);
    if (event.app() != null) {
      fields.put(Fields.PROCESS_NAME, event.app());
    }
    if (event.severity() >= 0) {
      fields.put(Fields.SEVERITY, event.severity());
    }
    out.println();
    line(Fields.TIMESTAMP, time(event.timeMicros()));
    line(Fields.HOST_NAME, event.host());
    fields.forEach(this::line);
    line(Fields.MESSAGE, event.message());
  }

  private void line(String field, Object value) {
    out.println("    " + field + ": " + shown(value.toString()));
  }

  private static String shown(String value) {
    // Control characters would move the terminal's cursor.
    String plain = value.replaceAll("\\p{Cntrl}", " ");
    return plain.length() <= VALUE ? plain : plain.substring(0, VALUE) + '…';
  }

  private String time(long micros) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atZone(zone));
  }
}
