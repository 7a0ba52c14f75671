package org.hinomi.collector.review.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.settings.SettingsLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSettingsTest {
  @TempDir Path folder;

  private ModelSettings read(String url) throws Exception {
    Path file =
        Files.writeString(folder.resolve("model.yaml"), "url: \"" + url + "\"\nmodel: qwen3\n");
    return new SettingsLoader(Map.of()).load(file, List.of(), ModelSettings::read);
  }

  @Test
  void theEndOfAnAddressMayBeASlash() throws Exception {
    assertThat(read("http://127.0.0.1:11434/v1/").url()).hasToString("http://127.0.0.1:11434/v1");
  }

  /** Of the last two no request can be made. */
  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:11434", "http://key@host/v1", "http://[::1/v1", "http://my_host:1/v1"})
  void whatIsNoAddressIsSaidWhenTheSettingsAreRead(String url) {
    assertThatThrownBy(() -> read(url))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("an address such as http://127.0.0.1:11434/v1");
  }
}
