package org.hinomi.collector.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hinomi.collector.access.Gatekeeper.Login;
import org.hinomi.collector.access.Principal.Proof;
import org.hinomi.core.settings.Secret;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatekeeperTest {
  private static final String PASSWORD = "correct horse battery";
  private static final Secret LOCAL = new Secret("what run.json says");

  @TempDir private Path dir;
  private Instant now = Instant.parse("2026-11-28T00:00:00Z");
  private final InstantSource clock = () -> now;
  private UserBook users;
  private TokenBook tokens;
  private Gatekeeper gatekeeper;

  @BeforeEach
  void open() throws Exception {
    users = new UserBook(dir, clock);
    tokens = new TokenBook(dir, clock);
    gatekeeper = new Gatekeeper(dir, clock, LOCAL, new Lockouts());
    assertThat(gatekeeper.hasUsers()).isFalse();
    String hash = new Passwords().hash(PASSWORD);
    assertThat(users.add("hanako", hash, Set.of(Scope.READ, Scope.REVIEW))).isTrue();
    assertThat(users.add("hanako", hash, Set.of(Scope.ADMIN))).isFalse();
  }

  private Login login(String name, String password) throws Exception {
    return gatekeeper.login(name, password, "192.0.2.1");
  }

  private String session() throws Exception {
    assertThat(login("Hanako ", PASSWORD)).isInstanceOf(Login.Done.class);
    return ((Login.Done) login("hanako", PASSWORD)).session().reveal();
  }

  private Optional<Principal> by(String session) throws Exception {
    var known = gatekeeper.session(session);
    return known.isEmpty() ? Optional.empty() : gatekeeper.by(known.get());
  }

  @Test
  void aSessionIsOfWhoLoggedIn() throws Exception {
    assertThat(gatekeeper.hasUsers()).isTrue();
    assertThat(by(session()))
        .hasValue(new Principal("hanako", Proof.PASSWORD, "", Set.of(Scope.READ, Scope.REVIEW)));
    assertThat(by("0".repeat(64))).isEmpty();
    assertThat(by("")).isEmpty();
  }

  @Test
  void aSessionEndsWhenItIsNotUsedAndAfterALongDay() throws Exception {
    String idle = session();
    now = now.plus(Sessions.IDLE);
    assertThat(by(idle)).isPresent();
    now = now.plus(Sessions.IDLE).plusSeconds(1);
    assertThat(by(idle)).isEmpty();
    String busy = session();
    for (Duration age = Duration.ZERO;
        age.compareTo(Sessions.LONGEST) < 0;
        age = age.plus(Sessions.IDLE)) {
      assertThat(by(busy)).isPresent();
      now = now.plus(Sessions.IDLE);
    }
    now = now.plusSeconds(1);
    assertThat(by(busy)).isEmpty();
  }

  @Test
  void aSessionEndsWithThePasswordTheLockTheUserAndTheLogout() throws Exception {
    String one = session();
    gatekeeper.logout(one);
    assertThat(by(one)).isEmpty();

    String two = session();
    now = now.plusSeconds(1);
    users.password("hanako", new Passwords().hash(PASSWORD));
    assertThat(by(two)).isEmpty();

    String three = session();
    now = now.plusSeconds(1);
    users.lock("hanako", true);
    assertThat(by(three)).isEmpty();
    assertThat(login("hanako", PASSWORD)).isEqualTo(new Login.Refused("locked", false));
    users.lock("hanako", false);

    String four = session();
    now = now.plusSeconds(1);
    users.remove("hanako");
    assertThat(by(four)).isEmpty();
    assertThat(login("hanako", PASSWORD)).isEqualTo(new Login.Refused("unknown-user", false));
  }

  @Test
  void tenWrongPasswordsHoldAnAccountBackForHalfAnHour() throws Exception {
    for (int i = 1; i <= Lockouts.ACCOUNT_FAILURES; i++) {
      assertThat(login("hanako", "wrong"))
          .isEqualTo(new Login.Refused("wrong-password", i == Lockouts.ACCOUNT_FAILURES));
    }
    Login.Refused held = new Login.Refused("too-many-failures", false);
    assertThat(login("hanako", PASSWORD)).isEqualTo(held);
    assertThat(gatekeeper.login("hanako", PASSWORD, "192.0.2.99"))
        .as("wherever it comes from")
        .isEqualTo(held);
    now = now.plus(Lockouts.HELD);
    assertThat(login("hanako", PASSWORD)).isInstanceOf(Login.Done.class);
  }

  @Test
  void anOperatorLetsAnAccountInAgain() throws Exception {
    for (int i = 0; i < Lockouts.ACCOUNT_FAILURES; i++) {
      login("hanako", "wrong");
    }
    now = now.plusSeconds(1);
    users.lock("hanako", false);
    assertThat(login("hanako", PASSWORD)).isInstanceOf(Login.Done.class);
  }

  @Test
  void whoIsHeldBackIsKnownAndUntilWhen() throws Exception {
    for (int i = 0; i < 9; i++) {
      login("hanako", "wrong password");
      login("nobody", "wrong password");
    }
    assertThat(gatekeeper.held()).isEmpty();
    now = now.plusSeconds(60);
    login("hanako", "wrong password");
    login("nobody", "wrong password");
    Instant until = now.plus(Duration.ofMinutes(30));
    assertThat(gatekeeper.held()).containsExactly(Map.entry("hanako", until));
    now = until.minusSeconds(1);
    assertThat(gatekeeper.held()).containsKey("hanako");
    now = until;
    assertThat(gatekeeper.held()).isEmpty();
  }

  @Test
  void whoWasLetInAgainIsNotHeldBack() throws Exception {
    for (int i = 0; i < 10; i++) {
      login("hanako", "wrong password");
    }
    assertThat(gatekeeper.held()).containsKey("hanako");
    now = now.plusSeconds(1);
    assertThat(users.lock("hanako", false)).isTrue();
    assertThat(gatekeeper.held()).isEmpty();
  }

  @Test
  void anAddressThatTriesManyNamesIsHeldBack() {
    Lockouts lockouts = new Lockouts();
    for (int i = 0; i < Lockouts.ADDRESS_FAILURES; i++) {
      assertThat(lockouts.attempt("name" + i, Instant.EPOCH, "192.0.2.1", now)).isEqualTo(1);
    }
    assertThat(lockouts.attempt("hanako", Instant.EPOCH, "192.0.2.1", now)).isZero();
    assertThat(lockouts.attempt("hanako", Instant.EPOCH, "192.0.2.2", now)).isEqualTo(1);
  }

  @Test
  void wrongPasswordsOfDaysHoldNoAddressBackThatManyPeopleShare() {
    Lockouts lockouts = new Lockouts();
    for (int i = 0; i < 10 * Lockouts.ADDRESS_FAILURES; i++) {
      now = now.plus(Duration.ofMinutes(5));
      String name = "name" + i % 20;
      assertThat(lockouts.attempt(name, Instant.EPOCH, "192.0.2.1", now)).isPositive();
      assertThat(lockouts.attempt(name, Instant.EPOCH, "192.0.2.1", now)).isPositive();
      lockouts.succeeded(name, "192.0.2.1");
    }
  }

  @Test
  void anAddressIsHeldBackForHalfAnHourFromItsFiftiethFailureOn() {
    Lockouts lockouts = new Lockouts();
    for (int i = 0; i < Lockouts.ADDRESS_FAILURES; i++) {
      now = now.plusSeconds(30);
      assertThat(lockouts.attempt("name" + i, Instant.EPOCH, "192.0.2.1", now)).isEqualTo(1);
    }
    now = now.plus(Lockouts.HELD).minusSeconds(1);
    assertThat(lockouts.attempt("hanako", Instant.EPOCH, "192.0.2.1", now)).isZero();
    now = now.plusSeconds(1);
    assertThat(lockouts.attempt("hanako", Instant.EPOCH, "192.0.2.1", now)).isEqualTo(1);
  }

  @Test
  void whoWasToldToTryAgainHasNotFailed() {
    Lockouts lockouts = new Lockouts();
    for (int i = 0; i < 2 * Lockouts.ADDRESS_FAILURES; i++) {
      assertThat(lockouts.attempt("hanako", Instant.EPOCH, "192.0.2.1", now)).isEqualTo(1);
      lockouts.untried("hanako", "192.0.2.1");
    }
    assertThat(lockouts.known()).isZero();
  }

  @Test
  void allAddressesThatSomebodyHasCountAsOne() {
    Lockouts lockouts = new Lockouts();
    for (int i = 0; i < Lockouts.ADDRESS_FAILURES; i++) {
      String address = "2001:db8:0:1:0:0:0:" + Integer.toHexString(i);
      assertThat(lockouts.attempt("name" + i, Instant.EPOCH, address, now)).isEqualTo(1);
    }
    assertThat(lockouts.attempt("hanako", Instant.EPOCH, "2001:db8:0:1:a:b:c:d", now)).isZero();
    assertThat(lockouts.attempt("hanako", Instant.EPOCH, "2001:db8:0:2:a:b:c:d", now)).isEqualTo(1);
  }

  @Test
  void namesAndAddressesWithoutEndTakeNoMemoryWithoutEnd() {
    Lockouts lockouts = new Lockouts();
    for (int i = 0; i < 100_000; i++) {
      lockouts.attempt("name" + i, Instant.EPOCH, "192.0.2." + i, now);
    }
    assertThat(lockouts.known()).isLessThanOrEqualTo(40_000);
  }

  @Test
  void aTokenMayNoMoreThanItsUser() throws Exception {
    String secret =
        tokens
            .make("grafana", "hanako", EnumSet.of(Scope.ADMIN), Duration.ofDays(1))
            .secret()
            .reveal();
    assertThat(Files.readString(dir.resolve("tokens"))).doesNotContain(secret);
    Principal known = gatekeeper.byToken(secret).orElseThrow();
    assertThat(known.name()).isEqualTo("hanako");
    assertThat(known.proof()).isEqualTo(Proof.TOKEN);
    assertThat(known.scopes()).containsExactlyInAnyOrder(Scope.READ, Scope.REVIEW);
    users.lock("hanako", true);
    assertThat(gatekeeper.byToken(secret)).isEmpty();
    users.lock("hanako", false);
    now = now.plus(Duration.ofDays(1));
    assertThat(gatekeeper.byToken(secret)).as("ended").isEmpty();
  }

  @Test
  void aRevokedTokenCountsNoMore() throws Exception {
    TokenBook.Made made = tokens.make("backup", "hanako", Set.of(Scope.READ), Duration.ofDays(1));
    assertThat(tokens.revoke("no-such")).isEmpty();
    assertThat(tokens.revoke(made.token().id())).containsExactly(made.token());
    assertThat(gatekeeper.byToken(made.secret().reveal())).isEmpty();
  }

  @Test
  void commandsOnThisMachineMayEverything() throws Exception {
    assertThat(gatekeeper.byToken(LOCAL.reveal())).hasValue(Principal.LOCAL);
    assertThat(Principal.LOCAL.may(Scope.IMPORT)).isTrue();
    assertThat(gatekeeper.byToken("hinomi_" + "0".repeat(64))).isEmpty();
  }

  @Test
  void filesAreForTheirOwnerAlone() throws Exception {
    for (String file : new String[] {"users", "users.lock"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(file))))
          .isEqualTo("rw-------");
    }
  }
}
