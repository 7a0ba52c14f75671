package org.hinomi.collector.receive.snmp;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.core.event.Transport;
import org.hinomi.core.snmp.SnmpEngine;
import org.hinomi.core.snmp.UsmAnswers;
import org.hinomi.core.snmp.UsmAnswers.Report;
import org.hinomi.core.snmp.UsmMessage;
import org.hinomi.core.snmp.UsmUsers;
import org.jspecify.annotations.Nullable;

/**
 * Holds SNMPv3 messages against users and clocks (RFC 3414, section 3.2), and says what becomes of
 * each: for traps the sender's engine counts, for informs and questions ours. What only a clock or
 * our engine id can tell is marked for the journal; user and digest the decoder finds again. Used
 * by one thread.
 */
final class UsmGate {
  private static final int MAX_ENGINES = 10_000;
  private static final int GET = 0xA0;
  private static final int INFORM = 0xA6;
  private static final int TRAP = 0xA7;

  private final SnmpEngine engine;
  private final byte[] engineId;
  private final UsmUsers users;
  private final UsmAnswers answers;
  private final SenderEngines senders = new SenderEngines(MAX_ENGINES);
  private final Counters counters;
  private final LongSupplier nanoTime;
  private final Map<Report, Integer> reported = new EnumMap<>(Report.class);

  /**
   * What becomes of a message.
   *
   * @param kept false for a question for our engine id, which tells nothing else
   * @param fault for the journal; null where the decoder can see it for itself
   * @param reply to send at once
   * @param inform to answer when it is synced
   */
  record Verdict(
      boolean kept, @Nullable FrameFault fault, byte @Nullable [] reply, @Nullable Inform inform) {
    private static final Verdict KEPT = new Verdict(true, null, null, null);
  }

  /** An InformRequest-PDU that waits for its answer. */
  record Inform(UsmMessage head, byte[] scopedPdu) {}

  /**
   * @param nanoTime a clock that only goes forward, in nanoseconds
   */
  UsmGate(SnmpEngine engine, UsmUsers users, Counters counters, LongSupplier nanoTime) {
    this.engine = engine;
    this.engineId = engine.id();
    this.users = users;
    this.answers = new UsmAnswers(engine, users);
    this.counters = counters;
    this.nanoTime = nanoTime;
  }

  /** Judges one message of version 3. Never throws for its input. */
  Verdict judge(byte[] message) {
    UsmMessage head;
    UsmUsers.Refusal refusal;
    byte[] scopedPdu;
    try {
      head = UsmMessage.of(message);
      refusal = users.refusal(head, message);
      scopedPdu = refusal != null && head.encrypted() ? null : users.scopedPdu(head, message);
    } catch (IOException | RuntimeException unreadable) {
      // SNMP4J throws unchecked exceptions too; the decoder says what is wrong.
      counters.refused(Transport.SNMP, "unreadable");
      return Verdict.KEPT;
    }
    UsmUsers.Reason reason =
        refusal != null
            ? refusal.reason()
            : scopedPdu == null ? UsmUsers.Reason.DECRYPTION_ERROR : null;
    Pdu pdu = Pdu.of(scopedPdu);
    boolean ours = Arrays.equals(head.engineId(), engineId);
    if (pdu.tag == TRAP || (!ours && !head.reportable())) {
      return trap(head, reason);
    }
    return ours ? forUs(head, reason, scopedPdu, pdu) : forAnother(head, pdu);
  }

  private Verdict trap(UsmMessage head, UsmUsers.@Nullable Reason reason) {
    if (reason != null) {
      count(reason);
      return Verdict.KEPT;
    }
    if (!head.authenticated()) {
      return Verdict.KEPT;
    }
    boolean timely =
        senders.timely(head.engineId(), head.boots(), head.time(), nanoTime.getAsLong());
    counters.senderEngines(senders.size(), senders.forgotten());
    if (timely) {
      return Verdict.KEPT;
    }
    counters.refused(Transport.SNMP, "not_in_time_window");
    return new Verdict(true, FrameFault.SNMP_NOT_IN_TIME_WINDOW, null, null);
  }

  /** Step 3: who asks for our engine id, or still knows the one we had. */
  private Verdict forAnother(UsmMessage head, Pdu pdu) {
    boolean discovery = head.engineId().length == 0 && pdu.tag == GET && pdu.empty;
    counters.refused(Transport.SNMP, discovery ? "discovery" : "unknown_engine_id");
    return new Verdict(
        !discovery,
        FrameFault.SNMP_UNKNOWN_ENGINE_ID,
        report(head, Report.UNKNOWN_ENGINE_ID, pdu),
        null);
  }

  private Verdict forUs(
      UsmMessage head, UsmUsers.@Nullable Reason reason, byte @Nullable [] scopedPdu, Pdu pdu) {
    if (reason != null || scopedPdu == null) {
      UsmUsers.Reason why = reason == null ? UsmUsers.Reason.DECRYPTION_ERROR : reason;
      count(why);
      return new Verdict(true, null, report(head, Report.valueOf(why.name()), pdu), null);
    }
    if (head.authenticated() && !inOurWindow(head)) {
      counters.refused(Transport.SNMP, "not_in_time_window");
      byte[] reply = report(head, Report.NOT_IN_TIME_WINDOW, pdu);
      return new Verdict(true, FrameFault.SNMP_NOT_IN_TIME_WINDOW, reply, null);
    }
    return pdu.tag == INFORM
        ? new Verdict(true, null, null, new Inform(head, scopedPdu))
        : Verdict.KEPT;
  }

  /** Step 7a. */
  private boolean inOurWindow(UsmMessage head) {
    return head.boots() == engine.boots()
        && Math.abs((long) head.time() - engine.time()) <= SenderEngines.WINDOW;
  }

  private byte @Nullable [] report(UsmMessage head, Report what, Pdu pdu) {
    int count = reported.merge(what, 1, Integer::sum);
    return head.reportable() ? answers.report(head, what, pdu.requestId, count) : null;
  }

  private void count(UsmUsers.Reason reason) {
    counters.refused(Transport.SNMP, reason.name().toLowerCase(Locale.ROOT));
  }

  /**
   * The answer to an inform that is durable.
   *
   * @return null where it is not well formed: its sender may correct it
   */
  byte @Nullable [] answer(Inform inform) {
    int length = InformResponse.turnScoped(inform.scopedPdu);
    return length < 0 ? null : answers.seal(inform.head, Arrays.copyOf(inform.scopedPdu, length));
  }

  /**
   * What the gate wants to know of a PDU.
   *
   * @param tag -1 where it cannot be read
   * @param empty whether it has no variable bindings
   */
  private record Pdu(int tag, int requestId, boolean empty) {
    private static final Pdu NONE = new Pdu(-1, 0, false);

    static Pdu of(byte @Nullable [] scopedPdu) {
      if (scopedPdu == null) {
        return NONE;
      }
      BerCursor in = new BerCursor(scopedPdu);
      if (!in.enterScopedPdu()) {
        return NONE;
      }
      int tag = in.tag();
      if (tag < GET || !in.enter(tag)) {
        return NONE;
      }
      int requestId = in.integer();
      boolean empty =
          in.skip(BerCursor.INTEGER, 2) && in.enter(BerCursor.SEQUENCE) && in.at() == in.end();
      return new Pdu(tag, requestId, empty);
    }
  }
}
