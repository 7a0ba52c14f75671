package org.hinomi.collector.keep.stamp;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * Asks an authority for time stamps over HTTP (RFC 3161, 3.4). Only a hash leaves the house.
 * Thread-safe.
 */
public final class TimeStampClient implements Stamper {
  private static final int NONCE_BITS = 64;

  private final URI url;
  private final Duration timeout;
  private final HttpClient client;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param tls whom to trust that it is the authority, at https; empty: whom Java trusts
   * @param timeout for the connection, and again for the answer
   */
  public TimeStampClient(URI url, Optional<SSLContext> tls, Duration timeout) {
    this.url = url;
    this.timeout = timeout;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1);
    tls.ifPresent(builder::sslContext);
    client = builder.build();
  }

  @Override
  public String name() {
    return url.toString();
  }

  @Override
  public TimeStamp stamp(String text) throws IOException, InterruptedException {
    try {
      TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
      generator.setCertReq(true); // so that the token can be checked in years, without the server
      TimeStampRequest request =
          generator.generate(
              TSPAlgorithms.SHA256, TimeStamp.sha256(text), new BigInteger(NONCE_BITS, random));
      TimeStampResponse response = new TimeStampResponse(ask(request.getEncoded()));
      response.validate(request); // status, hash, nonce
      TimeStampToken token = response.getTimeStampToken();
      if (token == null) {
        throw new IOException("refused: " + response.getStatusString());
      }
      TimeStamp stamp = new TimeStamp(token.getEncoded());
      // Whoever keeps it keeps it for good: one that does not hold would be a finding for ever.
      TimeStamp.Proof unused = stamp.check(text, List.of());
      return stamp;
    } catch (TSPException | TimeStamp.BrokenException e) {
      throw new IOException("no time stamp for what was asked: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      // The library trusts what it reads.
      throw new IOException("the answer cannot be read: " + e.getMessage(), e);
    }
  }

  private byte[] ask(byte[] query) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .header("Content-Type", "application/timestamp-query")
            .header("Accept", "application/timestamp-reply")
            .header("User-Agent", "Hinomi")
            .POST(HttpRequest.BodyPublishers.ofByteArray(query))
            .build();
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw new IOException("answered " + response.statusCode() + " (expected: 200)");
      }
      // The request's timeout ends with the head: a body may never come.
      byte[] answer =
          CompletableFuture.supplyAsync(() -> read(body), work -> Thread.ofVirtual().start(work))
              .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
              .join();
      if (answer.length > TimeStamp.LIMIT) {
        throw new IOException("the answer is longer than " + TimeStamp.LIMIT + " bytes");
      }
      return answer;
    } catch (CompletionException e) {
      throw new IOException("the answer broke off", e.getCause());
    }
  }

  private static byte[] read(InputStream body) {
    try {
      return body.readNBytes(TimeStamp.LIMIT + 1);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }
}
