package org.hinomi.collector.imports.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hinomi.core.mail.FieldParameters;
import org.hinomi.core.mail.MailHeader;

/**
 * Walks through the parts of a mail (RFC 2046 section 5.1) line by line, and notes what is
 * attached: parts with a file name or that say so. Not thread-safe.
 */
final class MailParts {
  private static final int DEPTH = 32;
  private static final int ATTACHMENTS = 500;
  private static final int NAMES = 32 << 10;
  private static final int HEADER = 64 << 10;

  private final List<String> boundaries = new ArrayList<>();
  private final List<Map<String, Object>> attachments = new ArrayList<>();
  private final StringBuilder header = new StringBuilder();
  private boolean inHeader;
  private int names;
  private Optional<String> name = Optional.empty();
  private String type = "";
  private String encoding = "";
  private boolean attached;
  private long size;

  /** Starts with the header of the mail itself. */
  MailParts(String section) {
    begin(section);
  }

  /** What is attached: name, type and size in bytes of each. */
  List<Map<String, Object>> attachments() {
    end();
    return attachments;
  }

  private void begin(String section) {
    MailHeader fields = MailHeader.of(section);
    FieldParameters content = FieldParameters.of(fields.first("content-type").orElse(""));
    FieldParameters disposition =
        FieldParameters.of(fields.first("content-disposition").orElse(""));
    type = content.value();
    name = disposition.parameter("filename").or(() -> content.parameter("name"));
    attached = name.isPresent() || disposition.value().equals("attachment");
    encoding =
        fields.first("content-transfer-encoding").orElse("").strip().toLowerCase(Locale.ROOT);
    size = 0;
    Optional<String> boundary = content.parameter("boundary");
    if (type.startsWith("multipart/") && boundary.isPresent() && boundaries.size() < DEPTH) {
      boundaries.add(boundary.get());
      attached = false;
    }
  }

  private void end() {
    String shown = name.orElse("");
    if (attached && attachments.size() < ATTACHMENTS && names + shown.length() < NAMES) {
      names += shown.length() + 64;
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", shown);
      one.put("type", type);
      one.put("size", encoding.equals("base64") ? size * 3 / 4 : size);
      attachments.add(one);
    }
    attached = false;
  }

  /** Takes a line of the body. */
  void line(byte[] b, int kept, int text, long length) {
    if (text >= 2 && b[0] == '-' && b[1] == '-' && !boundaries.isEmpty() && bounds(b, text)) {
      return;
    }
    if (inHeader) {
      if (text == 0) {
        inHeader = false;
        begin(header.toString());
      } else if (header.length() < HEADER) {
        header.append(new String(b, 0, kept, StandardCharsets.UTF_8));
      }
    } else if (attached) {
      size += counted(b, text, length);
    }
  }

  private boolean bounds(byte[] b, int text) {
    String line = new String(b, 2, text - 2, StandardCharsets.UTF_8).stripTrailing();
    for (int i = boundaries.size() - 1; i >= 0; i--) {
      String boundary = boundaries.get(i);
      boolean closes = line.equals(boundary + "--");
      if (closes || line.equals(boundary)) {
        end();
        boundaries.subList(closes ? i : i + 1, boundaries.size()).clear();
        inHeader = !closes;
        header.setLength(0);
        return true;
      }
    }
    return false;
  }

  private long counted(byte[] b, int text, long length) {
    if (encoding.equals("base64")) {
      int n = 0;
      for (int i = 0; i < text; i++) {
        n += b[i] > ' ' && b[i] != '=' ? 1 : 0;
      }
      return n;
    }
    if (encoding.equals("quoted-printable")) {
      long n = length;
      for (int i = 0; i + 2 < text; i++) {
        n -= b[i] == '=' ? 2 : 0;
      }
      // A line that ends so goes on in the next.
      return text > 0 && b[text - 1] == '=' ? n - 1 - (length - text) : n;
    }
    return length;
  }
}
