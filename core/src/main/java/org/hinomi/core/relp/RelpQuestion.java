package org.hinomi.core.relp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;

/** One question to a RELP server, with a command that only ours know. */
public final class RelpQuestion {
  private RelpQuestion() {}

  /**
   * Opens a session, asks, and ends it.
   *
   * @param socket connected, with a read timeout; closed by the caller
   * @return what follows the first line of a positive answer
   * @throws IOException where the server refuses, with its words, is silent, or speaks something
   *     else
   */
  public static String ask(Socket socket, String command, String data) throws IOException {
    RelpSession session = RelpSession.open(socket);
    String answer = session.ask(command, data.getBytes(UTF_8));
    session.farewell();
    int line = answer.indexOf('\n');
    return line < 0 ? "" : answer.substring(line + 1);
  }
}
