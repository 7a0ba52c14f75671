package org.hinomi.core.evntcmd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.hinomi.core.evntcmd.EvntcmdFile.Destination;
import org.hinomi.core.evntcmd.EvntcmdFile.WatchedEvent;

/** Writes what an evntcmd file says as rules and settings of ours. */
final class Translation {
  private static final String CLASSIC_LEVELS = "informational low medium high";

  private Translation() {}

  /** One Sigma rule; the same event has the same id wherever it is translated. */
  static String rule(WatchedEvent event) {
    int code = event.id() & 0xFFFF;
    String name = event.log() + '\n' + event.source() + '\n' + event.id();
    UUID id = UUID.nameUUIDFromBytes(("evntcmd\n" + name.toLowerCase(Locale.ROOT)).getBytes(UTF_8));
    StringBuilder rule = new StringBuilder(512);
    rule.append("title: ").append(quoted(event.source() + " " + code + " (" + event.log() + ")"));
    rule.append("\nid: ").append(id);
    rule.append("\nstatus: experimental\ndescription: ");
    rule.append(
        quoted(
            "evntcmd, %s:%d, full identifier %s"
                .formatted(
                    event.file().getFileName(),
                    event.line(),
                    Integer.toUnsignedString(event.id()))));
    rule.append("\nlogsource:\n    product: windows\ndetection:\n    event:\n        Channel: ");
    rule.append(quoted(escaped(event.log())));
    rule.append("\n        EventID: ").append(code);
    String source = quoted(escaped(event.source()));
    rule.append("\n    source:\n        - Provider_Name: ").append(source);
    rule.append("\n        - EventSourceName: ").append(source);
    rule.append("\n    condition: event and source\nlevel: ");
    // The severity of a classic event is in its identifier; that of others is not known here.
    rule.append(CLASSIC_LEVELS.split(" ")[event.id() >>> 30]);
    rule.append('\n');
    if (event.repetition() != null) {
      rule.append("repeat:\n    count: ").append(event.repetition().count()).append('\n');
      if (event.repetition().within() != null) {
        rule.append("    within: ").append(event.repetition().within().toSeconds()).append("s\n");
      }
    }
    return rule.toString();
  }

  /** A name that no other event has, for the file of its rule. */
  static String fileName(WatchedEvent event) {
    String name = event.log() + "_" + event.source() + "_" + Integer.toHexString(event.id());
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_-]+", "-") + ".yml";
  }

  /**
   * The key {@code traps} of agent.yaml.
   *
   * @param charset in which the receivers expect the texts
   */
  static String settings(List<Destination> destinations, Charset charset) {
    if (destinations.isEmpty()) {
      return "traps: []\n";
    }
    StringBuilder settings = new StringBuilder("traps:\n");
    for (Destination to : destinations) {
      settings
          .append("  - to: ")
          .append(quoted(to.address().toString()))
          .append("\n    community: ")
          .append(quoted(to.community().replace("${", "$${")))
          .append("\n    format: evntwin\n    version: v1\n    charset: ")
          .append(charset.name())
          .append('\n');
    }
    return settings.toString();
  }

  /** Stars, question marks and backslashes stand for themselves. */
  private static String escaped(String text) {
    return text.replaceAll("[*?\\\\]", "\\\\$0");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
