package org.hinomi.collector.console;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.hinomi.collector.receive.imports.ImportReceiver;
import org.hinomi.collector.record.RecordedRange;
import tools.jackson.databind.ObjectMapper;

/**
 * {@code POST /api/v1/import}: a batch of imported frames, as {@link
 * org.hinomi.core.event.ImportBatch} walks them, answered when it is synced. {@code GET
 * /api/v1/import}: what the history holds of earlier imports, when all that is durable now is in
 * it.
 */
public final class ImportApi implements HttpService {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A larger one is not kept for the next batch: those of the importing command are smaller. */
  private static final int KEPT_BYTES = 4 << 20;

  private static final byte[] NOTHING = {};

  private final ImportReceiver receiver;
  private final Recorded recorded;
  private final AtomicReference<byte[]> spare = new AtomicReference<>(NOTHING);

  /** Tells what is recorded; may wait for it. */
  public interface Recorded {
    List<RecordedRange> ranges() throws IOException, InterruptedException;
  }

  public ImportApi(ImportReceiver receiver, Recorded recorded) {
    this.receiver = receiver;
    this.recorded = recorded;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post("/", this::take).get("/", this::ranges);
  }

  private void take(ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    long told = request.headers().contentLength().orElse(-1);
    if (told > ImportReceiver.BATCH_LIMIT) {
      throw tooLarge();
    }
    byte[] batch;
    int length;
    try (InputStream body = request.content().inputStream()) {
      if (told >= 0) {
        batch = room((int) told);
        length = body.readNBytes(batch, 0, (int) told);
      } else {
        batch = body.readNBytes(ImportReceiver.BATCH_LIMIT + 1);
        length = batch.length;
      }
    }
    if (length > ImportReceiver.BATCH_LIMIT) {
      throw tooLarge();
    }
    InetSocketAddress sender =
        request.remotePeer().address() instanceof InetSocketAddress address
            ? address
            : new InetSocketAddress(0);
    int records = receiver.take(batch, length, sender);
    if (batch.length <= KEPT_BYTES) {
      spare.set(batch);
    }
    send(response, Map.of("records", records));
  }

  /** That of an earlier batch where it is large enough: what is copied out of it is not kept. */
  private byte[] room(int bytes) {
    byte[] last = spare.getAndSet(NOTHING);
    return last.length >= bytes ? last : new byte[bytes];
  }

  private static IllegalArgumentException tooLarge() {
    return new IllegalArgumentException(
        "batch: larger than " + ImportReceiver.BATCH_LIMIT + " bytes (expected: at most that)");
  }

  private void ranges(ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    send(response, recorded.ranges());
  }

  private static void send(ServerResponse response, Object body) {
    response
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .send(JSON.writeValueAsBytes(body));
  }
}
