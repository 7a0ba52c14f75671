package org.hinomi.collector.imports.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hinomi.collector.imports.read.Found;
import org.hinomi.core.unix.LoginEvent;
import org.hinomi.core.unix.Shutdown;
import org.hinomi.core.unix.UtmpType;
import org.junit.jupiter.api.Test;

class LoginRecordSourceTest {
  private static final int FIRST = 1_795_835_000;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final List<String> problems = new ArrayList<>();

  private void add(UtmpType type, String line, String user, int seconds) {
    ByteBuffer record = ByteBuffer.allocate(384).order(ByteOrder.LITTLE_ENDIAN);
    record.putShort(0, (short) type.ordinal());
    record.put(8, line.getBytes(StandardCharsets.US_ASCII));
    record.put(44, user.getBytes(StandardCharsets.US_ASCII));
    record.putInt(340, FIRST + seconds);
    file.writeBytes(record.array());
  }

  private List<LoginEvent> read(byte[] bytes) throws IOException {
    LoginRecordSource source =
        new LoginRecordSource(new ByteArrayInputStream(bytes), bytes, false, "/var/log/wtmp");
    List<LoginEvent> events = new ArrayList<>();
    Found found;
    while ((found = source.next()) != null) {
      assertThat(found.attributes())
          .isEqualTo(" source=\"import\" kind=\"utmp\" path=\"/var/log/wtmp\"");
      events.add(LoginEvent.read(found.bytes(), 0, found.bytes().length));
    }
    problems.addAll(source.problems());
    return events;
  }

  @Test
  void startsSayHowTheRunBeforeEnded() throws Exception {
    add(UtmpType.BOOT_TIME, "~", "reboot", 0);
    add(UtmpType.RUN_LVL, "~", "shutdown", 10);
    add(UtmpType.BOOT_TIME, "~", "reboot", 20);
    file.writeBytes(new byte[384]);
    add(UtmpType.BOOT_TIME, "~", "reboot", 30);

    assertThat(read(file.toByteArray()))
        .extracting(LoginEvent::before)
        .containsExactly(Shutdown.UNKNOWN, Shutdown.UNKNOWN, Shutdown.CLEAN, Shutdown.UNCLEAN);
    assertThat(problems).isEmpty();
  }

  @Test
  void damageIsNamedAndTheRestFound() throws Exception {
    add(UtmpType.BOOT_TIME, "~", "reboot", 0);
    file.writeBytes("\u0001?xx".repeat(10).getBytes(StandardCharsets.US_ASCII));
    add(UtmpType.USER_PROCESS, "pts/0", "eve", 10);
    add(UtmpType.DEAD_PROCESS, "pts/0", "", 20);
    byte[] whole = file.toByteArray();

    assertThat(read(Arrays.copyOf(whole, whole.length - 100)))
        .extracting(e -> e.record().user())
        .containsExactly("reboot", "eve");
    assertThat(problems)
        .containsExactly(
            "bytes 384 to 423 are no records of utmp(5) (expected: 384 bytes each, with a type, a"
                + " line and a time)",
            "bytes 808 to 1091 are no records of utmp(5) (expected: 384 bytes each, with a type, a"
                + " line and a time)");
  }

  @Test
  void btmpIsKnownByItsName() {
    assertThat(LoginRecordSource.isNameOfBtmp("/var/log/btmp.1")).isTrue();
    assertThat(LoginRecordSource.isNameOfBtmp("/srv/a.zip!/btmp")).isTrue();
    assertThat(LoginRecordSource.isNameOfBtmp("/srv/btmp/wtmp")).isFalse();
  }
}
