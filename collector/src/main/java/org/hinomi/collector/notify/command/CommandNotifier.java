package org.hinomi.collector.notify.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.collector.notify.GroupMessage;
import org.hinomi.collector.notify.Notice;
import org.hinomi.collector.notify.Notifier;
import org.hinomi.collector.notify.text.MessageJson;
import org.hinomi.collector.notify.text.Placeholders;
import org.hinomi.collector.notify.text.Values;
import org.hinomi.core.text.Language;

/**
 * Runs a program for each message: an array of arguments, no shell, so that nothing in a host's
 * name or in a message is ever a command. The whole message stands on its standard input, as JSON.
 * Exit status 0 is delivered; every other, and the end of its time, is tried again. Of its output
 * the first {@value #LONGEST_OUTPUT} bytes are read. It gets PATH and a locale from our environment
 * and nothing else: passwords may stand there.
 */
public final class CommandNotifier implements Notifier {
  private static final int LONGEST_OUTPUT = 4_096;
  private static final int SAID = 300;
  private static final String PATH = "PATH";

  private final CommandSettings settings;
  private final List<Placeholders> arguments;

  public CommandNotifier(CommandSettings settings) {
    this.settings = settings;
    arguments = settings.run().stream().map(Placeholders::of).toList();
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public Delivery deliver(Transition transition) {
    return deliver(GroupMessage.of(transition, name()));
  }

  @Override
  public Delivery deliver(GroupMessage message) {
    Language language =
        message.to().language() == null ? settings.language() : message.to().language();
    ZoneId zone = message.to().zone() == null ? settings.zone() : message.to().zone();
    return run(Values.of(message, language, zone), MessageJson.of(message, language, zone));
  }

  @Override
  public Delivery tell(Notice notice) {
    Language language = settings.language();
    return run(Values.of(notice, language), MessageJson.of(notice, language));
  }

  private Delivery run(Map<String, String> values, byte[] input) {
    // A NUL would end an argument.
    List<String> command =
        arguments.stream().map(argument -> argument.fill(values).replace('\0', '?')).toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    String path = builder.environment().get(PATH);
    builder.environment().clear();
    builder.environment().put(PATH, path == null ? "/usr/bin:/bin" : path);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return new Delivery.RetryAfter(String.valueOf(e.getMessage()));
    }
    try {
      return ended(process, input);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Delivery.RetryAfter("interrupted");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Delivery ended(Process process, byte[] input) throws InterruptedException {
    CompletableFuture<String> output =
        CompletableFuture.supplyAsync(() -> read(process.getInputStream()), this::start);
    start(() -> write(process.getOutputStream(), input));
    if (!process.waitFor(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
      return new Delivery.RetryAfter(
          settings.run().getFirst()
              + " did not end within "
              + settings.timeout().toMillis()
              + " ms");
    }
    int status = process.exitValue();
    if (status == 0) {
      return new Delivery.Delivered();
    }
    // Whoever it left behind may hold the pipe open.
    String said = output.completeOnTimeout("", 1, TimeUnit.SECONDS).join();
    return new Delivery.RetryAfter(
        settings.run().getFirst() + " ended with status " + status + ": " + said);
  }

  private void start(Runnable work) {
    Thread.ofVirtual().name("notify-" + name() + "-pipe").start(work);
  }

  /** What comes after the first bytes is read too, and forgotten: nobody shall block on us. */
  private static String read(InputStream in) {
    try (in) {
      byte[] first = in.readNBytes(LONGEST_OUTPUT);
      in.transferTo(OutputStream.nullOutputStream());
      String text = new String(first, StandardCharsets.UTF_8).replaceAll("\\s+", " ").strip();
      return text.length() > SAID ? text.substring(0, SAID) + "…" : text;
    } catch (IOException e) {
      return "";
    }
  }

  private static void write(OutputStream out, byte[] input) {
    try (out) {
      out.write(input);
    } catch (IOException e) {
      // It need not read what it is given.
    }
  }

  @Override
  public void close() {
    // A program lives no longer than its message.
  }
}
