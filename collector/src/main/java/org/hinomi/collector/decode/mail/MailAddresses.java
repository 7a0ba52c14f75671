package org.hinomi.collector.decode.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.core.mail.EncodedWords;

/** Finds the addresses in fields such as From and To, well-formed or not. */
final class MailAddresses {
  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s<>\"(),:;@\\[\\]\\\\]{1,256}@[A-Za-z0-9._\\-\\u0080-\\uffff]{1,255}");
  private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");
  private static final int LIMIT = 1000;

  private MailAddresses() {}

  /**
   * All addresses: of each part between commas the last in angle brackets, or the first where there
   * are none. Names are left out before their encoded words are read: they may hold anything.
   */
  static List<String> of(String field) {
    List<String> found = new ArrayList<>();
    for (String part : QUOTED.matcher(field).replaceAll(" ").split("[,;]", LIMIT)) {
      int angle = part.lastIndexOf('<');
      Matcher address = ADDRESS.matcher(part);
      if (address.find(Math.max(0, angle))) {
        found.add(address.group());
      }
    }
    return found;
  }

  /** Addresses in the name, as a reader sees it, before the one in angle brackets. */
  static List<String> inName(String field) {
    int angle = field.lastIndexOf('<');
    List<String> found = new ArrayList<>();
    if (angle > 0) {
      Matcher address = ADDRESS.matcher(EncodedWords.text(field.substring(0, angle)));
      while (address.find() && found.size() < LIMIT) {
        found.add(address.group());
      }
    }
    return found;
  }

  static String domain(String address) {
    return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  /** Whether two domains are one, or one lies in the other. */
  static boolean fit(String a, String b) {
    return a.equals(b) || a.endsWith('.' + b) || b.endsWith('.' + a);
  }
}
