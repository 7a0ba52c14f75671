package org.hinomi.core.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TLS context that follows its files: what they hold counts for the connections that begin at
 * most a second after they changed. Files that cannot be used change nothing and are told of once;
 * they are looked at again when they change again. Thread-safe.
 */
public final class ReloadingTls {
  private static final Logger LOG = LoggerFactory.getLogger(ReloadingTls.class);
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private record Loaded(
      SSLContext context, List<X509Certificate> chain, @Nullable X509ExtendedKeyManager keys) {}

  private final TlsFiles files;
  private final LongSupplier nanoTime;
  private List<Object> state;
  private long lookedAt;
  private volatile Loaded loaded;

  /**
   * Reads the files.
   *
   * @throws IOException where they cannot be used, with the name of the file
   */
  public ReloadingTls(TlsFiles files, LongSupplier nanoTime) throws IOException {
    this.files = files;
    this.nanoTime = nanoTime;
    lookedAt = nanoTime.getAsLong();
    state = state();
    loaded = load();
  }

  /** The context for the next connection. */
  public SSLContext context() {
    look();
    return loaded.context;
  }

  /**
   * A server's context that follows the files by itself, for servers that keep the first one they
   * get. It believes no client.
   *
   * @throws IllegalStateException in use, where the files have no certificate
   */
  public SSLContext following() throws IOException {
    return TlsContexts.showing(new FollowingKeys(this::keys));
  }

  private X509ExtendedKeyManager keys() {
    look();
    X509ExtendedKeyManager keys = loaded.keys;
    if (keys == null) {
      throw new IllegalStateException("no certificate to show (expected: one in the files)");
    }
    return keys;
  }

  /** The certificate that is shown, and those above it; empty where there is none. */
  public List<X509Certificate> chain() {
    look();
    return loaded.chain;
  }

  private synchronized void look() {
    long now = nanoTime.getAsLong();
    if (now - lookedAt < LOOK_NANOS) {
      return;
    }
    lookedAt = now;
    List<Object> seen = state();
    if (seen.equals(state)) {
      return;
    }
    state = seen;
    try {
      loaded = load();
      LOG.atInfo().addKeyValue("files", files.all()).log("New certificates are in use.");
    } catch (IOException e) {
      LOG.atError()
          .addKeyValue("reason", e.getMessage())
          .log("New certificates cannot be used; those from before stay in use.");
    }
  }

  private Loaded load() throws IOException {
    TlsFiles.Material material = files.read();
    try {
      @Nullable X509ExtendedKeyManager shown = null;
      for (KeyManager manager : TlsContexts.keys(material.chain(), material.key())) {
        if (manager instanceof X509ExtendedKeyManager keys) {
          shown = keys;
        }
      }
      return new Loaded(TlsContexts.of(material), material.chain(), shown);
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /** Time, size and identity of each file; whatever replaces it changes one of them. */
  private List<Object> state() {
    List<Object> state = new ArrayList<>();
    for (Path file : files.all()) {
      try {
        BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
        state.add(List.of(is.lastModifiedTime(), is.size(), String.valueOf(is.fileKey())));
      } catch (IOException e) {
        state.add("missing");
      }
    }
    return List.copyOf(state);
  }
}
