package org.hinomi.collector.notify.mail;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.text.Language;
import org.jspecify.annotations.Nullable;

/**
 * One mail destination.
 *
 * @param name of the destination, unlike all others
 * @param user null: no authentication
 * @param password null only where {@code user} is
 * @param caFile PEM certificates that the server's must lead to; null: those that Java trusts
 * @param from sender, also of the envelope
 * @param to of messages that are for no person; may be empty
 * @param timeout for connecting and for each answer
 * @param language of subject and text
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
    Language language,
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
}
