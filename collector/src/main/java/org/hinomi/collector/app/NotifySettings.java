package org.hinomi.collector.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hinomi.collector.alert.Grouping;
import org.hinomi.collector.alert.Queues;
import org.hinomi.collector.notify.command.CommandSettings;
import org.hinomi.collector.notify.route.RoutingSettings;
import org.hinomi.collector.notify.snmp.TrapStyle;
import org.hinomi.collector.notify.tower.TowerSettings;
import org.hinomi.collector.notify.webhook.WebhookSettings;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.settings.Section;
import org.hinomi.core.snmp.NotificationTarget;
import org.hinomi.core.snmp.NotificationTargetSettings;
import org.hinomi.core.text.Language;

/**
 * The channels by which alerts are told; names are unique over all lists.
 *
 * @param routing who is told of what; all channels of everything when empty
 * @param acknowledge where people can say that they see to something; nowhere when empty
 */
public record NotifySettings(
    List<Mail> mail,
    List<Trap> trap,
    List<Syslog> syslog,
    List<WebhookSettings> webhook,
    List<CommandSettings> command,
    List<TowerSettings> tower,
    Optional<Path> routing,
    HeartbeatSettings heartbeat,
    Optional<AcknowledgeSettings> acknowledge) {

  public NotifySettings {
    mail = List.copyOf(mail);
    trap = List.copyOf(trap);
    syslog = List.copyOf(syslog);
    webhook = List.copyOf(webhook);
    command = List.copyOf(command);
    tower = List.copyOf(tower);
  }

  /** Each told of everything. */
  NotifySettings(List<Mail> mail, List<Trap> trap, List<Syslog> syslog) {
    this(
        mail,
        trap,
        syslog,
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        HeartbeatSettings.NONE,
        Optional.empty());
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
   * @param to of what is for nobody in particular
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

    /**
     * @param people whether people with addresses of their own are told too
     */
    static Mail read(Section s, Set<String> names, Language language, boolean people) {
      return new Mail(
          s.uniqueName("name", names),
          s.address("server").required(),
          s.oneOf("starttls", Starttls.class).orElse(Starttls.REQUIRED),
          login(s),
          s.text("from").where(Mail::isAddress, "a mail address").required(),
          !people || s.has("to")
              ? s.text("to").where(Mail::isAddress, "a mail address").oneOrMore()
              : List.of(),
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
  public record Trap(String name, NotificationTarget target, TrapStyle style) {
    static Trap read(Section s, Set<String> names) {
      return new Trap(
          s.uniqueName("name", names),
          NotificationTargetSettings.read(s),
          s.oneOf("format", TrapStyle.class).orElse(TrapStyle.HINOMI));
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
    Set<String> names = new LinkedHashSet<>(Set.of(Grouping.QUEUE));
    Optional<Path> routing = s.existingFile("routing").optional();
    boolean people = s.has("routing");
    List<Mail> mail =
        s.sections("mail").stream().map(m -> Mail.read(m, names, language, people)).toList();
    List<Trap> trap = s.sections("trap").stream().map(t -> Trap.read(t, names)).toList();
    List<Syslog> syslog = s.sections("syslog").stream().map(y -> Syslog.read(y, names)).toList();
    List<WebhookSettings> webhook =
        s.sections("webhook").stream().map(w -> WebhookSettings.read(w, names, language)).toList();
    List<CommandSettings> command =
        s.sections("command").stream().map(c -> CommandSettings.read(c, names, language)).toList();
    Set<String> told = new LinkedHashSet<>(names); // a tower is told of nothing
    told.remove(Grouping.QUEUE);
    return new NotifySettings(
        mail,
        trap,
        syslog,
        webhook,
        command,
        s.sections("tower").stream().map(t -> TowerSettings.read(t, names)).toList(),
        routing,
        HeartbeatSettings.read(s.section("heartbeat"), told),
        s.optionalSection("acknowledge").map(AcknowledgeSettings::read));
  }

  /** The channels that groups of alerts can be told on. */
  RoutingSettings.Channels channels() {
    Set<String> all = new LinkedHashSet<>();
    Set<String> alone = new LinkedHashSet<>();
    Set<String> mails = new LinkedHashSet<>();
    for (Mail each : mail) {
      all.add(each.name());
      mails.add(each.name());
      if (!each.to().isEmpty()) {
        alone.add(each.name());
      }
    }
    webhook.forEach(each -> all.add(each.name()));
    command.forEach(each -> all.add(each.name()));
    all.stream().filter(name -> !mails.contains(name)).forEach(alone::add);
    return new RoutingSettings.Channels(all, alone, mails);
  }

  /** The queues of notifications. */
  Queues queues() {
    List<String> steps = new ArrayList<>(List.of(Grouping.QUEUE));
    trap.forEach(each -> steps.add(each.name()));
    syslog.forEach(each -> steps.add(each.name()));
    return new Queues(steps, List.copyOf(channels().all()));
  }
}
