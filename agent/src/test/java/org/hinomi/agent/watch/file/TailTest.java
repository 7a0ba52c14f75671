package org.hinomi.agent.watch.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.agent.watch.SourceStatus.State;
import org.hinomi.agent.watch.StartAt;
import org.hinomi.core.charset.LineUnit;
import org.hinomi.core.event.SourceReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps a tail by hand: no thread, no clock. */
class TailTest implements Tail.Output {
  @TempDir Path folder;
  private Path file = Path.of("app.log");
  private final List<String> told = new ArrayList<>();
  private @Nullable FilePosition last;
  private Instant now = Instant.EPOCH;

  @BeforeEach
  void place() {
    file = folder.resolve("app.log");
  }

  @Override
  public void line(byte[] line, long cut, boolean partial, FilePosition position) {
    told.add(
        new String(line, StandardCharsets.UTF_8)
            + (cut > 0 ? " cut " + cut : "")
            + (partial ? " partial" : ""));
    last = position;
  }

  @Override
  public void unit(LineUnit unit) {
    // the same for all tests here
  }

  @Override
  public void started(FilePosition position) {
    told.add("started at " + position.offset());
    last = position;
  }

  @Override
  public void lost(FilePosition position) {
    told.add("lost at " + position.offset());
  }

  @Override
  public void reused(FilePosition position) {
    told.add("reused at " + position.offset());
  }

  @Override
  public void overtaken(FilePosition position) {
    told.add("overtaken at " + position.offset());
  }

  @Test
  void readsLinesAndHoldsTheLastUntilItEnds() throws Exception {
    Tail tail = start(StartAt.START);
    append("one\ntwo\r\n\nthr");
    run(tail);
    assertThat(told).containsExactly("one", "two", "");
    append("ee\n");
    run(tail);
    assertThat(told).containsExactly("one", "two", "", "three");
  }

  @Test
  void beginsAtTheEndOfAFileThatIsThereAndAtTheStartOfOneThatComes() throws Exception {
    append("old\n");
    Tail tail = start(StartAt.END);
    run(tail);
    append("new\n");
    run(tail);
    assertThat(told).containsExactly("started at 4", "new");

    told.clear();
    Path later = folder.resolve("later.log");
    Tail waiting = new Tail(later, null, StartAt.END, settings(), () -> now, TailTest::chunk, this);
    run(waiting);
    assertThat(waiting.standing().state()).isEqualTo(State.WAITING);
    assertThat(waiting.standing().reason().toString()).contains("later.log: not there");
    Files.writeString(later, "first\n");
    run(waiting);
    assertThat(told).containsExactly("first");
  }

  @Test
  void finishesARenamedFileBeforeTheNewOne() throws Exception {
    Tail tail = start(StartAt.START);
    append("1\n");
    run(tail);
    append("2\n");
    Path old = Files.move(file, folder.resolve("app.log.1"));
    run(tail);
    append("4\n");
    run(tail);
    Files.writeString(old, "3\nend", StandardOpenOption.APPEND);
    run(tail);
    assertThat(told).containsExactly("1", "2", "3");
    settle(tail);
    assertThat(told).containsExactly("1", "2", "3", "end partial", "4");
  }

  @Test
  void goesThroughAllFilesThatRotatedWhileItWasAway() throws Exception {
    append("1\n2\n");
    run(start(StartAt.START));
    append("3\n");
    rotate("app.log.2", 100);
    append("4\n5\n");
    rotate("app.log.1", 200);
    append("6\n");
    Tail again = new Tail(file, last, StartAt.START, settings(), () -> now, TailTest::chunk, this);
    settle(again);
    settle(again);
    settle(again);
    assertThat(told).containsExactly("1", "2", "3", "4", "5", "6");
  }

  @Test
  void resumesWhereItWas() throws Exception {
    append("1\n2\n3\n");
    run(start(StartAt.START));
    FilePosition token = FilePosition.parse(last().token()).orElseThrow();
    append("4\n");
    run(new Tail(file, token, StartAt.START, settings(), () -> now, TailTest::chunk, this));
    assertThat(told).containsExactly("1", "2", "3", "4");
  }

  @Test
  void startsOverWhenTheFileIsCut() throws Exception {
    Tail tail = start(StartAt.START);
    append("long line one\nheld");
    run(tail);
    Files.writeString(file, "new\n", StandardOpenOption.TRUNCATE_EXISTING);
    run(tail);
    assertThat(told).containsExactly("long line one", "held partial", "lost at 14", "new");
  }

  @Test
  void noticesACutFileThatHasGrownBeyondItsOldLength() throws Exception {
    Tail tail = start(StartAt.START);
    append("a\n");
    run(tail);
    Files.writeString(file, "b\nc\nd\n", StandardOpenOption.TRUNCATE_EXISTING);
    run(tail);
    assertThat(told).containsExactly("a", "lost at 2", "b", "c", "d");
  }

  @Test
  void readsTheRestOfACutFileFromItsCopy() throws Exception {
    Tail tail = start(StartAt.START);
    append("1\n2\n");
    run(tail);
    append("3\n4\n");
    Files.copy(file, folder.resolve("app.log.1"));
    Files.writeString(file, "5\n", StandardOpenOption.TRUNCATE_EXISTING);
    settle(tail);
    assertThat(told).containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void doesNotTakeAnotherFileOfTheSameInodeForItsOwn() throws Exception {
    append("1\n2\n");
    run(start(StartAt.START));
    FilePosition real = last();
    Files.writeString(file, "x\ny\nz\n", StandardOpenOption.TRUNCATE_EXISTING);
    run(new Tail(file, real, StartAt.START, settings(), () -> now, TailTest::chunk, this));
    assertThat(told).containsExactly("1", "2", "lost at 4", "x", "y", "z");
  }

  @Test
  void saysWhenTheFileOfItsPositionIsGone() throws Exception {
    append("1\n");
    run(start(StartAt.START));
    Files.delete(file);
    Tail again = new Tail(file, last, StartAt.END, settings(), () -> now, TailTest::chunk, this);
    run(again);
    assertThat(again.standing().state()).isEqualTo(State.WAITING);
    append("2\n");
    run(again);
    assertThat(told).containsExactly("1", "lost at 2", "2");
  }

  @Test
  void letsGoOfADeletedFile() throws Exception {
    Tail tail = start(StartAt.START);
    append("1\nrest");
    run(tail);
    Files.delete(file);
    settle(tail);
    assertThat(tail.currentKey()).isEmpty();
    append("2\n");
    run(tail);
    assertThat(told).containsExactly("1", "rest partial", "2");
  }

  @Test
  void aCopyMadeByHandIsNotReadAgain() throws Exception {
    Tail tail = start(StartAt.START);
    append("1\n2\n");
    run(tail);
    rotate("app.log.1", 100);
    Files.copy(folder.resolve("app.log.1"), folder.resolve("app.log.bak"));
    append("3\n");
    settle(tail);
    assertThat(told).containsExactly("1", "2", "3");
  }

  @Test
  void cutsALineThatIsTooLongAndCountsTheRest() throws Exception {
    Tail tail = start(StartAt.START);
    append("x".repeat(20) + "\n" + "y".repeat(16) + "\nz\n");
    run(tail);
    assertThat(told).containsExactly("x".repeat(16) + " cut 4", "y".repeat(16), "z");
  }

  @Test
  void saysWhatIsThereInTheFilesPlaceAndGoesOnWhenItIsRight() throws Exception {
    Files.createDirectory(file);
    Tail tail = start(StartAt.START);
    run(tail);
    assertThat(tail.standing().state()).isEqualTo(State.FAILED);
    assertThat(tail.standing().reason().toString()).contains("a directory (expected: a log file)");
    Files.delete(file);
    append("1\n");
    run(tail);
    assertThat(tail.standing().state()).isEqualTo(State.READING);
    assertThat(told).containsExactly("1");
  }

  @Test
  void aFifoInTheFilesPlaceIsNotOpenedAndTheOldFileIsReadOn() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/mkfifo")), "mkfifo is missing (coreutils)");
    Tail tail = start(StartAt.START);
    append("1\n");
    run(tail);
    Path old = Files.move(file, folder.resolve("app.log.1"));
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    run(tail);
    assertThat(tail.standing().state()).isEqualTo(State.FAILED);
    assertThat(tail.standing().reason().code()).isEqualTo(SourceReason.NOT_PLAIN);
    Files.writeString(old, "2\n", StandardOpenOption.APPEND);
    run(tail);
    Files.delete(file);
    append("3\n");
    settle(tail);
    assertThat(tail.standing().state()).isEqualTo(State.READING);
    assertThat(told).containsExactly("1", "2", "3");
  }

  @Test
  void aLineWithoutAnEndIsHandedOnInPiecesAndSaid() throws Exception {
    Tail tail = start(StartAt.START);
    append("1\n");
    byte[] piece = "0123456789abcdef".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 16; i++) {
      Files.write(file, piece, StandardOpenOption.APPEND);
      run(tail);
      assertThat(tail.standing().reason().code()).isEqualTo(i < 15 ? SourceReason.UNENDED : "");
    }
    assertThat(told)
        .containsExactly("1", "0123456789abcdef cut " + ((16L << 20) - 16) + " partial");
    assertThat(last().offset()).isEqualTo(2 + (16L << 20));
    append("rest\nnext\n");
    run(tail);
    assertThat(told.subList(2, told.size())).containsExactly("rest", "next");
    assertThat(tail.standing().reason()).isEqualTo(SourceReason.NONE);
  }

  @Test
  void saysThatALogRollsVeryOften() throws Exception {
    Tail tail = start(StartAt.START);
    int rolls = 150;
    for (int i = 0; i < rolls; i++) {
      append("line " + i + "\n");
      if (i % 3 == 0) {
        run(tail);
      }
      rotate("app.log." + (i + 1), i);
    }
    append("last\n");
    for (int i = 0; i < rolls; i++) {
      settle(tail);
    }
    assertThat(told).hasSize(rolls + 1).endsWith("last").doesNotHaveDuplicates();
    assertThat(tail.standing().reason().code()).isEqualTo(SourceReason.ROLLING);
    now = now.plusSeconds(2 * 600);
    run(tail);
    assertThat(tail.standing().reason()).isEqualTo(SourceReason.NONE);
  }

  @Test
  void filesOfTheSameMomentAreAllReadAndOlderOnesAreNot() throws Exception {
    append("not ours\n");
    rotate("app.log.0", 100);
    Tail tail = start(StartAt.START);
    append("1\n");
    run(tail);
    rotate("app.log.1", 100);
    append("2\n");
    rotate("app.log.2", 100);
    append("3\n");
    settle(tail);
    settle(tail);
    settle(tail);
    assertThat(told).containsExactly("1", "2", "3");
  }

  @Test
  void saysWhenFilesRollAwayFasterThanTheyAreRead() throws Exception {
    Tail tail = start(StartAt.START);
    append("1\n");
    run(tail);
    Files.delete(file);
    append("2\n");
    rotate("app.log.2", Instant.now().getEpochSecond() + 5);
    append("3\n");
    settle(tail);
    settle(tail);
    settle(tail);
    assertThat(told).containsExactly("1", "overtaken at 2", "2", "3");
  }

  /** A log that rolls faster than it is looked at is read all the same, older ones are not. */
  @Test
  void aLogThatCameAndWasRenamedBetweenTwoLooksIsRead() throws Exception {
    append("old\n");
    rotate("app.log.9", 100);
    Tail tail = start(StartAt.END);
    run(tail);
    append("1\n");
    rotate("app.log.1", 200);
    append("2\n");
    rotate("app.log.2", 300);
    append("3\n");
    settle(tail);
    settle(tail);
    assertThat(told).containsExactly("1", "2", "3");
    // Gone, and again two that nobody saw at their place.
    Files.delete(file);
    settle(tail);
    settle(tail);
    append("4\n");
    rotate("app.log.3", 400);
    append("5\n");
    rotate("app.log.4", 500);
    settle(tail);
    settle(tail);
    assertThat(told).containsExactly("1", "2", "3", "4", "5");
  }

  /** As Windows' DHCP server does it with the log of each weekday. */
  @Test
  void aFileThatWasLeftAloneAndIsWrittenAnewIsNoLoss() throws Exception {
    append("monday 1\nmonday 2\n");
    Files.setLastModifiedTime(
        file, java.nio.file.attribute.FileTime.from(Instant.EPOCH.plusSeconds(5)));
    Tail tail = start(StartAt.START);
    run(tail);
    now = Instant.EPOCH.plus(Duration.ofDays(7));
    Files.writeString(file, "next monday is longer than the one before\n");
    run(tail);
    assertThat(told)
        .containsExactly("monday 1", "monday 2", "reused at 18", "next monday is l cut 25");
  }

  @Test
  void somethingElseInTheFilesPlaceAtARestartIsNoLoss() throws Exception {
    append("1\n2\n");
    run(start(StartAt.START));
    Files.delete(file);
    Files.createDirectory(file);
    Tail again = new Tail(file, last, StartAt.START, settings(), () -> now, TailTest::chunk, this);
    run(again);
    assertThat(again.standing().reason().code()).isEqualTo(SourceReason.DIRECTORY);
    Files.delete(file);
    append("1\n2\n3\n");
    run(again);
    assertThat(told).containsExactly("1", "2", "3");
  }

  @Test
  void lostPermissionIsSaidAndNothingIsReadTwiceWhenItIsBack() throws Exception {
    append("1\n2\n");
    run(start(StartAt.START));
    append("3\n");
    permit("---------");
    if (Files.isReadable(file)) {
      // This user may read everything (root): another process of it may not.
      permit("rw-------");
      UnprivilegedTail.run();
      return;
    }
    Tail again = new Tail(file, last, StartAt.START, settings(), () -> now, TailTest::chunk, this);
    run(again);
    assertThat(again.standing().state()).isEqualTo(State.FAILED);
    assertThat(again.standing().reason().code()).isEqualTo(SourceReason.PERMISSION);
    permit("rw-------");
    run(again);
    assertThat(again.standing().state()).isEqualTo(State.READING);
    assertThat(told).containsExactly("1", "2", "3");

    rotate("app.log.1", 100);
    append("4\n");
    permit("---------");
    settle(again);
    assertThat(again.standing().reason().code()).isEqualTo(SourceReason.PERMISSION);
    permit("rw-------");
    settle(again);
    assertThat(told).containsExactly("1", "2", "3", "4");
  }

  private void permit(String rights) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
  }

  private Tail start(StartAt startAt) {
    return new Tail(file, null, startAt, settings(), () -> now, TailTest::chunk, this);
  }

  private static ByteBuffer chunk() {
    return ByteBuffer.allocate(OpenFile.CHUNK);
  }

  private static FileSettings settings() {
    return new FileSettings(
        "app", "app.log", StartAt.END, 16, Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  private FilePosition last() {
    FilePosition position = last;
    assertThat(position).isNotNull();
    if (position == null) {
      throw new AssertionError();
    }
    return position;
  }

  private static void run(Tail tail) throws InterruptedException {
    int steps = 0;
    while (tail.step()) {
      assertThat(++steps).as("steps without an end").isLessThan(1_000);
    }
  }

  private void settle(Tail tail) throws InterruptedException {
    run(tail);
    now = now.plusSeconds(3);
    run(tail);
  }

  private void append(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void rotate(String name, long secondsAgoFromNow) throws IOException {
    Path rotated = Files.move(file, folder.resolve(name));
    Files.setLastModifiedTime(
        rotated,
        java.nio.file.attribute.FileTime.from(Instant.EPOCH.plusSeconds(secondsAgoFromNow)));
  }
}
