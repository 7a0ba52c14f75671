package org.hinomi.collector.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * That somebody did something to the collector or to what it keeps, as the journal holds it: one
 * JSON object.
 *
 * @param host on which
 * @param action what, in dotted words: {@code user.add}, {@code review.sign}
 * @param user who; empty where nobody knows
 * @param proof how that is known: local (an account of the machine, as it says itself), password,
 *     token; empty where it is not
 * @param address from where; empty: on the machine itself
 * @param success whether it was done
 * @param reason why not; empty where it was, or nobody knows
 * @param details what belongs to it, by name: at most {@link #MOST_DETAILS}, each at most {@link
 *     #LONGEST} characters
 */
public record AuditRecord(
    Instant time,
    String host,
    String action,
    String user,
    String proof,
    String address,
    boolean success,
    String reason,
    Map<String, String> details) {
  /** The action of {@link #loss}: nobody's. */
  public static final String LOSS = "loss";

  /** The collector started: the first record of a run. */
  public static final String START = "collector.start";

  /** The collector stopped as it was told: the last record of a run. */
  public static final String STOP = "collector.stop";

  /** The action of {@link #pause}: nobody's. */
  public static final String PAUSE = "collector.pause";

  public static final int MOST_DETAILS = 16;
  public static final int LONGEST = 1_000;

  /** Several of what shows as a blank or not at all; fillers of Hangul and Braille are letters. */
  private static final Pattern BLANKS =
      Pattern.compile("[\\p{Z}\\p{Cc}\\p{Cf}\\u115F\\u1160\\u2800\\u3164\\uFFA0]{2,}");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  public AuditRecord {
    host = cut(host);
    action = cut(action);
    user = cut(user);
    proof = cut(proof);
    address = cut(address);
    reason = cut(reason);
    Map<String, String> kept = new LinkedHashMap<>();
    for (Map.Entry<String, String> detail : details.entrySet()) {
      if (kept.size() < MOST_DETAILS && !detail.getValue().isEmpty()) {
        kept.put(cut(detail.getKey()), cut(detail.getValue()));
      }
    }
    details = java.util.Collections.unmodifiableMap(kept);
  }

  /**
   * That records were lost, cut, refused or damaged.
   *
   * @param host the collector's
   * @param sender whose: an address, or what is known in its place
   * @param kind a word
   * @param meaning the same for people
   * @param records how many
   * @param gone whether they are not in the history
   */
  public static AuditRecord loss(
      Instant time,
      String host,
      String sender,
      String kind,
      String meaning,
      long records,
      boolean gone) {
    boolean address = sender.indexOf('.') > 0 || sender.indexOf(':') >= 0;
    Map<String, String> details = new LinkedHashMap<>();
    details.put("sender", sender);
    details.put("records", Long.toString(records));
    details.put("meaning", meaning);
    details.put("gone", Boolean.toString(gone));
    return new AuditRecord(time, host, LOSS, "", "", address ? sender : "", !gone, kind, details);
  }

  /**
   * That nothing was taken in for a while, or several times.
   *
   * @param host the collector's
   * @param kind why, a word
   * @param paused how long in all
   * @param pauses how many there were between the two times
   */
  public static AuditRecord pause(
      Instant time,
      String host,
      String kind,
      Instant from,
      Instant to,
      Duration paused,
      long pauses) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("from", from.toString());
    details.put("to", to.toString());
    details.put("seconds", Long.toString(paused.toSeconds()));
    details.put("pauses", Long.toString(pauses));
    return new AuditRecord(time, host, PAUSE, "", "", "", false, kind, details);
  }

  /** Whether nobody did it. */
  public boolean isNobodys() {
    return action.equals(LOSS) || action.equals(PAUSE);
  }

  /** Whether an action is a start, a stop or a pause of the collector. */
  public static boolean isOfRun(Object action) {
    return action.equals(START) || action.equals(STOP) || action.equals(PAUSE);
  }

  /**
   * As much of a text as a record has: of a longer one with one blank for several, so that nobody
   * hides what they ask behind them; where that is still longer, its beginning and its end, and
   * between them how long the whole is, and its hash: whoever is shown a text can tell whether it
   * was this one.
   */
  public static String cut(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    String dense = BLANKS.matcher(text).replaceAll(" ");
    return dense.length() <= LONGEST ? dense : ends(dense, " … " + whole(text) + " … ");
  }

  /** The same of an SQL statement: of a longer one the comments are short, and the hash is told. */
  public static String cutSql(String statement) {
    if (statement.length() <= LONGEST) {
      return statement;
    }
    String dense = BLANKS.matcher(SqlComments.shortened(statement)).replaceAll(" ");
    String whole = whole(statement);
    return dense.length() + 1 + whole.length() <= LONGEST
        ? dense + " " + whole
        : ends(dense, " … " + whole + " … ");
  }

  private static String whole(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "[" + text.length() + " characters, SHA-256 " + HexFormat.of().formatHex(hash) + "]";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String ends(String text, String between) {
    int kept = LONGEST - between.length();
    int head = kept - kept / 3;
    int tail = text.length() - kept / 3;
    return text.substring(0, Character.isHighSurrogate(text.charAt(head - 1)) ? head - 1 : head)
        + between
        + text.substring(Character.isLowSurrogate(text.charAt(tail)) ? tail + 1 : tail);
  }

  /** As the journal holds it. */
  public byte[] bytes() {
    ObjectNode object = JSON.createObjectNode();
    object.put("time", time.toString());
    object.put("host", host);
    object.put("action", action);
    object.put("user", user);
    object.put("proof", proof);
    object.put("address", address);
    object.put("success", success);
    object.put("reason", reason);
    ObjectNode all = object.putObject("details");
    details.forEach(all::put);
    return JSON.writeValueAsString(object).getBytes(StandardCharsets.UTF_8);
  }

  /** The record of these bytes; empty where they are none. */
  public static Optional<AuditRecord> read(byte[] bytes, int offset, int length) {
    try {
      JsonNode object = JSON.readTree(bytes, offset, length);
      Map<String, String> details = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> detail : object.path("details").properties()) {
        details.put(detail.getKey(), detail.getValue().asString(""));
      }
      return Optional.of(
          new AuditRecord(
              Instant.parse(object.required("time").asString()),
              text(object, "host"),
              text(object, "action"),
              text(object, "user"),
              text(object, "proof"),
              text(object, "address"),
              object.path("success").asBoolean(false),
              text(object, "reason"),
              details));
    } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String text(JsonNode object, String name) {
    @Nullable String text = object.path(name).asString("");
    return text == null ? "" : text;
  }

  /** One line for people. */
  public String sentence() {
    if (action.equals(LOSS)) {
      return "loss: %s of %s: %s (%s)"
          .formatted(details.get("records"), details.get("sender"), details.get("meaning"), reason);
    }
    if (action.equals(PAUSE)) {
      return "collector.pause: nothing was taken in from %s to %s, %s s in all (%s)"
          .formatted(details.get("from"), details.get("to"), details.get("seconds"), reason);
    }
    StringBuilder line = new StringBuilder(action);
    line.append(success ? ": done by " : ": refused or failed, by ");
    line.append(user.isEmpty() ? "nobody known" : user);
    line.append(" (");
    line.append(proof.isEmpty() ? "not proved" : proof);
    line.append(address.isEmpty() ? ")" : ", from " + address + ")");
    if (!reason.isEmpty()) {
      line.append(": ").append(reason);
    }
    details.forEach((name, value) -> line.append("; ").append(name).append('=').append(value));
    return line.toString();
  }
}
