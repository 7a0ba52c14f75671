package org.hinomi.collector.receive;

import java.util.function.BiConsumer;

/**
 * An intake that always has room.
 *
 * @param taken is given each chunk, on the thread that offers it
 */
public record OpenIntake(BiConsumer<Chunk, Intake.Commit> taken) implements Intake {
  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public void whenWritable(Runnable resume) {
    resume.run();
  }

  @Override
  public boolean offer(Chunk chunk, Commit whenSynced) {
    taken.accept(chunk, whenSynced);
    return true;
  }
}
