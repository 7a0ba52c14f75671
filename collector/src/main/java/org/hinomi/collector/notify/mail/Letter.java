package org.hinomi.collector.notify.mail;

import java.util.List;
import org.hinomi.core.text.Language;

/**
 * A mail with files, to people or to those that the channel has.
 *
 * @param id names it, for its Message-ID: letters, digits, dots, dashes
 * @param to addresses; empty: those of the channel
 */
public record Letter(
    String id,
    String subject,
    String body,
    Language language,
    List<String> to,
    List<Attachment> attachments) {
  public Letter {
    to = List.copyOf(to);
    attachments = List.copyOf(attachments);
  }

  /**
   * A file.
   *
   * @param name in ASCII
   * @param mediaType without parameters
   */
  public record Attachment(String name, String mediaType, byte[] content) {}
}
