package org.hinomi.collector.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hinomi.core.windows.evtx.Damage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of files of which the history may hold parts that reach over the end of a block. */
class LineImportTest {
  private static final int LINES = 2 * LineBlock.LINES + 1000;

  private final List<Recorded> recorded = new ArrayList<>();
  private int sent;
  private int readings;

  private static String text(int lines) {
    return IntStream.rangeClosed(1, lines)
        .mapToObj(i -> "line " + i + "\n")
        .collect(Collectors.joining());
  }

  /** As earlier versions named them: all lines of a file by all of them. */
  private void hold(String text) {
    Fingerprint fingerprint = new Fingerprint("");
    text.lines().forEach(fingerprint::text);
    long lines = text.lines().count();
    recorded.add(new Recorded("import:" + fingerprint.name(), lines, 1, lines));
  }

  /** Imports a file that holds one text after the other each time that it is opened. */
  private LineImport.Result take(String... texts) throws Exception {
    Iterator<String> each = List.of(texts).iterator();
    Content content =
        new Content(
            "/app.log",
            Instant.EPOCH,
            ExpansionGuard.most(texts[0].length()),
            () -> {
              readings++;
              return new ByteArrayInputStream(each.next().getBytes(StandardCharsets.UTF_8));
            });
    ImportOptions options =
        new ImportOptions(ImportOptions.Type.AUTO, null, "here", ZoneOffset.UTC, null);
    Target target =
        new Target() {
          @Override
          public List<Recorded> recorded() {
            return List.of();
          }

          @Override
          public void send(byte[] frames, int length) {
            sent++;
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    return new LineImport(options, target, new Silent(), new Ledger(recorded)).take(content);
  }

  private static final class Silent implements Progress {
    @Override
    public void read(long bytes) {}

    @Override
    public void records(long count) {}

    @Override
    public void problem(String path, @Nullable String reason) {}

    @Override
    public void damage(String path, long count, Damage first) {}
  }

  @Test
  void aFileIsReadOnceWhereNothingReachesOverABlock() throws Exception {
    hold(text(LineBlock.LINES));
    // A record of Windows: its number and hour.
    recorded.add(new Recorded("import:abc", 1_700_000_000_000L, 1, 50_000));
    assertThat(take(text(LINES)))
        .isEqualTo(new LineImport.Result(LINES - LineBlock.LINES, LineBlock.LINES, null));
    assertThat(readings).isEqualTo(1);
  }

  @Test
  void aPartThatReachesOverABlockIsFoundByReadingAhead() throws Exception {
    hold(text(LINES - 10));
    assertThat(take(text(LINES), text(LINES)))
        .isEqualTo(new LineImport.Result(10, LINES - 10, null));
    assertThat(readings).isEqualTo(2);
  }

  @Test
  void aFileThatGrowsBetweenTheReadingsIsNoOther() throws Exception {
    hold(text(LINES - 10));
    assertThat(take(text(LINES + 5), text(LINES - 3)))
        .isEqualTo(new LineImport.Result(15, LINES - 10, null));
  }

  @Test
  void aFileThatChangesBetweenTheReadingsIsSaid() {
    hold(text(LINES));
    String changed = text(LINES).replace("line 7\n", "line seven\n");
    assertThatThrownBy(() -> take(changed, text(LINES)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("changed while it was read");
    String later = text(LINES).replaceFirst("line " + (LINES - 1) + "\n", "another\n");
    assertThatThrownBy(() -> take(later, text(LINES)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("changed while it was read");
    assertThatThrownBy(() -> take(text(LINES - 1), text(LINES)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("changed while it was read");
    assertThat(sent).as("batches of lines under another's name").isZero();
  }
}
