package org.hinomi.collector.notify.mail;

/** How the way to the mail server is protected. */
public enum MailSecurity {
  /** STARTTLS (RFC 3207); a server that does not offer it gets no mail. */
  STARTTLS,
  /** STARTTLS where the server offers it, else plain: for a relay on the same machine. */
  STARTTLS_IF_OFFERED,
  /** Plain. */
  NONE
}
