package org.hinomi.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The least that a RELP receiver can do which loses nothing: writes each message to a file whose
 * blocks are there, syncs it, answers. One connection, one thread, nothing else: what its answers
 * take is what the machine and its disk take. Loopback only.
 */
@Command(name = "least-receiver", mixinStandardHelpOptions = true)
public final class LeastReceiver implements Callable<Integer> {
  private static final int FILE_BYTES = 64 << 20;

  @Option(names = "--file", required = true, description = "new or overwritten: 64 MiB")
  private Path file = Path.of("");

  public static void main(String[] args) {
    System.exit(new CommandLine(new LeastReceiver()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    try (FileChannel out =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      out.write(ByteBuffer.allocate(FILE_BYTES), 0);
      out.force(true);
      System.out.println("ready {\"relp\":\"127.0.0.1:" + listener.getLocalPort() + "\"}");
      try (Socket socket = listener.accept()) {
        socket.setTcpNoDelay(true);
        serve(socket, out);
      }
    }
    return 0;
  }

  private static void serve(Socket socket, FileChannel out) throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    long at = 0;
    while (true) {
      in.mark(1);
      if (in.read() < 0) {
        return;
      }
      in.reset();
      String number = RelpAnswer.word(in);
      String command = RelpAnswer.word(in);
      byte[] data = in.readNBytes(Integer.parseInt(RelpAnswer.word(in)));
      if (in.read() != '\n') {
        throw new EOFException("a RELP frame without its end");
      }
      if (command.equals("syslog")) {
        at = at + data.length > FILE_BYTES ? 0 : at;
        at += out.write(ByteBuffer.wrap(data), at);
        out.force(false);
      }
      byte[] answer = (number + " rsp 6 200 OK\n").getBytes(StandardCharsets.US_ASCII);
      socket.getOutputStream().write(answer);
    }
  }
}
