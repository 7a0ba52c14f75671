package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.record.columns.ByteColumn;
import org.hinomi.collector.record.columns.NumberColumn;
import org.hinomi.collector.record.columns.RunColumn;
import org.hinomi.collector.record.columns.TextColumn;
import org.hinomi.collector.record.index.GramFilter;
import org.hinomi.collector.record.original.HeadValues;
import org.hinomi.collector.record.original.OriginalForm;
import org.hinomi.collector.record.parquet.ParquetWriter;
import org.hinomi.core.event.Identity;
import org.hinomi.core.event.Transport;
import org.jspecify.annotations.Nullable;

/** Events in memory, column by column, until they become a row group of a part. Not thread-safe. */
final class EventBuffer {
  /** Rows of one retention class and day go into one part. */
  record Slot(String retentionClass, long day) {}

  /** 0001-01-01 and 9999-12-31T23:59:59.999999Z: what a time as text can show. */
  private static final long MIN_MICROS = -62_135_596_800_000_000L;

  private static final long MAX_MICROS = 253_402_300_799_999_999L;
  private static final long DAY_MICROS = 86_400_000_000L;

  /** Own times of imported records outside 1980 to 2100 are no days of a log: receipt counts. */
  private static final long PLAUSIBLE_FROM = 315_532_800_000_000L;

  private static final long PLAUSIBLE_TO = 4_102_444_800_000_000L;

  private final NumberColumn position = new NumberColumn();
  private final NumberColumn time = new NumberColumn();
  private final NumberColumn received = new NumberColumn();
  private final TextColumn host = new TextColumn();
  private final TextColumn sourceAddress = new TextColumn();
  private final TextColumn transport = new TextColumn();
  private final NumberColumn facility = new NumberColumn();
  private final NumberColumn severity = new NumberColumn();
  private final TextColumn app = new TextColumn();
  private final TextColumn pid = new TextColumn();
  private final TextColumn msgId = new TextColumn();
  private final ByteColumn message = new ByteColumn();
  private final ByteColumn original = new ByteColumn();
  private final ByteColumn originalHead = new ByteColumn();
  private final TextColumn originalForm = new TextColumn();
  private final NumberColumn timeOffset = new NumberColumn();
  private final TextColumn code = new TextColumn();
  private final TextColumn provider = new TextColumn();
  private final TextColumn channel = new TextColumn();
  private final NumberColumn recordId = new NumberColumn();
  private final TextColumn userName = new TextColumn();
  private final TextColumn sourceIp = new TextColumn();
  private final TextColumn outcome = new TextColumn();
  private final TextColumn trapOid = new TextColumn();
  private final TextColumn retentionClass = new TextColumn();
  private final TextColumn agentId = new TextColumn();
  private final NumberColumn incarnation = new NumberColumn();
  private final NumberColumn sequence = new NumberColumn();
  private final RunColumn fields = new RunColumn();

  private final List<NumberColumn> numbers =
      List.of(
          position,
          time,
          received,
          facility,
          severity,
          timeOffset,
          recordId,
          incarnation,
          sequence);
  private final List<TextColumn> texts =
      List.of(
          host,
          sourceAddress,
          transport,
          app,
          pid,
          msgId,
          originalForm,
          code,
          provider,
          channel,
          userName,
          sourceIp,
          outcome,
          trapOid,
          retentionClass,
          agentId);
  private final Map<Column, TextColumn> filtered = new EnumMap<>(Column.class);
  private final List<ByteColumn> bytes = List.of(message, original, originalHead);

  private final FieldValues fieldValues = new FieldValues(this::several);
  private final OriginalForm forms = new OriginalForm();
  private final GramFilter.Builder grams = new GramFilter.Builder();
  private final Map<Slot, Integer> slotCodes = new LinkedHashMap<>();
  private int[] slots = new int[1 << 10];
  private int rows;
  private @Nullable Slot lastSlot;
  private int lastSlotCode;

  /** Values of a column that stand in the JSON, because a row has several. */
  private record Several(int row, Column column, List<?> values) {}

  private final List<Several> several = new ArrayList<>();

  EventBuffer() {
    filtered.put(Column.HOST, host);
    filtered.put(Column.SOURCE_ADDRESS, sourceAddress);
    filtered.put(Column.APP, app);
    filtered.put(Column.MSGID, msgId);
    filtered.put(Column.CODE, code);
    filtered.put(Column.PROVIDER, provider);
    filtered.put(Column.CHANNEL, channel);
    filtered.put(Column.USER_NAME, userName);
    filtered.put(Column.SOURCE_IP, sourceIp);
    filtered.put(Column.OUTCOME, outcome);
    filtered.put(Column.TRAP_OID, trapOid);
    filtered.put(Column.RETENTION_CLASS, retentionClass);
    filtered.put(Column.AGENT_ID, agentId);
  }

  int rows() {
    return rows;
  }

  /** When the newest row was received; empty where there is none. */
  OptionalLong lastReceivedMicros() {
    return rows == 0 ? OptionalLong.empty() : OptionalLong.of(received.most());
  }

  /** Bytes held, about. */
  long size() {
    long size = rows * 100L + fields.size();
    for (ByteColumn column : bytes) {
      size += column.size();
    }
    for (TextColumn column : texts) {
      size += column.size();
    }
    return size;
  }

  /** Takes back the rows from {@code count} on, also one that was added in part. */
  void cut(int count) {
    numbers.forEach(column -> column.cut(count));
    texts.forEach(column -> column.cut(count));
    bytes.forEach(column -> column.cut(count));
    fields.cut(count);
    several.removeIf(values -> values.row() >= count);
    rows = count;
  }

  void clear() {
    numbers.forEach(NumberColumn::clear);
    texts.forEach(TextColumn::clear);
    bytes.forEach(ByteColumn::clear);
    fields.clear();
    several.clear();
    slotCodes.clear();
    lastSlot = null;
    rows = 0;
  }

  void add(Event event) {
    add(event, null);
  }

  /**
   * Adds an event.
   *
   * @param folder the class in whose part it belongs; null: its own
   */
  void add(Event event, @Nullable String folder) {
    FieldValues.Values values = fieldValues.of(event.fields());
    String kept = values.retentionClass();
    if (kept == null) {
      throw new IllegalStateException(
          "position " + event.position() + ": no retention class (expected: what enrich gave it)");
    }
    slot(event, folder == null ? kept : folder);
    position.add(event.position());
    long micros = Math.clamp(event.timeMicros(), MIN_MICROS, MAX_MICROS);
    time.add(micros);
    received.add(Math.clamp(event.receivedMicros(), MIN_MICROS, MAX_MICROS));
    host.add(event.host());
    sourceAddress.add(event.sourceAddress());
    transport.add(event.transport().wireName());
    number(facility, event.facility());
    number(severity, event.severity());
    app.add(event.app());
    pid.add(event.pid());
    msgId.add(values.msgId());
    message(event, micros, values.msgId());
    code.add(values.code());
    provider.add(values.provider());
    channel.add(values.channel());
    if (values.recordId() == null) {
      recordId.addNull();
    } else {
      recordId.add(values.recordId());
    }
    userName.add(values.userName());
    sourceIp.add(values.sourceIp());
    outcome.add(values.outcome());
    trapOid.add(values.trapOid());
    retentionClass.add(kept);
    identity(event.identity());
    fields.add(values.others());
    rows++;
  }

  private void identity(@Nullable Identity identity) {
    if (identity == null) {
      agentId.add(null);
      incarnation.addNull();
      sequence.addNull();
    } else {
      agentId.add(identity.agentId());
      incarnation.add(identity.incarnation());
      sequence.add(identity.sequence());
    }
  }

  private void several(Column column, List<?> of) {
    several.add(new Several(rows, column, of));
  }

  /** The slots that have rows. */
  List<Slot> slots() {
    return List.copyOf(slotCodes.keySet());
  }

  /** What was written: for the manifest. */
  record Written(
      int rows,
      long firstPosition,
      long lastPosition,
      long fromMicros,
      long toMicros,
      long receivedFromMicros,
      long receivedToMicros) {}

  /**
   * Writes rows as one row group of a file that is then complete, but not synced.
   *
   * @param slot of which the rows are; null: all rows
   * @param from the first row that is looked at
   * @param index whether to write the filter that a search looks at first
   */
  Written write(FileChannel file, int zstdLevel, @Nullable Slot slot, int from, boolean index)
      throws IOException {
    TemplateOrder templates = new TemplateOrder(message, rows(slot, from), index ? grams : null);
    int[] order = templates.rows();
    int count = order.length;
    try (ParquetWriter writer = new ParquetWriter(file, EventSchema.PARQUET, zstdLevel)) {
      writer.beginRowGroup(count);
      position.write(writer, order, count, false);
      time.write(writer, order, count, false);
      received.write(writer, order, count, false);
      host.write(writer, order, count);
      sourceAddress.write(writer, order, count);
      transport.write(writer, order, count);
      facility.write(writer, order, count, true);
      severity.write(writer, order, count, true);
      app.write(writer, order, count);
      pid.write(writer, order, count);
      msgId.write(writer, order, count);
      message.write(writer, order, count);
      templates.write(writer);
      original.write(writer, order, count);
      originalHead.write(writer, order, count);
      originalForm.write(writer, order, count);
      timeOffset.write(writer, order, count, true);
      code.write(writer, order, count);
      provider.write(writer, order, count);
      channel.write(writer, order, count);
      recordId.write(writer, order, count, false);
      userName.write(writer, order, count);
      sourceIp.write(writer, order, count);
      outcome.write(writer, order, count);
      trapOid.write(writer, order, count);
      retentionClass.write(writer, order, count);
      agentId.write(writer, order, count);
      incarnation.write(writer, order, count, false);
      sequence.write(writer, order, count, false);
      fields.write(writer, order, count);
      writer.endRowGroup();
      if (index) {
        byte[] filter = filter(order);
        writer.extra(EventSchema.FILTER, filter, 0, filter.length);
        SliceCounts.Builder counts = new SliceCounts.Builder();
        for (int row : order) {
          counts.add(time.get(row), host.code(row));
        }
        byte[] counted = counts.build(host::text);
        if (counted != null) {
          writer.extra(SliceCounts.NAME, counted, 0, counted.length);
        }
      }
      writer.finish(EventSchema.KEY_VALUES);
    }
    return written(order);
  }

  private Written written(int[] order) {
    long[] least = new long[3];
    long[] most = new long[3];
    NumberColumn[] columns = {position, time, received};
    for (int c = 0; c < columns.length; c++) {
      least[c] = Long.MAX_VALUE;
      most[c] = Long.MIN_VALUE;
      for (int row : order) {
        long value = columns[c].get(row);
        least[c] = Math.min(least[c], value);
        most[c] = Math.max(most[c], value);
      }
    }
    return new Written(order.length, least[0], most[0], least[1], most[1], least[2], most[2]);
  }

  /** The rows of a slot, as they came. */
  private int[] rows(@Nullable Slot slot, int from) {
    int wanted = slot == null ? -1 : slotCodes.getOrDefault(slot, -2);
    int[] chosen = new int[rows - from];
    int count = 0;
    for (int row = from; row < rows; row++) {
      if (wanted == -1 || slots[row] == wanted) {
        chosen[count++] = row;
      }
    }
    return count == chosen.length ? chosen : Arrays.copyOf(chosen, count);
  }

  /** The filter of the rows, whose messages are in it already. */
  private byte[] filter(int[] order) {
    filtered.forEach(
        (column, texts) -> {
          int number = EventSchema.index(column);
          texts.distinct(order, text -> grams.addValue(number, text));
        });
    for (Several some : several) {
      if (EventSchema.FILTERED.contains(some.column())) {
        int number = EventSchema.index(some.column());
        for (Object value : some.values()) {
          if (value instanceof String || value instanceof Long || value instanceof Boolean) {
            grams.addValue(number, value.toString());
          } else {
            grams.addAnything();
          }
        }
      }
    }
    return grams.build().toBytes();
  }

  /** The day to which an event belongs, counted from 1970, UTC. */
  static long day(Event event) {
    boolean own =
        event.transport() == Transport.IMPORT
            && event.timeMicros() >= PLAUSIBLE_FROM
            && event.timeMicros() < PLAUSIBLE_TO;
    return Math.floorDiv(own ? event.timeMicros() : event.receivedMicros(), DAY_MICROS);
  }

  private void slot(Event event, String kept) {
    long day = day(event);
    Slot last = lastSlot;
    if (last == null || last.day() != day || !last.retentionClass().equals(kept)) {
      Slot slot = new Slot(kept, day);
      lastSlotCode = slotCodes.computeIfAbsent(slot, added -> slotCodes.size());
      lastSlot = slot;
    }
    if (rows == slots.length) {
      slots = Arrays.copyOf(slots, rows * 2);
    }
    slots[rows] = lastSlotCode;
  }

  /** The message, and how the original is put together again from it. */
  private void message(Event event, long micros, @Nullable String id) {
    byte[] whole = event.original().bytes();
    byte[] text = event.message().getBytes(StandardCharsets.UTF_8);
    int head = whole.length - text.length;
    message.add(text, 0, text.length);
    if (head < 0 || !Arrays.equals(whole, head, whole.length, text, 0, text.length)) {
      original.add(whole, 0, whole.length);
      originalHead.addNull();
      originalForm.add(null);
      timeOffset.add(0);
      return;
    }
    original.addNull();
    int minutes = head == 0 ? 0 : HeadOffset.minutes(whole, head, micros);
    String form =
        head == 0
            ? null
            : forms.form(
                whole,
                head,
                new HeadValues(
                    micros,
                    minutes,
                    event.facility(),
                    event.severity(),
                    event.host(),
                    event.app(),
                    event.pid(),
                    id));
    originalForm.add(form);
    timeOffset.add(form == null ? 0 : minutes);
    if (form == null && head > 0) {
      originalHead.add(whole, 0, head);
    } else {
      originalHead.addNull();
    }
  }

  private static void number(NumberColumn column, int value) {
    if (value < 0) {
      column.addNull();
    } else {
      column.add(value);
    }
  }
}
