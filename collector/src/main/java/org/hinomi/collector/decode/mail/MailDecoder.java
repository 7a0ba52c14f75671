package org.hinomi.collector.decode.mail;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.hinomi.collector.decode.SourceAddress;
import org.hinomi.core.event.Fields;
import org.hinomi.core.mail.EncodedWords;
import org.hinomi.core.mail.FieldParameters;
import org.hinomi.core.mail.MailHeader;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Reads the header section of a stored mail. Any text is read. */
public final class MailDecoder {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HOPS = 200;

  /**
   * @param section the header section as text
   * @param attachments JSON: a list of objects with name, type and size; empty for none
   * @throws IllegalArgumentException where the attachments are no such list
   */
  public MailReading read(String section, String attachments) {
    MailHeader header = MailHeader.of(section);
    Map<String, Object> fields = new HashMap<>();
    List<String> findings = new ArrayList<>();
    List<String> from = addresses(header, "from", Fields.EMAIL_FROM, fields);
    List<String> to = addresses(header, "to", Fields.EMAIL_TO, fields);
    addresses(header, "cc", Fields.EMAIL_CC, fields);
    addresses(header, "sender", Fields.EMAIL_SENDER, fields);
    List<String> replyTo = addresses(header, "reply-to", Fields.EMAIL_REPLY_TO, fields);
    List<String> returnPath = addresses(header, "return-path", Fields.EMAIL_RETURN_PATH, fields);
    differ(from, returnPath, "return-path-mismatch", findings);
    differ(from, replyTo, "reply-to-mismatch", findings);
    differ(
        from,
        MailAddresses.inName(header.first("from").orElse("")),
        "from-name-mismatch",
        findings);
    String subject = EncodedWords.text(header.first("subject").orElse(""));
    put(fields, Fields.EMAIL_SUBJECT, Optional.of(subject));
    put(
        fields,
        Fields.EMAIL_MESSAGE_ID,
        header.first("message-id").map(id -> id.replaceAll("^<|>$", "")));
    put(fields, Fields.EMAIL_MAILER, header.first("x-mailer").or(() -> header.first("user-agent")));
    put(
        fields,
        Fields.EMAIL_CONTENT_TYPE,
        header.first("content-type").map(value -> FieldParameters.of(value).value()));
    OptionalLong written = MailTime.seconds(header.first("date").orElse(""));
    written.ifPresent(
        seconds -> fields.put(Fields.EMAIL_ORIGINATION, Instant.ofEpochSecond(seconds).toString()));
    Authentication.read(header, fields, findings);
    List<Hop> hops = header.all("received").stream().limit(HOPS).map(Hop::of).toList();
    way(hops, written, fields, findings);
    attached(attachments, fields);
    if (!findings.isEmpty()) {
      fields.put(Fields.EMAIL_FINDINGS, List.copyOf(findings));
    }
    fields.put(Fields.EVENT_ACTION, "mail-stored");
    if (!from.isEmpty()) {
      fields.put(Fields.USER_NAME, from.getFirst());
    }
    Hop last = hops.isEmpty() ? null : hops.getFirst();
    return new MailReading(
        message(from, to, subject),
        last != null && last.seconds().isPresent() ? last.seconds() : written,
        last == null ? null : last.by(),
        fields);
  }

  private static List<String> addresses(
      MailHeader header, String name, String field, Map<String, Object> fields) {
    List<String> found = new ArrayList<>();
    header.all(name).forEach(value -> found.addAll(MailAddresses.of(value)));
    if (!found.isEmpty()) {
      fields.put(field, List.copyOf(found));
    }
    return found;
  }

  /** Where an address is of another domain than all that the mail says it is from. */
  private static void differ(
      List<String> from, List<String> others, String finding, List<String> findings) {
    boolean fits =
        others.stream()
            .map(MailAddresses::domain)
            .allMatch(
                other ->
                    from.stream()
                        .map(MailAddresses::domain)
                        .anyMatch(domain -> MailAddresses.fit(domain, other)));
    if (!from.isEmpty() && !fits) {
      findings.add(finding);
    }
  }

  /** The way it came, in the order of time: the fields stand in the other one. */
  private static void way(
      List<Hop> hops, OptionalLong written, Map<String, Object> fields, List<String> findings) {
    if (hops.isEmpty()) {
      return;
    }
    List<String> texts = new ArrayList<>();
    List<String> delays = new ArrayList<>();
    OptionalLong before = written;
    OptionalLong first = written;
    long longest = 0;
    boolean backwards = false;
    for (Hop hop : hops.reversed()) {
      texts.add(hop.text());
      if (hop.seconds().isEmpty() || before.isEmpty()) {
        delays.add("");
      } else {
        long delay = hop.seconds().getAsLong() - before.getAsLong();
        delays.add(Long.toString(delay));
        longest = Math.max(longest, delay);
        // Clocks that differ a little are common.
        backwards |= delay < -60;
      }
      if (hop.seconds().isPresent()) {
        before = hop.seconds();
        first = first.isPresent() ? first : hop.seconds();
      }
    }
    fields.put(Fields.EMAIL_HOPS, List.copyOf(texts));
    fields.put(Fields.EMAIL_HOP_DELAYS, List.copyOf(delays));
    fields.put(Fields.EMAIL_HOP_COUNT, (long) hops.size());
    fields.put(Fields.EMAIL_DELAY_LONGEST, longest);
    if (first.isPresent() && before.isPresent()) {
      fields.put(Fields.EMAIL_DELAY, before.getAsLong() - first.getAsLong());
    }
    if (backwards) {
      findings.add("received-backwards");
    }
    hops.stream()
        .filter(Hop::isFromOutside)
        .findFirst()
        .ifPresent(
            hop -> {
              InetAddress address = hop.ip();
              if (address != null) {
                fields.put(Fields.SOURCE_IP, SourceAddress.text(address));
              }
              String name = hop.from();
              if (name != null) {
                fields.put(Fields.SOURCE_DOMAIN, name);
              }
            });
  }

  private static void attached(String attachments, Map<String, Object> fields) {
    if (attachments.isEmpty()) {
      return;
    }
    JsonNode list;
    try {
      list = JSON.readTree(attachments);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("attachments: " + e.getOriginalMessage(), e);
    }
    List<String> names = new ArrayList<>();
    List<String> types = new ArrayList<>();
    List<String> sizes = new ArrayList<>();
    for (JsonNode one : list) {
      names.add(one.path("name").asString(""));
      types.add(one.path("type").asString(""));
      sizes.add(Long.toString(one.path("size").asLong(0)));
    }
    if (!names.isEmpty()) {
      fields.put(Fields.EMAIL_ATTACHMENT_NAMES, names);
      fields.put(Fields.EMAIL_ATTACHMENT_TYPES, types);
      fields.put(Fields.EMAIL_ATTACHMENT_SIZES, sizes);
    }
  }

  private static void put(Map<String, Object> fields, String field, Optional<String> value) {
    value.filter(text -> !text.isEmpty()).ifPresent(text -> fields.put(field, text));
  }

  private static String message(List<String> from, List<String> to, String subject) {
    String more = to.size() > 1 ? " (+" + (to.size() - 1) + ")" : "";
    return (from.isEmpty() ? "-" : from.getFirst())
        + " → "
        + (to.isEmpty() ? "-" : to.getFirst())
        + more
        + ": "
        + subject;
  }
}
