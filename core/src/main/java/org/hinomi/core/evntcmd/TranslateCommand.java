package org.hinomi.core.evntcmd;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import org.hinomi.core.evntcmd.EvntcmdFile.WatchedEvent;
import org.hinomi.core.settings.ConfigProblem;
import org.hinomi.core.settings.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code hinomi translate FILE…}: the rules and trap destinations of evntcmd files as ours, printed
 * as one YAML stream or written to a folder; what cannot be translated goes to standard error.
 */
@Command(name = "translate", mixinStandardHelpOptions = true)
public final class TranslateCommand implements Callable<Integer> {
  private static final Charset CP932 = Charset.forName("windows-31j");
  private static final String BOM = "\uFEFF";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "FILE", descriptionKey = "files")
  private List<Path> files = List.of();

  @Option(names = "--out", paramLabel = "DIR")
  private @Nullable Path out;

  @Option(names = "--charset", paramLabel = "C")
  private Charset charset = CP932;

  @Override
  public Integer call() throws IOException {
    EvntcmdFile read = new EvntcmdFile();
    for (Path file : files) {
      try {
        read.read(file, text(Files.readAllBytes(file)));
      } catch (NoSuchFileException e) {
        throw new IOException(file + ": there is no such file", e);
      }
    }
    if (out == null) {
      print(read);
    } else {
      write(read, out);
    }
    PrintWriter err = spec.commandLine().getErr();
    for (ConfigProblem problem : read.problems()) {
      err.println(problem);
    }
    err.flush();
    return read.problems().isEmpty() ? ExitCode.OK : ExitCode.SETTINGS;
  }

  private void print(EvntcmdFile read) {
    PrintWriter to = spec.commandLine().getOut();
    to.print("# agent.yaml\n");
    to.print(Translation.settings(read.destinations(), charset));
    for (WatchedEvent event : read.events()) {
      to.print("---\n# rules/" + Translation.fileName(event) + '\n' + Translation.rule(event));
    }
    to.flush();
  }

  private void write(EvntcmdFile read, Path folder) throws IOException {
    PrintWriter to = spec.commandLine().getOut();
    Path rules = Files.createDirectories(folder.resolve("rules"));
    for (WatchedEvent event : read.events()) {
      Path file = rules.resolve(Translation.fileName(event));
      Files.writeString(file, Translation.rule(event));
      to.println(file);
    }
    Path settings = folder.resolve("traps.yaml");
    writeSecret(settings, Translation.settings(read.destinations(), charset));
    to.println(settings);
    to.flush();
  }

  /** Communities are secrets: only the owner may read them, where the file system knows owners. */
  private static void writeSecret(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(file, text);
  }

  /** UTF-16 with a byte order mark, UTF-8, else the code page of a Japanese Windows. */
  private static String text(byte[] bytes) {
    if (bytes.length >= 2 && (bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0xFF) == 0xFE) {
      return new String(bytes, 2, bytes.length - 2, UTF_16LE);
    }
    if (bytes.length >= 2 && (bytes[0] & 0xFF) == 0xFE && (bytes[1] & 0xFF) == 0xFF) {
      return new String(bytes, 2, bytes.length - 2, UTF_16BE);
    }
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith(BOM) ? text.substring(1) : text;
    } catch (CharacterCodingException notUtf8) {
      return new String(bytes, CP932);
    }
  }
}
