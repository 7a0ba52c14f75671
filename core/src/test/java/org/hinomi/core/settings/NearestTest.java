package org.hinomi.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "abc, abc, 0",
    "abc, '', 3",
    "smaple, sample, 1",
    "colector, collector, 1",
    "hots, host, 1",
    "kitten, sitting, 3"
  })
  void countsSlipsOfTheFinger(String a, String b, int distance) {
    assertThat(Nearest.distance(a, b)).isEqualTo(distance);
    assertThat(Nearest.distance(b, a)).isEqualTo(distance);
  }

  @Test
  void suggestsOnlyWhatIsNear() {
    List<String> names = List.of("syslog-tcp", "syslog-udp", "relp");
    assertThat(Nearest.to("syslog-tpc", names)).contains("syslog-tcp");
    assertThat(Nearest.to("rlep", names)).contains("relp");
    assertThat(Nearest.to("http", names)).isEmpty();
  }
}
