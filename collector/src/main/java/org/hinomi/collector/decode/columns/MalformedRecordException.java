package org.hinomi.collector.decode.columns;

/** A record is not of the format that it is read as; the message says what and where. */
final class MalformedRecordException extends Exception {
  private static final long serialVersionUID = 1;

  MalformedRecordException(String message) {
    super(message);
  }
}
