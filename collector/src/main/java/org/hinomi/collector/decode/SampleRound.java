package org.hinomi.collector.decode;

import java.util.List;
import org.hinomi.core.event.Identity;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sample.Sample;
import org.jspecify.annotations.Nullable;

/**
 * One round of samples of one host.
 *
 * @param original the MSG of the agent's frame, byte for byte; empty where nobody asks for it
 */
public record SampleRound(
    long position,
    Transport transport,
    String sourceAddress,
    long receivedMicros,
    long timeMicros,
    String host,
    @Nullable Identity identity,
    List<Sample> samples,
    List<Sample.Unavailable> unavailable,
    RawMessage original)
    implements Decoded {

  private static final RawMessage NONE = RawMessage.wrap(new byte[0]);

  /** A round whose bytes nobody asks for. */
  public SampleRound(
      long position,
      Transport transport,
      String sourceAddress,
      long receivedMicros,
      long timeMicros,
      String host,
      @Nullable Identity identity,
      List<Sample> samples,
      List<Sample.Unavailable> unavailable) {
    this(
        position,
        transport,
        sourceAddress,
        receivedMicros,
        timeMicros,
        host,
        identity,
        samples,
        unavailable,
        NONE);
  }

  public SampleRound {
    samples = List.copyOf(samples);
    unavailable = List.copyOf(unavailable);
  }

  /** The same round as one of another host, or without its identity. */
  SampleRound as(String otherHost, @Nullable Identity otherIdentity) {
    return new SampleRound(
        position,
        transport,
        sourceAddress,
        receivedMicros,
        timeMicros,
        otherHost,
        otherIdentity,
        samples,
        unavailable,
        original);
  }
}
