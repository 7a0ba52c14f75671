package org.hinomi.collector.review.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.collector.review.ReviewResult;
import org.hinomi.collector.review.book.Book;
import org.hinomi.collector.review.book.BookEntry.Found;

/**
 * Findings that seem to be of one incident, so that a machine that was infected is one thing to
 * look into and not four: they name the same user or address on the same day, or the same minute,
 * or are of the same kind and about the same. A help for reading: nothing is decided by it.
 */
final class Incidents {
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(?!\\d)");
  private static final Pattern MINUTE =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}[ T]([01]\\d|2[0-3]):[0-5]\\d");
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}");

  /** Midnight is the end of a day, not when something happened. */
  private static final String MIDNIGHT = "00:00";

  private final Set<String> users = new TreeSet<>();

  /** Of each finding, the number of another of its group, or its own. */
  private int[] leaders = {};

  private Incidents(ReviewResult result) {
    result
        .table("users")
        .ifPresent(table -> table.list().forEach(row -> users.add(account(row.text("user")))));
  }

  /** All findings in groups; groups and what is in them in the order in which they are given. */
  static List<List<Book.Finding>> of(ReviewResult result, List<Book.Finding> findings) {
    return new Incidents(result).groups(findings);
  }

  private List<List<Book.Finding>> groups(List<Book.Finding> findings) {
    leaders = new int[findings.size()];
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < findings.size(); i++) {
      leaders[i] = i;
      for (String mark : marks(findings.get(i).found().what())) {
        Integer other = first.putIfAbsent(mark, i);
        if (other != null) {
          int one = leader(i);
          int two = leader(other);
          leaders[Math.max(one, two)] = Math.min(one, two);
        }
      }
    }
    Map<Integer, List<Book.Finding>> groups = new LinkedHashMap<>();
    for (int i = 0; i < findings.size(); i++) {
      groups.computeIfAbsent(leader(i), made -> new ArrayList<>()).add(findings.get(i));
    }
    return List.copyOf(groups.values());
  }

  private int leader(int number) {
    int leader = number;
    while (leaders[leader] != leader) {
      leader = leaders[leader];
    }
    return leader;
  }

  /** What two findings of one incident have in common. */
  private Set<String> marks(Found found) {
    Set<String> marks = new TreeSet<>();
    if (!found.arguments().isEmpty()) {
      marks.add(found.kind() + " " + found.arguments().getFirst());
    }
    Set<String> who = new TreeSet<>();
    Set<String> days = new TreeSet<>();
    for (String argument : found.arguments()) {
      Matcher minute = MINUTE.matcher(argument);
      while (minute.find()) {
        if (!minute.group().endsWith(MIDNIGHT)) {
          marks.add(minute.group().replace('T', ' '));
        }
      }
      Matcher day = DAY.matcher(argument);
      while (day.find()) {
        days.add(day.group());
      }
      for (String word : argument.split("[\\s,;()]+")) {
        if (ADDRESS.matcher(word).matches()) {
          who.add(word);
        } else if (users.contains(account(word))) {
          who.add(account(word));
        }
      }
    }
    who.forEach(each -> days.forEach(day -> marks.add(each + " " + day)));
    return marks;
  }

  /** Without a domain, in small letters. */
  private static String account(String user) {
    String plain = user.toLowerCase(Locale.ROOT);
    int at = plain.indexOf('@');
    return plain.substring(plain.lastIndexOf('\\') + 1, at < 0 ? plain.length() : at);
  }
}
