package org.hinomi.collector.record.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

class ParquetFooterFuzzTest {
  @FuzzTest
  void anyMetadataIsAFooterOrAnIoException(byte[] bytes) {
    try {
      assertThat(FooterDecoder.decode(bytes, 1 << 20).rowGroups()).isNotNull();
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("expected: ");
    }
  }
}
