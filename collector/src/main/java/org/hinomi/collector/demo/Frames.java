package org.hinomi.collector.demo;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sample.SampleJson;
import org.hinomi.core.syslog.Rfc5424Writer;
import org.jspecify.annotations.Nullable;

/**
 * Gives drafts their form and their numbers: lines of syslog go as rsyslog forwards them
 * (RSYSLOG_ForwardFormat), Windows records and samples in the frames of an agent on each machine,
 * headers of mails as an import sends them. Not thread-safe.
 */
final class Frames {
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(Company.ZONE);
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'0Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** User-level messages (RFC 5424, 6.2.1), as agents send what has no facility. */
  private static final int USER = 1;

  /** About, from the machine to here. */
  private static final long DELAY = 180_000;

  private static final String MAIL_ARCHIVE = AgentFrame.IMPORT_AGENT + "mail-archive";

  /** What an agent counts. */
  private static final class Agent {
    private final String id;
    private final String incarnation;
    private final Map<String, Long> records = new HashMap<>();
    private long sequence;

    Agent(RandomGenerator random) {
      id = new UUID(random.nextLong(), random.nextLong()).toString();
      incarnation = Long.toString(1_735_700_000_000L + random.nextInt(100_000_000));
    }
  }

  private final Chance chance;
  private final Map<String, String> addresses;
  private final Map<String, Agent> agents = new HashMap<>();
  private long mails;

  /**
   * @param addresses of hosts, by their names
   */
  Frames(Chance chance, Map<String, String> addresses) {
    this.chance = chance;
    this.addresses = addresses;
  }

  /** Null where the draft is of what never came. */
  @Nullable Arrival arrival(Draft draft) {
    long received = draft.micros() + DELAY;
    String sender = requireNonNull(addresses.get(draft.host()), draft.host());
    return switch (draft.body()) {
      case Body.Line line -> new Arrival(received, Transport.SYSLOG_TCP, sender, line(draft, line));
      case Body.Windows event ->
          new Arrival(received, Transport.RELP, sender, windows(draft, event));
      case Body.Round round -> new Arrival(received, Transport.RELP, sender, round(draft, round));
      case Body.MailHeader mail ->
          new Arrival(received, Transport.IMPORT, "127.0.0.1", mail(draft, mail));
      case Body.Lost(String channel, int records) -> {
        agent(draft.host()).records.merge(channel, (long) records, Long::sum);
        yield null;
      }
    };
  }

  private static byte[] line(Draft draft, Body.Line line) {
    String text =
        "<"
            + (line.facility() * 8 + line.severity())
            + ">"
            + ISO.format(instant(draft.micros()))
            + "+09:00 "
            + draft.host()
            + " "
            + line.tag()
            + (line.pid() == 0 ? "" : "[" + line.pid() + "]")
            + ": "
            + line.text();
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] windows(Draft draft, Body.Windows event) {
    Agent agent = agent(draft.host());
    // Nobody began to count this month.
    long start = 1000L * (event.channel().length() + Math.floorMod(draft.host().hashCode(), 97));
    long record = start + agent.records.merge(event.channel(), 1L, Long::sum);
    String xml = EventText.of(event, UTC.format(instant(draft.micros())), record, draft.host());
    return frame(draft, agent, AgentFrame.MSGID_EVENT, event.channel(), AgentFrame.KIND_WINEVENT)
        .bytes(xml.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] round(Draft draft, Body.Round round) {
    return frame(
            draft, agent(draft.host()), AgentFrame.MSGID_SAMPLE, "sample", AgentFrame.KIND_SAMPLE)
        .bytes(
            SampleJson.write(new SampleJson.Round(round.interval(), round.samples(), List.of())));
  }

  private static Rfc5424Writer frame(
      Draft draft, Agent agent, String messageId, String source, String kind) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put(AgentFrame.AGENT, agent.id);
    parameters.put(AgentFrame.INCARNATION, agent.incarnation);
    parameters.put(AgentFrame.SEQUENCE, Long.toString(++agent.sequence));
    parameters.put(AgentFrame.SOURCE, source);
    parameters.put(AgentFrame.KIND, kind);
    return new Rfc5424Writer(
            USER,
            Body.Line.INFO,
            instant(draft.micros()),
            draft.host(),
            AgentFrame.APP_NAME,
            null,
            messageId)
        .element(AgentFrame.SD_ID, parameters);
  }

  private byte[] mail(Draft draft, Body.MailHeader mail) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put(AgentFrame.AGENT, MAIL_ARCHIVE);
    parameters.put(AgentFrame.INCARNATION, "1");
    parameters.put(AgentFrame.SEQUENCE, Long.toString(++mails));
    parameters.put(AgentFrame.SOURCE, "import");
    parameters.put(AgentFrame.KIND, AgentFrame.KIND_MAIL);
    parameters.put(AgentFrame.PATH, mail.path());
    parameters.put(AgentFrame.SIZE, Long.toString(mail.size()));
    parameters.put(AgentFrame.ATTACHMENTS, mail.attachments());
    return new Rfc5424Writer(
            USER,
            Body.Line.INFO,
            instant(draft.micros()),
            draft.host(),
            AgentFrame.APP_NAME,
            null,
            AgentFrame.MSGID_EVENT)
        .element(AgentFrame.SD_ID, parameters)
        .bytes(mail.section().getBytes(StandardCharsets.UTF_8));
  }

  private Agent agent(String host) {
    return agents.computeIfAbsent(host, name -> new Agent(chance.of("agent " + name, 0)));
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
  }
}
