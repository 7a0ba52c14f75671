package org.hinomi.core.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.junit.jupiter.api.Test;

class CertificateRequestFuzzTest {
  /** Whatever comes in, it is a request or refused with a reason. */
  @FuzzTest
  void readsOrSaysWhy(byte[] input) {
    read(input);
  }

  @Test
  void noByteCanBeChanged() throws GeneralSecurityException {
    KeyPair keys = Keys.generate();
    byte[] request = CertificateRequest.encode(keys, "web01");
    assertThat(CertificateRequest.read(request).key()).isEqualTo(keys.getPublic());
    for (int i = 0; i < request.length; i++) {
      byte[] changed = request.clone();
      changed[i] ^= 0x04;
      assertThatThrownBy(() -> CertificateRequest.read(changed))
          .as("byte %s", i)
          .isInstanceOf(GeneralSecurityException.class);
    }
  }

  private static void read(byte[] input) {
    try {
      assertThat(CertificateRequest.read(input).key()).isNotNull();
    } catch (GeneralSecurityException refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }
}
