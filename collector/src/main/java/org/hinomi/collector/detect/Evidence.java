package org.hinomi.collector.detect;

import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hinomi.collector.decode.Event;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Identity;
import org.jspecify.annotations.Nullable;

/**
 * The event that an alert rests on. A text that is not known is empty.
 *
 * @param position of its record in the journal
 * @param sha256 of the original record, hexadecimal
 * @param message its text, at most {@value #MESSAGE_LIMIT} characters of it
 * @param code what its source calls the kind of event
 * @param provider who defines the code, else the program that wrote it
 * @param channel the log it is in
 * @param identity of a record that an agent made
 * @param why it is unusual: figures by their names; null or empty where that is not the question
 */
public record Evidence(
    long position,
    String sha256,
    String message,
    String code,
    String provider,
    String channel,
    @Nullable Identity identity,
    @Nullable SortedMap<String, String> why) {

  static final int MESSAGE_LIMIT = 1_000;

  public Evidence {
    requireNonNull(sha256, "sha256");
    requireNonNull(message, "message");
    requireNonNull(code, "code");
    requireNonNull(provider, "provider");
    requireNonNull(channel, "channel");
  }

  /** An event that needs no reason beside itself. */
  public Evidence(
      long position,
      String sha256,
      String message,
      String code,
      String provider,
      String channel,
      @Nullable Identity identity) {
    this(position, sha256, message, code, provider, channel, identity, null);
  }

  /** The same event with the reason why it is unusual. */
  Evidence because(Map<String, String> reason) {
    return new Evidence(
        position, sha256, message, code, provider, channel, identity, new TreeMap<>(reason));
  }

  static Evidence of(Event event) {
    String app = event.app() == null ? "" : event.app();
    return new Evidence(
        event.position(),
        sha256(event.original().bytes()),
        cut(event.message(), MESSAGE_LIMIT),
        text(event, Fields.EVENT_CODE, ""),
        text(event, Fields.EVENT_PROVIDER, app),
        text(event, Fields.WINLOG_CHANNEL, text(event, Fields.LOG_FILE_PATH, "")),
        event.identity());
  }

  /** The last record of a source that fell silent: what it held is in the history. */
  static Evidence last(long position) {
    return new Evidence(position, "", "", "", "", "", null);
  }

  private static String text(Event event, String field, String otherwise) {
    return event.fields().get(field) instanceof String text ? text : otherwise;
  }

  /** The text, or its beginning; never half a character. */
  public static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit);
  }

  /** Hexadecimal. */
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
