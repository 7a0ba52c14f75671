package org.hinomi.collector.notify.mail;

import java.util.Locale;

/** Languages that mails are written in. */
public enum MailLanguage {
  EN(Locale.ENGLISH),
  JA(Locale.JAPANESE);

  private final Locale locale;

  MailLanguage(Locale locale) {
    this.locale = locale;
  }

  Locale locale() {
    return locale;
  }
}
