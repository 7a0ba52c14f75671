package org.hinomi.collector.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes of files of which the history may hold parts that reach over the end of a block. */
class LineImportTest {
  private static final int LINES = 2 * LineBlock.LINES + 1000;

  private final List<Recorded> recorded = new ArrayList<>();
  private final CountingTarget target = new CountingTarget();
  private final ToldProgress progress = new ToldProgress();
  private int readings;

  private static String text(int lines) {
    return IntStream.rangeClosed(1, lines)
        .mapToObj(i -> "line " + i + "\n")
        .collect(Collectors.joining());
  }

  /** As earlier versions named them: all lines of a file by all of them. */
  private void hold(String text) {
    hold(text, 1, text.lines().count());
  }

  private void hold(String text, long first, long last) {
    Fingerprint fingerprint = new Fingerprint("");
    text.lines().forEach(fingerprint::text);
    long lines = text.lines().count();
    recorded.add(new Recorded("import:" + fingerprint.name(), lines, first, last));
  }

  /** Imports a file that holds one text after the other each time that it is opened. */
  private LineImport.Result take(String... texts) throws Exception {
    return take(Stream.of(texts).map(LineImportTest::stream).toArray(InputStream[]::new));
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Imports a file that gives one stream after the other each time that it is opened. */
  private LineImport.Result take(InputStream... streams) throws Exception {
    Iterator<InputStream> each = List.of(streams).iterator();
    Content content =
        new Content(
            "/app.log",
            Instant.EPOCH,
            1L << 40,
            () -> {
              readings++;
              return each.next();
            });
    ImportOptions options =
        new ImportOptions(ImportOptions.Type.AUTO, null, "here", ZoneOffset.UTC, null);
    return new LineImport(options, target, progress, new Ledger(recorded)).take(content);
  }

  @Test
  void aFileIsReadOnceWhereNothingReachesOverABlock() throws Exception {
    hold(text(LineBlock.LINES));
    // A record of Windows: its number and hour.
    recorded.add(new Recorded("import:" + "0f".repeat(16), 1_700_000_000_000L, 1, 50_000));
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

  /** Its end is met, and behind it there is more. */
  @Test
  void aFileThatGrowsWhileItIsReadEndsWhereItsEndWasMet() throws Exception {
    Iterator<InputStream> grows = List.of(stream("one\ntwo"), stream("\nthree\n")).iterator();
    InputStream growing =
        new FilterInputStream(grows.next()) {
          @Override
          public int read(byte[] b, int offset, int length) throws IOException {
            int n = super.read(b, offset, length);
            if (n < 0 && grows.hasNext()) {
              in = grows.next();
            }
            return n;
          }
        };
    assertThat(take(growing)).isEqualTo(new LineImport.Result(2, 0, null));
  }

  @Test
  void aFileThatChangesBetweenTheReadingsIsSaid() throws Exception {
    hold(text(LINES));
    String changed = text(LINES).replace("line 7\n", "line seven\n");
    String later = text(LINES).replaceFirst("line " + (LINES - 1) + "\n", "another\n");
    for (String first : List.of(changed, later, text(LINES - 1))) {
      LineImport.Result result = take(first, text(LINES));
      assertThat(result.damage()).hasMessageContaining("changed while it was read");
      assertThat(result.added()).isZero();
    }
    assertThat(target.batches).as("batches of lines under another's name").isZero();
  }

  @Test
  void aFileThatIsShorterWhenItIsReadAheadIsSaid() throws Exception {
    hold(text(LINES));
    assertThat(take(text(LINES), text(5)).damage()).hasMessageContaining("changed while");
    assertThat(target.batches).isZero();
  }

  /** What went out and what was there is told, though the rest of the file is not read. */
  @Test
  void whatWasSentOfAFileThatChangesCounts() throws Exception {
    hold(text(LINES), 2, LINES);
    String later = text(LINES).replaceFirst("line " + (LINES - 1) + "\n", "another\n");
    LineImport.Result result = take(later, text(LINES));
    assertThat(result.damage()).hasMessageContaining("changed while it was read");
    assertThat(result.added()).isEqualTo(1).isEqualTo(progress.records);
    assertThat(result.held()).isEqualTo(2 * LineBlock.LINES - 1);
  }

  @Test
  void aFileOfWhichAllIsHeldIsNotReadAhead() throws Exception {
    hold(text(LineBlock.LINES));
    recorded.add(new Recorded("import:" + "0f".repeat(16), LINES, 1, LINES));
    assertThat(take(text(LineBlock.LINES) + "more\n", "unused"))
        .isEqualTo(new LineImport.Result(1, LineBlock.LINES, null));
    assertThat(readings).isEqualTo(1);
  }

  /** The first block is held; only then it matters what reaches over the end of the second. */
  @Test
  void aFileIsReadAheadWhereABlockIsNotHeld() throws Exception {
    hold(text(LineBlock.LINES));
    hold(text(LINES - 10), LineBlock.LINES + 1, LINES - 10);
    assertThat(take(text(LINES), text(LINES)))
        .isEqualTo(new LineImport.Result(10, LINES - 10, null));
    assertThat(readings).isEqualTo(2);
    String other = text(LINES).replace("line 7\n", "line seven\n");
    assertThat(take(text(LINES), other).damage()).hasMessageContaining("changed while");
  }

  @Test
  void damageWithinWhatIsKnownIsSaidAndNoChange() throws Exception {
    hold(text(LINES), 2, LINES);
    String text = text(LINES);
    LineImport.Result result = take(broken(text, text.length() - 20), stream(text));
    assertThat(result.damage()).hasMessage("disk error");
    assertThat(result.added()).isEqualTo(1);
    assertThat(result.held()).isEqualTo(2 * LineBlock.LINES - 1);
  }

  /** A part behind the damage is hidden then: its lines must not go out under another name. */
  @Test
  void damageThatOnlyTheReadingAheadMeetsIsSaidAndNothingIsSent() throws Exception {
    hold(text(LINES));
    String text = text(LINES);
    for (int length : List.of(text.indexOf("line 32769"), text.length() * 3 / 4)) {
      LineImport.Result result =
          take(stream(text), broken(text, length), stream(text), stream(text));
      assertThat(result.damage()).hasMessageContainingAll("disk error", "import it again");
      assertThat(result.added()).isZero();
    }
    assertThat(target.batches).isZero();
  }

  @Test
  void damageThatTheReadingThatSendsDoesNotMeetIsSaid() throws Exception {
    hold(text(LINES));
    String text = text(LINES);
    int length = text.length() * 3 / 4;
    LineImport.Result result = take(stream(text), broken(text, length), broken(text, length));
    assertThat(result.damage()).hasMessageContainingAll("disk error", "import it again");
    assertThat(result.added()).isEqualTo(LineBlock.LINES);
  }

  @Test
  void damageBehindTheLastLineThatOnlyTheReadingAheadMeetsIsSaid() throws Exception {
    hold(text(LINES + 5));
    String text = text(LINES);
    int all = text.length();
    assertThat(take(stream(text), broken(text, all), broken(text, all)).damage())
        .hasMessageContainingAll("disk error", "import it again");
  }

  @Test
  void aFileThatIsDamagedInAllReadingsIsReadUpToThere() throws Exception {
    hold(text(LINES));
    String text = text(LINES);
    int length = text.indexOf("line 50000");
    LineImport.Result result =
        take(broken(text, length), broken(text, length), broken(text, length));
    assertThat(result.damage()).hasMessage("disk error");
    assertThat(result.added()).isEqualTo(49_999);
  }

  private static InputStream broken(String text, int length) {
    return new FilterInputStream(stream(text.substring(0, length))) {
      @Override
      public int read(byte[] b, int offset, int count) throws IOException {
        int n = super.read(b, offset, count);
        if (n < 0) {
          throw new IOException("disk error");
        }
        return n;
      }
    };
  }
}
