package org.hinomi.collector.detect;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sigma.Level;
import org.junit.jupiter.api.Test;

class NewRecipientsTest {
  private static final long DAY = 86_400_000_000L;
  private static final long START = Instant.parse("2026-11-01T00:00:00Z").toEpochMilli() * 1_000;
  private static final String SATO = "sato@example.co.jp";
  private static final String SUZUKI = "suzuki@example.co.jp";
  private static final String CUSTOMER = "tanaka@customer.example";

  private final MailLists lists =
      MailLists.of(
          Map.of(
              "OwnMailDomains", List.of("*@example.co.jp", "*@*.example.co.jp"),
              "PrivateMailboxes", List.of("*@Gmail.com", "*@docomo.ne.jp"),
              "BulkSenders", List.of("news@*")));
  private final EventDetection detection = new EventDetection(EventRules.NONE, Map.of());
  private Unusual unusual = new Unusual(lists);
  private long position;

  @Test
  void aMailToADomainToWhichNobodyOfTheHouseWroteIsFoundAfterAWeekOfLearning() {
    assertThat(mail(SATO, 0, 1_000, CUSTOMER)).as("everything is new").isEmpty();
    assertThat(mail(SATO, 6, 1_000, "a@early.example")).isEmpty();
    assertThat(mail(SATO, 8, 1_000, "other@customer.example")).as("a known domain").isEmpty();
    MatchChange found = one(mail(SATO, 8, 1_000, "Eve@Rival.example"));
    assertThat(found.alert().threshold()).isEqualTo("first-recipient");
    assertThat(found.alert().labels())
        .containsOnly(
            Map.entry("host.name", "mail"),
            Map.entry("email.from.address", SATO),
            Map.entry("email.to.address", "eve@rival.example"));
    assertThat(found.state().level()).isEqualTo(Level.INFORMATIONAL);
    assertThat(why(found))
        .containsEntry("new_for", "house")
        .containsEntry("new_to", "rival.example")
        .containsEntry("mailbox", "other")
        .containsEntry("recipients", "1")
        .containsEntry("bytes", "1000")
        .containsEntry("known_days", "8");
    assertThat(mail(SATO, 8, 1_000, "eve@rival.example")).as("known from then on").isEmpty();
    assertThat(mail(SATO, 38, 1_000, "eve@rival.example")).as("30 days later").isEmpty();
  }

  @Test
  void afterThirtyOneDaysWithoutAMailADomainIsNewAgain() {
    mail(SATO, 0, 1_000, CUSTOMER);
    mail(SATO, 31, 1_000, "a@other.example");
    assertThat(mail(SATO, 31, 1_000, CUSTOMER)).hasSize(1);
  }

  @Test
  void whatOthersOfTheHouseKnowIsFoundOnlyWhereTheMailIsNotable() {
    mail(SATO, 0, 1_000, CUSTOMER);
    mail(SUZUKI, 0, 1_000, "x@partner.example");
    assertThat(mail(SUZUKI, 8, 1_000, CUSTOMER)).as("sato writes to them").isEmpty();
    assertThat(why(one(mail(SATO, 8, 6 << 20, "x@partner.example"))))
        .containsEntry("new_for", "sender")
        .containsEntry("bytes", Integer.toString(6 << 20));
    assertThat(mail("new@example.co.jp", 8, 6 << 20, CUSTOMER))
        .as("of a sender without a past everything is new")
        .isEmpty();
  }

  @Test
  void privateMailboxesAreToldApartByTheirAddress() {
    mail(SATO, 0, 1_000, "friend@gmail.com");
    mail(SUZUKI, 0, 1_000, CUSTOMER);
    assertThat(mail(SATO, 8, 1_000, "friend@gmail.com")).isEmpty();
    assertThat(why(one(mail(SATO, 8, 1_000, "SATO1987@gmail.com"))))
        .containsEntry("new_to", "sato1987@gmail.com")
        .containsEntry("new_for", "house")
        .containsEntry("mailbox", "private");
    assertThat(why(one(mail(SUZUKI, 8, 1_000, "friend@gmail.com"))))
        .containsEntry("new_for", "sender");
  }

  @Test
  void aMailWithManyStrangersIsOneAlert() {
    mail(SATO, 0, 1_000, CUSTOMER);
    String[] all = new String[46];
    for (int i = 0; i < all.length; i++) {
      all[i] = "person@d" + i + ".example";
    }
    MatchChange found = one(mail(SATO, 8, 1_000, all));
    assertThat(why(found)).containsEntry("recipients", "46").containsEntry("new_for", "house");
    assertThat(found.alert().labels())
        .containsEntry(
            "email.to.address", "person@d0.example, person@d1.example, person@d2.example, … (46)");
  }

  @Test
  void mailsWithinTheHouseOfOthersAndWithoutASenderAreNone() {
    mail(SATO, 0, 1_000, CUSTOMER);
    assertThat(mail(SATO, 8, 9 << 20, SUZUKI, "x@sub.example.co.jp")).isEmpty();
    assertThat(mail("spam@elsewhere.example", 8, 1_000, SATO)).as("comes in").isEmpty();
    assertThat(mail("a@elsewhere.example", 8, 1_000, "b@third.example")).as("passes").isEmpty();
    assertThat(mail("", 8, 1_000, "x@news1.example")).as("a bounce").isEmpty();
    assertThat(mail("<>", 8, 1_000, "x@news1.example")).isEmpty();
    assertThat(mail("MAILER-DAEMON@mail.example.co.jp", 8, 1_000, "x@news1.example")).isEmpty();
    assertThat(mail("news@example.co.jp", 8, 1_000, "x@news1.example")).as("declared").isEmpty();
  }

  @Test
  void aMailThatWasNotDeliveredMakesNobodyKnown() {
    mail(SATO, 0, 1_000, CUSTOMER);
    assertThat(take("postfix/qmgr", 8, record(SATO, 1_000, "bounced", "x@typo.example"))).isEmpty();
    assertThat(mail(SATO, 8, 1_000, "x@typo.example")).hasSize(1);
  }

  @Test
  void linesOfPostfixThatAreNoWholeMailAreNotLookedAt() {
    mail(SATO, 0, 1_000, CUSTOMER);
    Map<String, Object> refused = new HashMap<>();
    refused.put("email.from.address", SATO);
    refused.put("email.to.address", "x@rival.example");
    refused.put("event.action", "mail-rejected");
    assertThat(take("postfix/smtpd", 8, refused)).isEmpty();
  }

  @Test
  void otherServersNameSenderAndRecipientsInOneEvent() {
    Map<String, Object> fields = new HashMap<>();
    fields.put("email.from.address", SATO);
    fields.put("email.to.address", CUSTOMER);
    take("exchange", 0, fields);
    fields.put("email.to.address", List.of("tanaka@customer.example;x@rival.example", SUZUKI));
    fields.put("event.outcome", "failure");
    assertThat(take("exchange", 8, fields)).isEmpty();
    fields.put("event.outcome", "success");
    assertThat(one(take("exchange", 8, fields)).alert().labels())
        .containsEntry("email.to.address", "x@rival.example");
  }

  /** amavis logs before Postfix does, and does not always say how large a mail is. */
  @Test
  void theWordOfAFilterMakesNobodyKnownWhereTheServerTells() {
    mail(SATO, 0, 1_000, CUSTOMER);
    mail(SUZUKI, 0, 1_000, "x@partner.example");
    assertThat(filter("mail-passed", SATO, "x@partner.example")).isEmpty();
    assertThat(why(one(mail(SATO, 8, 6 << 20, "x@partner.example"))))
        .containsEntry("new_for", "sender")
        .containsEntry("bytes", Integer.toString(6 << 20));
    assertThat(filter("mail-passed", SATO, "x@rival.example")).isEmpty();
    assertThat(mail(SATO, 8, 1_000, "x@rival.example")).hasSize(1);
  }

  @Test
  void aMailThatAFilterStoppedMakesNobodyKnown() {
    filter("mail-passed", SATO, CUSTOMER, 0);
    assertThat(filter("mail-blocked", SATO, "x@rival.example")).isEmpty();
    assertThat(filter("mail-greylisted", SATO, "x@rival.example")).isEmpty();
    assertThat(filter("mail-passed", SATO, "x@rival.example"))
        .as("no server tells of it")
        .hasSize(1);
  }

  private List<MatchChange> filter(String action, String from, String to) {
    return filter(action, from, to, 8);
  }

  private List<MatchChange> filter(String action, String from, String to, int day) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("event.action", action);
    fields.put("event.outcome", "success");
    fields.put("email.from.address", from);
    fields.put("email.to.address", to);
    return take("amavis", day, fields);
  }

  /** So that something is found before anybody has declared the domains of the house. */
  @Test
  void withoutListsTheHouseIsWhoseMailboxesAreHereAndWhoSendsWithAPassword() {
    unusual = new Unusual(MailLists.NONE);
    Map<String, Object> in = record("a@elsewhere.example", 1_000, "sent", SATO);
    in.put("email.deliveries", SATO + " sent 2.0.0 mail.example.co.jp[private/dovecot-lmtp]");
    take("postfix/qmgr", 0, in);
    mail(SATO, 0, 1_000, CUSTOMER);
    assertThat(mail(SATO, 8, 1_000, "x@rival.example")).hasSize(1);
    assertThat(mail(SATO, 8, 1_000, SUZUKI)).isEmpty();
    assertThat(mail("a@elsewhere.example", 8, 1_000, "b@third.example")).isEmpty();
    Map<String, Object> out = record("boss@house2.example", 1_000, "sent", "y@rival2.example");
    assertThat(take("postfix/qmgr", 8, out)).isEmpty();
    out.put(Fields.AUTH_METHOD, "PLAIN");
    out.put("user.name", "boss");
    assertThat(one(take("postfix/qmgr", 8, out)).alert().labels())
        .containsEntry("user.name", "boss");
  }

  @Test
  void aSenderOfManyStrangersHasOneAlertForAllAndIsLeftAloneOnceThatIsUsual() {
    mail(SATO, 0, 1_000, CUSTOMER);
    mail("shop@example.co.jp", 0, 1_000, CUSTOMER);
    List<String> found = new ArrayList<>();
    for (int day = 8; day < 14; day++) {
      for (int i = 0; i < 30; i++) {
        mail("shop@example.co.jp", day, 1_000, "c" + i + "@d" + day + ".example" + i)
            .forEach(c -> found.add(why(c).get("new_for")));
      }
    }
    assertThat(found.stream().filter("many"::equals)).hasSize(1);
    assertThat(found.stream().filter("house"::equals)).as("10 on each of 3 days").hasSize(30);
    assertThat(mail(SATO, 13, 1_000, "x@rival.example")).as("others go on").hasSize(1);
    assertThat(mail("shop@example.co.jp", 48, 1_000, "x@rival48.example"))
        .as("30 days without strangers later")
        .hasSize(1);
  }

  @Test
  void whatWasLearnedOutlivesARestart() {
    mail(SATO, 0, 1_000, CUSTOMER);
    Unusual after = new Unusual(lists);
    assertThat(unusual.changed()).isTrue();
    unusual
        .recipients()
        .seen()
        .changes((day, name) -> after.recipients().seen().restore(name, day));
    unusual = after;
    assertThat(mail(SATO, 8, 1_000, CUSTOMER)).isEmpty();
    assertThat(mail(SATO, 8, 1_000, "x@rival.example")).hasSize(1);
  }

  @Test
  void anythingInTheFieldsIsTaken() {
    for (Object to :
        new Object[] {
          "", "@", "x@", "@y", 7, List.of(), List.of("", 3), "a".repeat(9_000) + "@b"
        }) {
      for (String deliveries :
          new String[] {"", " ", "   ", "a sent 2 local", "a@b  ", "a@b sent"}) {
        Map<String, Object> fields = record(SATO, 1_000, "sent", CUSTOMER);
        fields.put("email.to.address", to);
        fields.put("email.deliveries", deliveries);
        assertThat(take("postfix/qmgr", 8, fields)).isEmpty();
        assertThat(take("other", 8, fields)).isEmpty();
      }
    }
  }

  @Test
  void whatIsBeyondTheLimitOfARuleHasOneAlert() {
    mail(SATO, 0, 1_000, CUSTOMER);
    int news = 0;
    for (int i = 0; i < EventDetection.ALERTS_OF_A_RULE + 50; i++) {
      news += mail("p" + i + "@example.co.jp", 8, 1_000, "x@d" + i + ".example").size();
    }
    assertThat(news).isEqualTo(EventDetection.ALERTS_OF_A_RULE + 1);
    assertThat(detection.states().keySet())
        .extracting(SeriesKey::labels)
        .filteredOn(labels -> labels.keySet().equals(Set.of("hinomi.alert_limit")))
        .hasSize(1);
  }

  private List<MatchChange> mail(String from, int day, int size, String... to) {
    return take("postfix/qmgr", day, record(from, size, "sent", to));
  }

  private static Map<String, Object> record(String from, int size, String status, String... to) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("event.action", "mail-record");
    fields.put("email.from.address", from);
    fields.put("email.size", (long) size);
    List<String> deliveries = new ArrayList<>();
    for (String one : to) {
      deliveries.add(one + " " + status + " 2.0.0 mx.elsewhere.example[192.0.2.7]:25");
    }
    fields.put("email.to.address", to.length == 1 ? to[0] : List.of(to));
    fields.put("email.deliveries", to.length == 1 ? deliveries.getFirst() : deliveries);
    return fields;
  }

  private static MatchChange one(List<MatchChange> changes) {
    assertThat(changes).hasSize(1);
    return changes.getFirst();
  }

  private static SortedMap<String, String> why(MatchChange change) {
    return requireNonNull(change.state().newest().why());
  }

  private List<MatchChange> take(String app, int day, Map<String, Object> fields) {
    long time = START + day * DAY;
    Event event =
        new Event(
            ++position,
            Transport.SYSLOG_UDP,
            "192.0.2.9",
            time,
            time,
            "mail",
            3,
            6,
            app,
            null,
            "x",
            RawMessage.wrap("x".getBytes(StandardCharsets.UTF_8)),
            null,
            fields);
    EventDraft draft = detection.draft();
    unusual.recipients().observe(event, draft);
    List<MatchChange> found = List.copyOf(draft.changes());
    draft.commit();
    return found;
  }
}
