package org.hinomi.collector.receive;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can go wrong with what a sender sends, as far as it can be seen here. */
public enum Loss {
  /** A datagram for which the kernel's buffer had no room: proc_net(5). Whose it was is unknown. */
  KERNEL_DROP(true, "datagrams that the kernel dropped: receive.udp-buffer was full"),
  /** A datagram for which there was no room among what waits for the disk. */
  INTAKE_FULL(true, "datagrams dropped: too much waits for the disk"),
  /** The journal could not be written, and nobody waits for an answer. */
  JOURNAL_FAILED(true, "datagrams that could not be written"),
  /** Taken in, and not written before the collector stopped. */
  STOPPED(true, "not written before the collector stopped"),
  /** A connection beyond what all may have open. */
  CONNECTION_LIMIT(true, "connections refused: receive.connections are open"),
  /** A connection beyond what one sender may have open. */
  CONNECTION_LIMIT_OF_SENDER(true, "connections refused: receive.connections-per-sender are open"),
  /** A connection beyond what the system lets this process have open. */
  OPEN_FILES(true, "connections refused: the process may have no more files open"),
  /** A stream that waits because it has used up its share of what may wait, and others send too. */
  RATE_LIMIT(false, "had to wait for other senders: this one used up its share of the journal"),
  /** A sender without a certificate where one is required. */
  NO_CERTIFICATE(false, "refused: the sender has no certificate"),
  /** Well formed, but not believed: SNMP of a community, network or user that is not allowed. */
  REFUSED(false, "are not believed, kept as they are"),
  /** SNMPv3 engines beyond those whose clocks are kept. */
  ENGINES_FORGOTTEN(
      false,
      "more SNMPv3 engines than are kept: of those forgotten, a repeated message would be taken once"
          + " more; a passphrase may be in wrong hands"),
  /** Longer than the limit, kept up to it. */
  OVERSIZE(false, "longer than receive.message-limit, kept up to it"),
  /** The connection ended inside a message; what came is kept. */
  TRUNCATED(false, "the connection ended inside a message, the beginning is kept"),
  /** Breaks the format that it claims; kept as it is. */
  UNDECODABLE(false, "break the format that they claim, kept as they are"),
  /** Has characters that cannot be read; kept as it is. */
  CHARSET_DAMAGED(false, "have characters that cannot be read, kept as they are");

  private final boolean gone;
  private final String word;
  private final String text;

  Loss(boolean gone, String text) {
    this.gone = gone;
    this.text = text;
    this.word = name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it is not in the history; else it is, with a mark, or still with its sender. */
  public boolean gone() {
    return gone;
  }

  /** As labels and records have it. */
  public String word() {
    return word;
  }

  /** What it means, for people. */
  public String text() {
    return text;
  }

  /** What a record shows that cannot be decoded, by what was wrong with its frame. */
  public static Loss of(@Nullable FrameFault fault) {
    if (fault == null) {
      return UNDECODABLE;
    }
    return fault.refused() ? REFUSED : fault == FrameFault.CUT_OFF ? TRUNCATED : UNDECODABLE;
  }

  /** That with this word. */
  public static Optional<Loss> of(String word) {
    return Arrays.stream(values()).filter(loss -> loss.word.equals(word)).findFirst();
  }
}
