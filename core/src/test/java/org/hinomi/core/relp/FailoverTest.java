package org.hinomi.core.relp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.hinomi.core.settings.HostPort;
import org.junit.jupiter.api.Test;

class FailoverTest {
  private static final HostPort A = new HostPort("a", 1);
  private static final HostPort B = new HostPort("b", 1);
  private static final HostPort C = new HostPort("c", 1);

  private final AtomicLong nanos = new AtomicLong();
  private final Set<HostPort> down = new HashSet<>();
  private final List<HostPort> tried = new ArrayList<>();
  private final Failover failover = new Failover(List.of(A, B, C), this::open, nanos::get);

  private Socket open(HostPort server) throws IOException {
    tried.add(server);
    if (down.contains(server)) {
      throw new IOException(server + ": refused");
    }
    return new Socket();
  }

  private List<HostPort> connect() throws IOException {
    tried.clear();
    failover.connect().close();
    return List.copyOf(tried);
  }

  @Test
  void theFirstIsPreferred() throws Exception {
    assertThat(connect()).containsExactly(A);
    assertThat(failover.current()).isZero();
  }

  @Test
  void theNextTakesOverAndTheOneThatFailedIsHeldBack() throws Exception {
    down.add(A);
    assertThat(connect()).containsExactly(A, B);
    assertThat(failover.current()).isEqualTo(1);
    assertThat(connect()).as("not asked again so soon").containsExactly(B);
    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    assertThat(connect()).containsExactly(A, B);
  }

  @Test
  void aServerThatTakesConnectionsButLosesSessionsIsLeft() throws Exception {
    connect();
    failover.lost();
    assertThat(connect()).containsExactly(B);
    failover.lost();
    assertThat(connect()).containsExactly(C);
    failover.lost();
    assertThat(connect()).as("all failed: from the top again").containsExactly(A);
  }

  @Test
  void allAreTriedBeforeItGivesUp() {
    down.addAll(List.of(A, B, C));
    assertThatThrownBy(this::connect).hasMessage("c:1: refused");
    assertThat(tried).containsExactly(A, B, C);
  }

  @Test
  void returnsWhenABetterOneIsBack() throws Exception {
    down.addAll(List.of(A, B));
    connect();
    assertThat(failover.betterIsBack()).isFalse();
    down.remove(B);
    assertThat(failover.betterIsBack()).isTrue();
    assertThat(connect()).containsExactly(B);
  }
}
