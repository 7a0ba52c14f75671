package org.hinomi.collector.demo;

import java.time.LocalDate;

/** A part of everyday life. */
interface Activity {
  /** Puts down what it leaves behind on a day. */
  void on(LocalDate day, Drafts to);
}
