package org.hinomi.collector.record.original;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OriginalFormTest {
  private static final long TIME = micros("2026-11-05T09:30:07.012345", 0);

  private final OriginalForm forms = new OriginalForm();

  private static long micros(String local, int offsetMinutes) {
    LocalDateTime time = LocalDateTime.parse(local);
    long seconds = time.toEpochSecond(ZoneOffset.ofTotalSeconds(offsetMinutes * 60));
    return seconds * 1_000_000 + time.getNano() / 1000;
  }

  private static HeadValues values(long time, int offsetMinutes) {
    return new HeadValues(time, offsetMinutes, 4, 6, "web-1", "sshd", "4711", "ID47");
  }

  private String formOf(String head, HeadValues values) {
    byte[] b = (head + "the message").getBytes(StandardCharsets.UTF_8);
    int length = head.getBytes(StandardCharsets.UTF_8).length;
    String form = forms.form(b, length, values);
    if (form == null) {
      return "none";
    }
    assertEquals(head, new String(forms.head(form, values), StandardCharsets.UTF_8));
    return form.replace('\u0001', '%');
  }

  @Test
  void writesRfc5424HeadsAsAForm() {
    HeadValues utc = values(TIME, 0);
    assertEquals(
        "<%P>1 %D%F6Z %H %A %I %M - ",
        formOf("<38>1 2026-11-05T09:30:07.012345Z web-1 sshd 4711 ID47 - ", utc));
    assertEquals(
        "<%P>1 %D%F2Z %H - - - - ", formOf("<38>1 2026-11-05T09:30:07.01Z web-1 - - - - ", utc));
    HeadValues tokyo = values(micros("2026-11-05T09:30:07", 540), 540);
    assertEquals(
        "<%P>1 %D%O %H %A - - - ",
        formOf("<38>1 2026-11-05T09:30:07+09:00 web-1 sshd - - - ", tokyo));
    HeadValues newfoundland = values(micros("2026-11-05T09:30:07.5", -210), -210);
    assertEquals("%D%F1%O ", formOf("2026-11-05T09:30:07.5-03:30 ", newfoundland));
  }

  @Test
  void writesRfc3164HeadsAsAForm() {
    HeadValues tokyo = values(micros("2026-11-05T09:30:07", 540), 540);
    assertEquals("<%P>%B %H %A[%I]: ", formOf("<38>Nov  5 09:30:07 web-1 sshd[4711]: ", tokyo));
    assertEquals("<%P>%B %A: ", formOf("<38>Nov  5 09:30:07 sshd: ", tokyo));
    assertEquals("<%P>%A: ", formOf("<38>sshd: ", tokyo));
  }

  @Test
  void doesNotTakeTheVersionForAProcessId() {
    HeadValues init = new HeadValues(TIME, 0, 4, 6, "web-1", "init", "1", null);
    assertEquals(
        "<%P>1 %D%F6Z %H %A %I - - ",
        formOf("<38>1 2026-11-05T09:30:07.012345Z web-1 init 1 - - ", init));
  }

  @Test
  void hasNoFormWhereTheColumnsDoNotGiveTheBytes() {
    HeadValues utc = values(TIME, 0);
    assertEquals("none", formOf("<38>1 2026-11-05T09:30:08.012345Z web-1 sshd - - - ", utc));
    assertEquals("none", formOf("<38>1 2026-11-05T09:30:07.0123456Z web-1 sshd - - - ", utc));
    assertEquals("none", formOf("<38>1 2026-11-05T09:30:07.013Z web-1 sshd - - - ", utc));
    assertEquals("none", formOf("<38>Nov 05 09:30:07 web-1 sshd: ", utc));
    assertEquals("none", formOf("<038>Nov  5 09:30:07 web-1 sshd: ", utc));
    assertEquals("none", formOf("<38>Nov  5 09:30:07 web-2 sshd[4712]: ", utc));
    assertEquals(
        "none", formOf("<38>1 2026-11-05T09:30:07Z web-1 sshd - - [o ip=\"10.0.0.17\"] ", utc));
  }

  @Test
  void aControlCharacterNeverBecomesAPlaceholder() {
    assertEquals("none", formOf("a\u0001H ", values(TIME, 0)));
    HeadValues odd = new HeadValues(TIME, 0, -1, -1, "x\u0001A", "é\u0001H", "", null);
    assertEquals("none", formOf("x\u0001A ", odd));
    assertEquals("none", formOf("é\u0001H ", odd));
  }

  @Test
  void bytesThatAreNotUtf8HaveNoForm() {
    assertNull(forms.form(new byte[] {'a', (byte) 0xE3, ' ', 'm'}, 3, values(TIME, 0)));
  }

  @Test
  void refusesFormsItNeverGave() {
    for (String form : new String[] {"\u0001", "\u0001X", "\u0001F7", "\u0001F"}) {
      assertThrows(IllegalArgumentException.class, () -> forms.head(form, values(TIME, 0)), form);
    }
    assertThrows(IllegalArgumentException.class, () -> forms.head("x", values(Long.MAX_VALUE, 0)));
    assertNull(forms.form(new byte[] {'x'}, 1, values(Long.MIN_VALUE, 0)));
  }

  @Test
  void writesEveryDateAsTheCalendarDoes() {
    HeadTime time = new HeadTime();
    SplittableRandom random = new SplittableRandom(3);
    DateTimeFormatter full = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");
    DateTimeFormatter brief = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ROOT);
    long first = micros("1000-01-01T00:00:00", 0);
    long last = micros("9999-12-31T23:59:59.999999", 0);
    for (int i = 0; i < 20_000; i++) {
      long micros = i == 0 ? first : i == 1 ? last : random.nextLong(first, last);
      assertTrue(time.set(micros, 0));
      LocalDateTime expected =
          LocalDateTime.ofEpochSecond(
              Math.floorDiv(micros, 1_000_000L),
              (int) Math.floorMod(micros, 1_000_000L) * 1000,
              ZoneOffset.UTC);
      assertEquals(full.format(expected), new String(time.full, StandardCharsets.US_ASCII));
      assertEquals(brief.format(expected), new String(time.brief, StandardCharsets.US_ASCII));
    }
    assertTrue(!time.set(first - 1, 0) && !time.set(last + 1, 0));
  }

  @Test
  void givesBackRandomHeadsInJavaAndInDuckDb() throws SQLException {
    SplittableRandom random = new SplittableRandom(9);
    Set<String> seen = new HashSet<>();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        PreparedStatement row =
            duckDb.prepareStatement(
                "SELECT "
                    + OriginalForm.SQL
                    + " FROM (SELECT CAST(? AS VARCHAR) AS original_form, make_timestamp(?) AS time,"
                    + " CAST(? AS SMALLINT) AS time_offset, CAST(? AS VARCHAR) AS host,"
                    + " CAST(? AS VARCHAR) AS app, CAST(? AS VARCHAR) AS pid,"
                    + " CAST(? AS SMALLINT) AS facility, CAST(? AS SMALLINT) AS severity,"
                    + " CAST(? AS VARCHAR) AS msgid)")) {
      for (int i = 0; i < 600; i++) {
        HeadValues values = random(random);
        byte[] head = render(random, values).getBytes(StandardCharsets.UTF_8);
        String form = forms.form(head, head.length, values);
        assertNotNull(form, () -> new String(head, StandardCharsets.UTF_8));
        seen.add(form);
        assertArrayEquals(head, forms.head(form, values));
        assertArrayEquals(head, inDuckDb(row, form, values));
      }
    }
    assertTrue(seen.size() < 400, () -> seen.size() + " forms");
  }

  private static byte[] inDuckDb(PreparedStatement row, String form, HeadValues values)
      throws SQLException {
    row.setString(1, form);
    row.setLong(2, values.timeMicros());
    row.setInt(3, values.offsetMinutes());
    row.setString(4, values.host());
    row.setString(5, values.app());
    row.setString(6, values.pid());
    row.setInt(7, values.facility());
    row.setInt(8, values.severity());
    row.setString(9, values.msgId());
    try (ResultSet result = row.executeQuery()) {
      assertTrue(result.next());
      return result.getString(1).getBytes(StandardCharsets.UTF_8);
    }
  }

  private static HeadValues random(SplittableRandom random) {
    return new HeadValues(
        random.nextLong(micros("1969-01-01T00:00:00", 0), micros("2100-01-01T00:00:00", 0)),
        random.nextInt(-720, 841),
        random.nextInt(24),
        random.nextInt(8),
        random.nextBoolean() ? "10.0.0." + random.nextInt(99) : "ホスト" + random.nextInt(9),
        random.nextInt(3) == 0 ? null : "app." + random.nextInt(50),
        random.nextInt(3) == 0 ? null : Integer.toString(random.nextInt(99_999)),
        random.nextInt(3) == 0 ? null : "ID-" + random.nextInt(99));
  }

  private static String render(SplittableRandom random, HeadValues values) {
    ZoneOffset zone = ZoneOffset.ofTotalSeconds(values.offsetMinutes() * 60);
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(values.timeMicros(), 1_000_000L),
            (int) Math.floorMod(values.timeMicros(), 1_000_000L) * 1000,
            zone);
    int priority = values.facility() * 8 + values.severity();
    if (random.nextBoolean()) {
      String date = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ROOT).format(time);
      String pid = values.pid() == null ? "" : "[" + values.pid() + "]";
      return "<%d>%s %s %s%s: "
          .formatted(priority, date, values.host(), values.app() == null ? "x" : values.app(), pid);
    }
    int digits = random.nextInt(7);
    String fraction = digits == 0 ? "" : "." + "S".repeat(digits);
    String date = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss" + fraction).format(time);
    String offset = DateTimeFormatter.ofPattern("xxx").format(zone);
    return "<%d>1 %s%s %s %s %s %s - "
        .formatted(
            priority,
            date,
            offset,
            values.host(),
            nil(values.app()),
            nil(values.pid()),
            nil(values.msgId()));
  }

  private static String nil(@Nullable String value) {
    return value == null ? "-" : value;
  }
}
