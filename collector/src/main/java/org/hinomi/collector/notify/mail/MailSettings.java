package org.hinomi.collector.notify.mail;

import static java.util.Objects.requireNonNull;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.settings.Section;
import org.jspecify.annotations.Nullable;

/**
 * One mail destination.
 *
 * @param name of the destination, unlike all others
 * @param user null: no authentication
 * @param password null only where {@code user} is
 * @param caFile PEM certificates that the server's must lead to; null: those that Java trusts
 * @param from sender, also of the envelope
 * @param to at least one
 * @param timeout for connecting and for each answer
 * @param zone in which times are written
 */
public record MailSettings(
    String name,
    HostPort server,
    MailSecurity security,
    @Nullable String user,
    @Nullable Secret password,
    @Nullable Path caFile,
    String from,
    List<String> to,
    Duration timeout,
    MailLanguage language,
    ZoneId zone) {

  public MailSettings {
    requireNonNull(name, "name");
    requireNonNull(server, "server");
    requireNonNull(from, "from");
    to = List.copyOf(to);
    if ((user == null) != (password == null)) {
      throw new IllegalArgumentException(
          name + ": user without password, or the reverse (expected: both or none)");
    }
  }

  /**
   * Reads one entry of {@code notify.mail}: name, server, security, user, password(-file, -env),
   * ca-file, from, to, timeout, language, zone.
   *
   * @param localZone where the file names none
   */
  public static MailSettings read(Section s, ZoneId localZone) {
    String name = s.text("name").orElse("mail");
    HostPort server = s.address("server").required();
    MailSecurity security = s.oneOf("security", MailSecurity.class).orElse(MailSecurity.STARTTLS);
    @Nullable String user = s.text("user").optional().orElse(null);
    @Nullable Secret password = s.optionalSecret("password").orElse(null);
    if (user != null && password == null) {
      s.problem("user", user, "password-file, password-env or password beside it");
      user = null;
    } else if (user == null && password != null) {
      s.problem("password", "<secret>", "user beside it");
      password = null;
    }
    if (user != null && security == MailSecurity.NONE) {
      s.problem("security", "none", "starttls or tls, where there is a password");
    }
    return new MailSettings(
        name,
        server,
        security,
        user,
        password,
        s.existingFile("ca-file").optional().orElse(null),
        s.text("from").where(MailSettings::isAddress, "a mail address").required(),
        s.text("to").where(MailSettings::isAddress, "a mail address").oneOrMore(),
        s.duration("timeout", Duration.ofSeconds(1), Duration.ofMinutes(10))
            .orElse(Duration.ofSeconds(30)),
        s.oneOf("language", MailLanguage.class).orElse(MailLanguage.EN),
        s.zone("zone").orElse(localZone));
  }

  private static boolean isAddress(String text) {
    try {
      return new InternetAddress(text, true).getAddress().contains("@");
    } catch (AddressException e) {
      return false;
    }
  }
}
