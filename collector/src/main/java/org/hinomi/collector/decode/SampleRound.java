package org.hinomi.collector.decode;

import java.util.List;
import org.hinomi.core.event.Identity;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sample.Sample;
import org.jspecify.annotations.Nullable;

/** One round of samples of one host. */
public record SampleRound(
    long position,
    Transport transport,
    String sourceAddress,
    long receivedMicros,
    long timeMicros,
    String host,
    @Nullable Identity identity,
    List<Sample> samples,
    List<Sample.Unavailable> unavailable)
    implements Decoded {

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
        unavailable);
  }
}
