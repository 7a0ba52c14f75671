package org.hinomi.collector.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
  private static final String PASSWORD = "鐘を鳴らす人 rings the bell";

  private final Passwords passwords = new Passwords();

  @Test
  void knowsAPasswordAndNoOther() throws Exception {
    String hash = passwords.hash(PASSWORD);
    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain(PASSWORD);
    assertThat(passwords.hash(PASSWORD)).as("salted").isNotEqualTo(hash);
    assertThat(passwords.fits(PASSWORD, hash)).isTrue();
    assertThat(passwords.fits(PASSWORD + " ", hash)).isFalse();
    assertThat(passwords.fits("", hash)).isFalse();
  }

  /**
   * Made by the reference implementation: {@code echo -n … | argon2 somesalt -id -m 16 -t 2 -p 1
   * -e}.
   */
  @Test
  void readsWhatTheReferenceImplementationWrites() throws Exception {
    String reference =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assertThat(passwords.fits("password", reference)).isTrue();
    assertThat(passwords.fits("Password", reference)).isFalse();
  }

  @Test
  void takesTheSameCharactersHoweverTheyAreTyped() throws Exception {
    String hash = passwords.hash("Gru\u0308\u00dfe aus Mu\u0308nchen");
    assertThat(passwords.fits("Gr\u00fc\u00dfe aus M\u00fcnchen", hash)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "password",
        "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=64,t=999,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=64,t=1,p=0$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
      })
  void whatIsNoHashFitsNothing(String hash) throws Exception {
    assertThat(passwords.fits("password", hash)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "hanako, short, length",
    "hanako, 'my name is Hanako!', name",
    "hanako, aaaaaaaaaaaaaaaa, same",
    "hanako, correct horse battery, ''",
    "hanako, 火の見櫓に登って鐘を鳴らす人, ''",
  })
  void saysWhatIsWrongWithANewOne(String name, String password, String fault) {
    assertThat(Passwords.fault(name, password)).isEqualTo(fault);
  }
}
