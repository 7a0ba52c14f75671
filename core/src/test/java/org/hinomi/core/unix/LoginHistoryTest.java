package org.hinomi.core.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hinomi.core.unix.UtmpBytes.boot;
import static org.hinomi.core.unix.UtmpBytes.end;
import static org.hinomi.core.unix.UtmpBytes.logon;
import static org.hinomi.core.unix.UtmpBytes.record;
import static org.hinomi.core.unix.UtmpBytes.shutdown;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.hinomi.core.event.Fields;
import org.junit.jupiter.api.Test;

class LoginHistoryTest {
  private static List<LoginEvent> read(UtmpRecord... records) {
    LoginHistory history = new LoginHistory(false);
    return Stream.of(records).map(history::next).map(LoginHistoryTest::travelled).toList();
  }

  private static LoginEvent travelled(LoginEvent event) {
    byte[] json = event.toJson();
    LoginEvent read = LoginEvent.read(json, 0, json.length);
    assertThat(read).isEqualTo(event);
    return read;
  }

  private static List<Shutdown> before(List<LoginEvent> events) {
    return events.stream()
        .filter(e -> e.record().type() == UtmpType.BOOT_TIME)
        .map(LoginEvent::before)
        .toList();
  }

  @Test
  void aStartWithoutAShutdownBeforeItIsUnclean() {
    List<LoginEvent> events =
        read(
            boot(100),
            logon("pts/0", "eve", "192.0.2.7", 110),
            shutdown(200),
            boot(300),
            logon("pts/0", "eve", "192.0.2.7", 310),
            boot(400),
            boot(500));

    assertThat(before(events))
        .containsExactly(Shutdown.UNKNOWN, Shutdown.CLEAN, Shutdown.UNCLEAN, Shutdown.UNCLEAN);
    assertThat(events.get(5).last()).isEqualTo(Instant.ofEpochSecond(310));
    UnixReading reading = LoginText.of(events.get(5));
    assertThat(reading.fields())
        .containsEntry(Fields.EVENT_ACTION, "unexpected-shutdown")
        .containsEntry(Fields.EVENT_OUTCOME, "failure")
        .containsEntry(Fields.REVIEW_KIND, "fault")
        .containsEntry(Fields.EVENT_REPORTED_TIME, "1970-01-01T00:05:10Z")
        .containsEntry(Fields.HOST_OS_KERNEL, "6.1.0-28-amd64");
    assertThat(reading.message())
        .isEqualTo(
            "system started (6.1.0-28-amd64) after an unclean shutdown: the last record before it"
                + " is of 1970-01-01T00:05:10Z and is no shutdown");
    assertThat(LoginText.of(events.get(3)).fields())
        .containsEntry(Fields.EVENT_ACTION, "os-started");
  }

  @Test
  void aFileThatBeginsWithinARunTellsItsEnd() {
    assertThat(before(read(logon("tty1", "root", "", 10), boot(20))))
        .containsExactly(Shutdown.UNCLEAN);
    assertThat(before(read(end("tty1", 10), boot(20)))).containsExactly(Shutdown.UNKNOWN);
  }

  @Test
  void whatStillEndsWhileTheSystemGoesDownChangesNothing() {
    UtmpRecord level = record(UtmpType.RUN_LVL, '6' + ('5' << 8), "~", "runlevel", "6.1.0", 21);
    List<LoginEvent> events =
        read(
            boot(1), logon("tty1", "root", "", 10), shutdown(20), end("tty1", 21), level, boot(30));

    assertThat(before(events)).containsExactly(Shutdown.UNKNOWN, Shutdown.CLEAN);
    assertThat(LoginText.of(events.get(4)).message()).isEqualTo("run level 6");
    assertThat(LoginText.of(events.get(2)).fields()).containsEntry(Fields.EVENT_ACTION, "shutdown");
  }

  @Test
  void anEndHasWhoseSessionItWas() {
    UnixReading reading =
        LoginText.of(read(logon("pts/3", "eve", "pc7.example", 100), end("pts/3", 160)).get(1));

    assertThat(reading.fields())
        .containsEntry(Fields.EVENT_ACTION, "logged-out")
        .containsEntry(Fields.USER_NAME, "eve")
        .containsEntry(Fields.SOURCE_DOMAIN, "pc7.example")
        .containsEntry(Fields.PROCESS_TTY, "pts/3")
        .containsEntry(Fields.EVENT_DURATION, 60_000_000_000L);
  }

  @Test
  void whereFromIsAnAddressOrTheNameOfAHost() {
    assertThat(LoginText.of(read(logon("pts/0", "a", "2001:db8::7", 1)).getFirst()).fields())
        .containsEntry(Fields.SOURCE_IP, "2001:db8::7")
        .doesNotContainKey(Fields.SOURCE_DOMAIN);
    for (String none : List.of("", ":0", "tmux(812).%0", "192.0.2.7:S.0")) {
      assertThat(LoginText.of(read(logon("pts/0", "a", none, 1)).getFirst()).fields())
          .doesNotContainKeys(Fields.SOURCE_IP, Fields.SOURCE_DOMAIN);
    }
  }

  @Test
  void recordsOfBtmpAreRefusals() {
    LoginEvent event =
        new LoginHistory(true)
            .next(record(UtmpType.LOGIN_PROCESS, 7, "ssh:notty", "root", "192.0.2.9", 5));

    assertThat(LoginText.of(travelled(event)).fields())
        .containsEntry(Fields.EVENT_ACTION, "logon-failed")
        .containsEntry(Fields.EVENT_OUTCOME, "failure")
        .containsEntry(Fields.REVIEW_KIND, "security_event")
        .containsEntry(Fields.USER_NAME, "root")
        .containsEntry(Fields.SOURCE_IP, "192.0.2.9");
  }

  @Test
  void goesOnFromItsToken() {
    LoginHistory first = new LoginHistory(false);
    first.next(boot(100));
    first.next(logon("pts/0", "eve", "", 110));
    LoginHistory second = new LoginHistory(false);
    second.resume(first.token());
    second.recall(logon("pts/0", "eve", "", 110));
    second.recall(end("pts/0", 120));

    assertThat(second.next(end("pts/0", 120)).session()).isNotNull();
    LoginEvent start = second.next(boot(200));
    assertThat(start.before()).isEqualTo(Shutdown.UNCLEAN);
    assertThat(start.last()).isEqualTo(Instant.ofEpochSecond(120));
    second.resume("nonsense");
    second.resume(null);
    assertThat(second.token()).isEqualTo("unclean@200000000");
  }
}
