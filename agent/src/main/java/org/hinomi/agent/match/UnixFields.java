package org.hinomi.agent.match;

import java.util.List;
import java.util.Map;
import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Fields;
import org.hinomi.core.sigma.FieldView;
import org.hinomi.core.unix.BootEvent;
import org.hinomi.core.unix.LoginEvent;
import org.hinomi.core.unix.LoginText;
import org.hinomi.core.unix.UnixReading;

/** What rules see of a start, a shutdown or a log-on: its stored fields, and its sentence. */
final class UnixFields implements FieldView {
  private final Map<String, Object> fields;
  private final String message;

  private UnixFields(UnixReading reading) {
    this.fields = reading.fields();
    this.message = reading.message();
  }

  /**
   * @throws IllegalArgumentException where it is none; no source of ours makes such a record
   */
  static UnixFields of(WatchedRecord record) {
    byte[] json = record.original();
    return new UnixFields(
        record.kind().equals(AgentFrame.KIND_BOOT)
            ? BootEvent.read(json, 0, json.length).reading()
            : LoginText.of(LoginEvent.read(json, 0, json.length)));
  }

  @Override
  public List<String> values(String field) {
    if (field.equals(Fields.MESSAGE)) {
      return texts();
    }
    Object value = fields.get(field);
    return value == null ? List.of() : List.of(value.toString());
  }

  @Override
  public List<String> texts() {
    return List.of(message);
  }
}
