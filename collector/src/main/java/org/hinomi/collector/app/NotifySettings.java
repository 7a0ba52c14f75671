package org.hinomi.collector.app;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.settings.Section;
import org.hinomi.core.snmp.NotificationTarget;
import org.hinomi.core.snmp.NotificationTargetSettings;
import org.hinomi.core.text.Language;

/** Who is told of alerts; names are unique over all three lists. */
public record NotifySettings(List<Mail> mail, List<Trap> trap, List<Syslog> syslog) {

  public NotifySettings {
    mail = List.copyOf(mail);
    trap = List.copyOf(trap);
    syslog = List.copyOf(syslog);
  }

  /** Whether a mail goes out encrypted. */
  public enum Starttls {
    /** Not sent to a server that does not offer it. */
    REQUIRED,
    /** Used where offered, which an attacker in between can prevent. */
    OPTIONAL,
    OFF
  }

  /** How syslog messages go out. */
  public enum Protocol {
    UDP,
    TCP
  }

  /**
   * @param login who to authenticate as; nobody when empty
   * @param trust certificates (PEM) to trust instead of the system's
   */
  public record Mail(
      String name,
      HostPort server,
      Starttls starttls,
      Optional<Login> login,
      String from,
      List<String> to,
      Language language,
      Optional<Path> trust) {

    public Mail {
      to = List.copyOf(to);
    }

    static Mail read(Section s, Set<String> names, Language language) {
      return new Mail(
          s.uniqueName("name", names),
          s.address("server").required(),
          s.oneOf("starttls", Starttls.class).orElse(Starttls.REQUIRED),
          login(s),
          s.text("from").where(Mail::isAddress, "a mail address").required(),
          s.text("to").where(Mail::isAddress, "a mail address").oneOrMore(),
          s.oneOf("language", Language.class).orElse(language),
          s.existingFile("trust").optional());
    }

    private static Optional<Login> login(Section s) {
      Optional<String> user = s.text("user").optional();
      Optional<Secret> password = s.optionalSecret("password");
      boolean secret = s.has("password") || s.has("password-file") || s.has("password-env");
      if (s.has("user") != secret) {
        s.problem(
            s.has("user") ? "user" : "password",
            s.has("user") ? "alone" : "without a user",
            "both user and password (password-file, password-env), or neither");
      }
      return user.flatMap(u -> password.map(p -> new Login(u, p)));
    }

    private static boolean isAddress(String text) {
      return text.matches("[^@\\s<>,;]+@[^@\\s<>,;]+");
    }
  }

  /** A name and its password. */
  public record Login(String user, Secret password) {}

  /** An SNMP trap or inform for each transition. */
  public record Trap(String name, NotificationTarget target) {
    static Trap read(Section s, Set<String> names) {
      return new Trap(s.uniqueName("name", names), NotificationTargetSettings.read(s));
    }
  }

  /**
   * An RFC 5424 message for each transition.
   *
   * @param facility 0..23
   */
  public record Syslog(String name, HostPort to, Protocol protocol, int facility) {
    static Syslog read(Section s, Set<String> names) {
      return new Syslog(
          s.uniqueName("name", names),
          s.address("to").required(),
          s.oneOf("protocol", Protocol.class).orElse(Protocol.UDP),
          s.oneOf("facility", Facility.class).orElse(Facility.LOCAL0).ordinal());
    }
  }

  /** RFC 5424 section 6.2.1, in the order of their codes, by the names that syslogd knows. */
  enum Facility {
    KERN,
    USER,
    MAIL,
    DAEMON,
    AUTH,
    SYSLOG,
    LPR,
    NEWS,
    UUCP,
    CRON,
    AUTHPRIV,
    FTP,
    NTP,
    SECURITY,
    CONSOLE,
    SOLARIS_CRON,
    LOCAL0,
    LOCAL1,
    LOCAL2,
    LOCAL3,
    LOCAL4,
    LOCAL5,
    LOCAL6,
    LOCAL7
  }

  static NotifySettings read(Section s, Language language) {
    Set<String> names = new HashSet<>();
    return new NotifySettings(
        s.sections("mail").stream().map(m -> Mail.read(m, names, language)).toList(),
        s.sections("trap").stream().map(t -> Trap.read(t, names)).toList(),
        s.sections("syslog").stream().map(y -> Syslog.read(y, names)).toList());
  }
}
