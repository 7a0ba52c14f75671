package org.hinomi.collector.decode.syslog;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one case expected and did not get. */
final class Misfits {
  private final List<String> all = new ArrayList<>();

  Misfits check(String what, @Nullable Object found, @Nullable Object expected) {
    if (!Objects.equals(found, expected)) {
      all.add(what + " <" + found + "> expected <" + expected + ">");
    }
    return this;
  }

  @Override
  public String toString() {
    return String.join("; ", all);
  }
}
