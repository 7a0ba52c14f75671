package org.hinomi.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.hinomi.core.text.RecordLines.Place;

class RecordLinesFuzzTest {
  /** Any lines have their places, and what goes on has begun. */
  @FuzzTest
  void anyLinesHaveAPlace(byte[] bytes) {
    RecordLines places = new RecordLines();
    boolean begun = false;
    int start = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == '\n') {
        byte[] line = Arrays.copyOfRange(bytes, start, i);
        Place place = places.next(line, line.length);
        assertThat(begun || place != Place.MORE).isTrue();
        begun = place != Place.ALONE;
        start = i + 1;
      }
    }
  }
}
