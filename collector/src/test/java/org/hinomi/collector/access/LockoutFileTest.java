package org.hinomi.collector.access;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.hinomi.collector.access.Gatekeeper.Login;
import org.hinomi.collector.notify.Waiting;
import org.hinomi.core.settings.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class LockoutFileTest {
  private static final String PASSWORD = "correct horse battery";

  @TempDir private Path data;
  private volatile Instant now = Instant.parse("2026-11-28T00:00:00Z");
  private final InstantSource clock = () -> now;
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private Path file;
  private UserBook users;

  @BeforeEach
  void prepare() throws Exception {
    file = Files.createDirectory(data.resolve("state")).resolve("lockouts");
    users = new UserBook(UserBook.folderIn(data), clock);
    assertThat(users.add("hanako", new Passwords().hash(PASSWORD), Set.of(Scope.READ))).isTrue();
    said.start();
    log().addAppender(said);
  }

  @AfterEach
  void forget() {
    log().detachAppender(said);
  }

  private static Logger log() {
    return (Logger) LoggerFactory.getLogger(LockoutFile.class);
  }

  private List<String> said() {
    return List.copyOf(said.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private Gatekeeper gatekeeper(LockoutFile of) {
    return new Gatekeeper(UserBook.folderIn(data), clock, new Secret("local"), of.lockouts());
  }

  private Login login(LockoutFile of, String password) throws Exception {
    return gatekeeper(of).login("hanako", password, "192.0.2.1");
  }

  private void fail(LockoutFile of, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      assertThat(login(of, "wrong")).isInstanceOf(Login.Refused.class);
    }
  }

  @Test
  void aRestartGivesNoMoreAttempts() throws Exception {
    try (LockoutFile before = LockoutFile.open(data, clock)) {
      fail(before, 6);
    }
    try (LockoutFile then = LockoutFile.open(data, clock)) {
      fail(then, 4);
    }
    now = now.plusSeconds(60);
    Login held = new Login.Refused(Login.HELD, false);
    try (LockoutFile last = LockoutFile.open(data, clock)) {
      assertThat(login(last, PASSWORD)).isEqualTo(held);
      assertThat(gatekeeper(last).held())
          .as("from the last failure on, not from the start")
          .containsEntry("hanako", now.minusSeconds(60).plus(Lockouts.HELD));
      now = now.minusSeconds(61).plus(Lockouts.HELD);
      assertThat(login(last, PASSWORD)).isEqualTo(held);
    }
    now = now.plusSeconds(1);
    try (LockoutFile after = LockoutFile.open(data, clock)) {
      assertThat(login(after, PASSWORD)).isInstanceOf(Login.Done.class);
    }
  }

  @Test
  void anAddressThatIsHeldBackStaysSo() throws Exception {
    try (LockoutFile before = LockoutFile.open(data, clock)) {
      for (int i = 0; i < Lockouts.ADDRESS_FAILURES; i++) {
        assertThat(before.lockouts().attempt("name" + i, Instant.EPOCH, "2001:db8::1", now))
            .isEqualTo(1);
      }
    }
    try (LockoutFile after = LockoutFile.open(data, clock)) {
      assertThat(after.lockouts().attempt("taro", Instant.EPOCH, "2001:db8::2", now)).isZero();
      assertThat(after.lockouts().attempt("taro", Instant.EPOCH, "192.0.2.1", now)).isEqualTo(1);
    }
  }

  @Test
  void whoLoggedInOrWasUnlockedIsNotHeldBack() throws Exception {
    try (LockoutFile before = LockoutFile.open(data, clock)) {
      fail(before, 9);
      assertThat(login(before, PASSWORD)).isInstanceOf(Login.Done.class);
    }
    try (LockoutFile after = LockoutFile.open(data, clock)) {
      fail(after, 9);
      assertThat(login(after, PASSWORD)).isInstanceOf(Login.Done.class);
      fail(after, 10);
    }
    now = now.plusSeconds(1);
    users.lock("hanako", false);
    try (LockoutFile last = LockoutFile.open(data, clock)) {
      assertThat(login(last, PASSWORD)).isInstanceOf(Login.Done.class);
    }
  }

  @Test
  void isOfItsOwnerAloneAndNamesNobodyWhoCanBeNone() throws Exception {
    try (LockoutFile open = LockoutFile.open(data, clock)) {
      gatekeeper(open).login("My Secret!", "wrong", "192.0.2.1");
      fail(open, 1);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "hinomi lockouts 1", "account hanako 1 " + now, "address 192.0.2.1 2 " + now);
    now = now.plus(Lockouts.HELD);
    try (LockoutFile open = LockoutFile.open(data, clock)) {
      assertThat(open.lockouts().known()).isEqualTo(2);
    }
    assertThat(Files.readAllLines(file)).as("over").containsExactly("hinomi lockouts 1");
  }

  @Test
  void isBoundedAndKeepsWhoHasFailedMost() throws Exception {
    try (LockoutFile open = LockoutFile.open(data, clock)) {
      fail(open, 10);
      for (int i = 0; i < 2 * LockoutFile.MOST; i++) {
        String address = "2001:db8:" + Integer.toHexString(i) + "::1";
        open.lockouts().attempt("a".repeat(55) + i, Instant.EPOCH, address, now);
      }
    }
    assertThat(Files.readAllLines(file)).hasSize(1 + 2 * LockoutFile.MOST);
    assertThat(Files.size(file)).isLessThan(500_000);
    try (LockoutFile open = LockoutFile.open(data, clock)) {
      assertThat(login(open, PASSWORD)).isEqualTo(new Login.Refused(Login.HELD, false));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hinomi lockouts 2\n",
        "hinomi lockouts 1\naccount hanako 11 2026-11-28T00:00:00Z\n",
        "hinomi lockouts 1\naccount hanako 10 yesterday\n",
        "hinomi lockouts 1\naccount hanako 10\n",
        "hinomi lockouts 1\nnobody hanako 10 2026-11-28T00:00:00Z\n",
        "hinomi lockouts 1\naccount hanako 9999999999 2026-11-28T00:00:00Z\n",
        "hinomi lockouts 1\n\u0000\u0000\u0000"
      })
  void oneThatIsDamagedIsToldAndBeginsAnew(String damaged) throws Exception {
    Files.writeString(file, damaged);
    try (LockoutFile open = LockoutFile.open(data, clock)) {
      assertThat(said()).singleElement().asString().contains("damaged");
      assertThat(open.lockouts().known()).isZero();
      fail(open, 10);
    }
    try (LockoutFile open = LockoutFile.open(data, clock)) {
      assertThat(login(open, PASSWORD)).isEqualTo(new Login.Refused(Login.HELD, false));
      assertThat(said()).hasSize(1);
    }
  }

  @Test
  void oneThatIsNoTextOrTooLargeIsDamaged() throws Exception {
    Files.write(file, new byte[] {(byte) 0xFF, (byte) 0xFE});
    LockoutFile.open(data, clock).close();
    Files.write(file, new byte[2 << 20]);
    LockoutFile.open(data, clock).close();
    assertThat(said()).hasSize(2).allMatch(line -> line.contains("damaged"));
  }

  @Test
  void oneThatIsMissingIsToldWhereThereAreUsers() throws Exception {
    LockoutFile.open(data, clock).close();
    assertThat(said()).singleElement().asString().contains("missing");
    LockoutFile.open(data, clock).close();
    assertThat(said()).as("it is there from the first start on").hasSize(1);
  }

  @Test
  void aDiskThatRefusesIsToldOnceAndKeepsNobodyOut() throws Exception {
    try (LockoutFile open = LockoutFile.open(data, clock)) {
      said.list.clear();
      remove(data.resolve("state"));
      fail(open, 3);
      Waiting.until(Duration.ofSeconds(20), "told", () -> !said().isEmpty());
      assertThat(login(open, PASSWORD)).isInstanceOf(Login.Done.class);
      fail(open, 4);
      Files.createDirectory(data.resolve("state"));
    }
    assertThat(said()).hasSize(1);
    assertThat(Files.readString(file)).contains("account hanako 4 ");
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path one : files.toList()) {
        Files.delete(one);
      }
    }
    Files.delete(folder);
  }
}
