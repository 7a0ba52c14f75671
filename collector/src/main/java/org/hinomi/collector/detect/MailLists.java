package org.hinomi.collector.detect;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hinomi.core.text.Glob;
import org.jspecify.annotations.Nullable;

/**
 * Whose a mail address is, by lists of patterns over whole addresses; letter case does not matter.
 *
 * @param own of the house
 * @param homes mailboxes of the kind that people have at home
 * @param bulk senders who write to strangers all the time: newsletters, programs
 */
public record MailLists(List<Glob> own, List<Glob> homes, List<Glob> bulk) {
  /** No list at all. */
  public static final MailLists NONE = new MailLists(List.of(), List.of(), List.of());

  public MailLists {
    own = List.copyOf(own);
    homes = List.copyOf(homes);
    bulk = List.copyOf(bulk);
  }

  /** Those of {@code placeholders.yaml}; one that is not there is empty. */
  public static MailLists of(Map<String, List<String>> lists) {
    return new MailLists(
        globs(lists.get("OwnMailDomains")),
        globs(lists.get("PrivateMailboxes")),
        globs(lists.get("BulkSenders")));
  }

  private static List<Glob> globs(@Nullable List<String> patterns) {
    return patterns == null
        ? List.of()
        : patterns.stream().map(p -> new Glob(p.toLowerCase(Locale.ROOT))).toList();
  }

  /**
   * @param address in small letters, as below
   */
  boolean isOwn(String address) {
    return matches(own, address);
  }

  boolean isHome(String address) {
    return matches(homes, address);
  }

  boolean isBulk(String address) {
    return matches(bulk, address);
  }

  private static boolean matches(List<Glob> patterns, String address) {
    for (Glob pattern : patterns) {
      if (pattern.matches(address)) {
        return true;
      }
    }
    return false;
  }
}
