package org.hinomi.core.settings;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hinomi.core.settings.FileChecker.Recognition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hinomi check FILE…}: all problems of all files, one a line. */
@Command(name = "check", mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "FILE", descriptionKey = "files")
  private List<Path> files = List.of();

  private final List<FileChecker> checkers;
  private final SettingsLoader loader = new SettingsLoader(Map.of());

  /** With every checker on the class path. */
  public CheckCommand() {
    this(ServiceLoader.load(FileChecker.class).stream().map(ServiceLoader.Provider::get).toList());
  }

  CheckCommand(List<FileChecker> checkers) {
    this.checkers = List.copyOf(checkers);
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    boolean right = true;
    for (Path named : files) {
      if (Files.isDirectory(named)) {
        right &= checkFolder(named, out);
      } else {
        right &= print(named, check(named), out);
      }
    }
    out.flush();
    return right ? ExitCode.OK : ExitCode.SETTINGS;
  }

  private boolean checkFolder(Path folder, PrintWriter out) {
    List<Path> found;
    try (Stream<Path> below = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      found = below.filter(CheckCommand::isYaml).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      return print(folder, problem(folder, "cannot be listed: " + e.getMessage(), "a folder"), out);
    }
    if (found.isEmpty()) {
      return print(folder, problem(folder, "an empty folder", "*.yaml files in it"), out);
    }
    boolean right = true;
    for (Path file : found) {
      right &= print(file, check(file), out);
    }
    return right;
  }

  private static boolean isYaml(Path file) {
    String name = String.valueOf(file.getFileName());
    return (name.endsWith(".yaml") || name.endsWith(".yml")) && Files.isRegularFile(file);
  }

  private static boolean print(Path file, List<ConfigProblem> problems, PrintWriter out) {
    if (problems.isEmpty()) {
      out.println(file + ": ok");
    }
    problems.forEach(out::println);
    return problems.isEmpty();
  }

  private List<ConfigProblem> check(Path file) {
    Set<String> keys = loader.topKeys(file);
    Optional<FileChecker> surest =
        checkers.stream()
            .filter(c -> c.recognises(file, keys) != Recognition.NO)
            .max(Comparator.comparing((FileChecker c) -> c.recognises(file, keys)));
    return surest.map(c -> c.check(file)).orElseGet(() -> unknown(file));
  }

  /** Says why it is no file of ours: not YAML at all, or none of the kinds that we know. */
  private List<ConfigProblem> unknown(Path file) {
    List<ConfigProblem> asYaml =
        loader.check(file, top -> top.keys().stream().filter(top::has).toList());
    String kinds =
        checkers.stream().map(FileChecker::kind).sorted().collect(Collectors.joining(", or "));
    return asYaml.isEmpty() ? problem(file, "a file of an unknown kind", kinds) : asYaml;
  }

  private static List<ConfigProblem> problem(Path file, String what, String expected) {
    return List.of(new ConfigProblem(file, 1, "", what, expected));
  }
}
