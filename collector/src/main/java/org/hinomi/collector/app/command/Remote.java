package org.hinomi.collector.app.command;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.hinomi.collector.console.RunFile;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.tls.Fingerprint;
import org.hinomi.core.tls.Pem;
import org.hinomi.core.tls.ReloadingTls;
import org.hinomi.core.tls.TlsContexts;
import org.hinomi.core.tls.TlsFiles;
import org.jspecify.annotations.Nullable;

/**
 * A collector that runs, and how to reach it.
 *
 * @param url of its API, without a slash at the end
 * @param trust whose certificates are believed; null: those that Java believes
 */
record Remote(String url, Secret token, @Nullable SSLContext trust) {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /**
   * The one that the options name.
   *
   * @param authorities PEM; null: those that Java knows
   */
  static Remote named(String url, Secret token, @Nullable Path authorities) throws IOException {
    return new Remote(
        url.replaceFirst("/+$", ""),
        token,
        authorities == null
            ? null
            : new ReloadingTls(new TlsFiles(null, null, List.of(authorities)), System::nanoTime)
                .context());
  }

  /** The one that runs on a history. Who may read its files knows its certificate from there. */
  static Remote of(RunFile run) throws IOException {
    Path file = run.certificate();
    try {
      return new Remote(
          run.url(),
          run.token(),
          file == null
              ? null
              : TlsContexts.pinnedTo(
                  Fingerprint.of(
                      Pem.certificates(Files.readString(file, StandardCharsets.US_ASCII))
                          .getFirst())));
    } catch (GeneralSecurityException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  HttpClient client() {
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    return (trust == null ? builder : builder.sslContext(trust)).build();
  }
}
