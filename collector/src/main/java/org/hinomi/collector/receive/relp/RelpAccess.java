package org.hinomi.collector.receive.relp;

import java.net.InetAddress;
import java.util.concurrent.CompletionStage;
import org.hinomi.collector.receive.Peer;
import org.jspecify.annotations.Nullable;

/**
 * What RELP sessions may do.
 *
 * @param certificateRequired whether only senders that showed a certificate may write
 * @param enrolment answers to requests for certificates; null: there is none here
 */
public record RelpAccess(boolean certificateRequired, @Nullable Enrolment enrolment) {
  /** Anyone may write, and nothing else. */
  public static final RelpAccess ANYONE = new RelpAccess(false, null);

  /** Gives certificates. Called on an event loop, which must not wait: it answers later. */
  @FunctionalInterface
  public interface Enrolment {
    /**
     * @param command {@code enroll} or {@code renew}
     * @param peer who the sender has proved to be
     * @param from its address
     * @return the data of the answer: {@code 200 OK} and what was asked for, or {@code 500} and why
     *     not
     */
    CompletionStage<String> answer(
        String command, String data, @Nullable Peer peer, InetAddress from);
  }
}
