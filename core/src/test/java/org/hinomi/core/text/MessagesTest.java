package org.hinomi.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.MissingResourceException;
import org.junit.jupiter.api.Test;

class MessagesTest {
  @Test
  void speaksBothLanguages() {
    assertThat(Messages.of(MessagesTest.class, Language.EN).get("raised", "/var", "91 %"))
        .isEqualTo("Disk /var is 91 % full, it's time");
    assertThat(Messages.of(MessagesTest.class, Language.JA).get("raised", "/var", "91 %"))
        .isEqualTo("ディスク /var の使用率は 91 % です");
    assertThat(Messages.of(MessagesTest.class, Language.JA).language()).isEqualTo(Language.JA);
  }

  @Test
  void putsNumbersInAsTheyAre() {
    assertThat(Messages.of(MessagesTest.class, Language.EN).get("raised", 1234567, 0.5))
        .isEqualTo("Disk 1234567 is 0.5 full, it's time");
  }

  @Test
  void anUnknownKeyIsAFault() {
    Messages texts = Messages.of(MessagesTest.class, Language.EN);
    assertThatThrownBy(() -> texts.get("nothing")).isInstanceOf(MissingResourceException.class);
    assertThatThrownBy(() -> Messages.of(Test.class, Language.EN))
        .isInstanceOf(MissingResourceException.class);
  }
}
