package org.hinomi.collector.review.explain;

import java.io.IOException;

/** A language model that the user runs. Nothing is sent to it that is not said to {@link #ask}. */
public interface LanguageModel {
  /** Where it is, without what is secret. */
  String address();

  /** Which it is. */
  String name();

  /**
   * Asks once.
   *
   * @param instructions how it shall answer
   * @param text what it shall answer to
   * @throws IOException where it cannot be reached, or says something that is no answer
   */
  String ask(String instructions, String text) throws IOException, InterruptedException;
}
