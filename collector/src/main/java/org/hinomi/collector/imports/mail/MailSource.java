package org.hinomi.collector.imports.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.hinomi.collector.imports.read.Found;
import org.hinomi.collector.imports.read.FrameParameters;
import org.hinomi.collector.imports.read.RawLines;
import org.hinomi.collector.imports.read.RecordSource;
import org.hinomi.core.event.AgentFrame;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;

/**
 * Gives the header section of each mail of a file. Mails of an mbox stand behind lines that begin
 * with {@code From }, name a time, and have an empty line before them (RFC 4155). Not thread-safe.
 */
public final class MailSource implements RecordSource {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SEPARATOR = Pattern.compile("From .*\\d{1,2}:\\d{2}.*");
  private static final Pattern FIELD = Pattern.compile("[!-9;-~]{1,76}[ \\t]*:.*");

  private final RawLines lines;
  private final boolean many;
  private final String path;
  private final Function<byte[], @Nullable Charset> charsets;
  private final List<String> problems = new ArrayList<>();
  private boolean separated;
  private boolean ended;

  /**
   * @param many whether it is an mbox
   * @param path as records show it
   * @param charsets tells the charset of bytes that should be ASCII or UTF-8; null for UTF-8
   */
  public MailSource(
      InputStream in, boolean many, String path, Function<byte[], @Nullable Charset> charsets) {
    this.lines = new RawLines(in);
    this.many = many;
    this.path = path;
    this.charsets = charsets;
  }

  /** Whether a file with these first bytes is an mbox. */
  public static boolean isMbox(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    return end > 0
        && SEPARATOR.matcher(text.substring(0, end).strip()).matches()
        && FIELD.matcher(text.substring(end + 1).lines().findFirst().orElse("")).matches();
  }

  /** Whether it is a mail: fields, and among them who sent it and when or by which way. */
  public static boolean isMail(byte[] head) {
    boolean from = false;
    boolean way = false;
    for (String line : new String(head, StandardCharsets.ISO_8859_1).lines().limit(1000).toList()) {
      if (line.isEmpty()) {
        return from && way;
      }
      if (!FIELD.matcher(line).matches() && line.charAt(0) != ' ' && line.charAt(0) != '\t') {
        return false;
      }
      String lower = line.substring(0, Math.min(12, line.length())).toLowerCase(Locale.ROOT);
      from |= lower.startsWith("from:");
      way |=
          lower.startsWith("received:")
              || lower.startsWith("date:")
              || lower.startsWith("message-id:");
    }
    return from && way;
  }

  @Override
  public @Nullable Found next() throws IOException {
    if (many && !separated && !ended && !toSeparator()) {
      return null;
    }
    while (!ended) {
      Mail mail = mail();
      if (mail.size > 0) {
        return mail.found(ended && lines.damage() != null);
      }
    }
    return null;
  }

  /** Reads on to the next separator, or to the end; empty where two follow each other. */
  private Mail mail() {
    Mail mail = new Mail();
    boolean blank = false;
    separated = false;
    while (lines.next()) {
      if (many && (blank || mail.size == 0) && isSeparator()) {
        separated = true;
        return mail;
      }
      mail.line();
      blank = lines.text() == 0;
    }
    end();
    return mail;
  }

  private boolean toSeparator() throws IOException {
    while (lines.next()) {
      if (isSeparator()) {
        return true;
      }
      if (lines.text() > 0) {
        throw new IOException("not an mbox (expected: a line that begins with From and a blank)");
      }
    }
    end();
    return false;
  }

  private void end() {
    ended = true;
    IOException damage = lines.damage();
    if (damage != null) {
      problems.add(String.valueOf(damage.getMessage()));
    }
  }

  private boolean isSeparator() {
    byte[] b = lines.bytes();
    return lines.kept() > 5
        && b[0] == 'F'
        && b[1] == 'r'
        && b[2] == 'o'
        && b[3] == 'm'
        && b[4] == ' '
        && SEPARATOR
            .matcher(new String(b, 0, Math.min(lines.text(), 1000), StandardCharsets.ISO_8859_1))
            .matches();
  }

  @Override
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** One mail on its way. */
  private final class Mail {
    private final ByteArrayOutputStream section = new ByteArrayOutputStream();
    private long sectionLength;
    private long size;
    private @Nullable MailParts parts;

    void line() {
      size += lines.length();
      MailParts body = parts;
      if (body != null) {
        body.line(lines.bytes(), lines.kept(), lines.text(), lines.length());
      } else if (lines.text() == 0) {
        parts = new MailParts(section.toString(StandardCharsets.UTF_8));
      } else {
        sectionLength += lines.length();
        section.write(lines.bytes(), 0, Math.min(lines.kept(), Found.LIMIT - section.size()));
      }
    }

    Found found(boolean torn) {
      byte[] bytes = section.toByteArray();
      List<Map<String, Object>> attached = parts == null ? List.of() : parts.attachments();
      String attachments = JSON.writeValueAsString(attached);
      FrameParameters parameters =
          new FrameParameters()
              .put(AgentFrame.SOURCE, "import")
              .put(AgentFrame.KIND, AgentFrame.KIND_MAIL)
              .put(AgentFrame.PATH, path)
              .put(AgentFrame.SIZE, Long.toString(size))
              .put(AgentFrame.ATTACHMENTS, attachments);
      Charset charset = charsets.apply(bytes);
      if (charset != null) {
        parameters.put(AgentFrame.CHARSET, charset.name());
      }
      return new Found(
          0,
          Found.NO_TIME,
          null,
          parameters.toString(),
          bytes,
          sectionLength,
          torn,
          size + attachments);
    }
  }
}
