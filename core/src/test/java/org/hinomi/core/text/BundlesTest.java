package org.hinomi.core.text;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every bundle of every module says the same things in both languages. */
class BundlesTest {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)[,}]");

  @TestFactory
  Stream<DynamicTest> everyBundleIsComplete() throws IOException {
    return englishBundles(checkout()).stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    checkout().relativize(file).toString(),
                    () -> assertThat(differences(file)).isEmpty()));
  }

  @Test
  void noBundleIsJapaneseAlone() throws IOException {
    for (Path file : bundles(checkout(), "messages_ja.properties")) {
      assertThat(file.resolveSibling("messages.properties")).exists();
    }
  }

  @Test
  void seesWhatIsMissing() throws IOException {
    Path folder = Files.createTempDirectory("bundles");
    Path english = Files.writeString(folder.resolve("messages.properties"), "a={0}\nb=x\nd=it's\n");
    Path japanese =
        Files.writeString(folder.resolve("messages_ja.properties"), "a={1}\nc=y\nd=x\nb=\n");
    try {
      assertThat(differences(english))
          .containsExactly(
              "a: [0] in English, [1] in Japanese",
              "b: blank in Japanese",
              "c: not in English",
              "d: in English an apostrophe that is not doubled");
    } finally {
      Files.delete(english);
      Files.delete(japanese);
      Files.delete(folder);
    }
  }

  private static Set<String> differences(Path english) throws IOException {
    Properties en = read(english);
    Properties ja = read(english.resolveSibling("messages_ja.properties"));
    Set<String> keys = new TreeSet<>(en.stringPropertyNames());
    keys.addAll(ja.stringPropertyNames());
    return keys.stream()
        .flatMap(
            key ->
                Stream.concat(
                    Stream.concat(
                        faults(key, "English", en.getProperty(key)),
                        faults(key, "Japanese", ja.getProperty(key))),
                    differences(key, en.getProperty(key, ""), ja.getProperty(key, ""))))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> faults(String key, String language, @Nullable String text) {
    if (text == null) {
      return Stream.of(key + ": not in " + language);
    }
    if (text.isBlank()) {
      return Stream.of(key + ": blank in " + language);
    }
    if (text.replace("''", "").contains("'")) {
      return Stream.of(key + ": in " + language + " an apostrophe that is not doubled");
    }
    assertThat(new MessageFormat(text, Locale.ROOT).toPattern()).isNotEmpty();
    return Stream.empty();
  }

  private static Stream<String> differences(String key, String english, String japanese) {
    Set<String> en = placeholders(english);
    Set<String> ja = placeholders(japanese);
    return english.isBlank() || japanese.isBlank() || en.equals(ja)
        ? Stream.empty()
        : Stream.of(key + ": " + en + " in English, " + ja + " in Japanese");
  }

  private static Set<String> placeholders(String text) {
    return PLACEHOLDER
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Properties read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    return properties;
  }

  private static List<Path> englishBundles(Path root) throws IOException {
    return bundles(root, "messages.properties");
  }

  private static List<Path> bundles(Path root, String name) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(f -> f.endsWith(name) && f.toString().contains("src/"))
          .filter(f -> !f.toString().contains("/target/"))
          .sorted()
          .toList();
    }
  }

  private static Path checkout() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("pom.xml")) || !Files.isDirectory(folder.resolve("core"))) {
      folder = requireNonNull(folder.getParent(), "no checkout above");
    }
    return folder;
  }
}
