package org.hinomi.agent.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.hinomi.core.sample.Metrics;
import org.hinomi.core.sample.Metrics.Attributes;

/**
 * Every temperature (°C) and fan (rpm) of Linux's hwmon, one series a sensor; thermal zones where
 * hwmon has no temperature. OSHI's own reading picks one sensor and gives 0 where it fails.
 */
final class SensorProbe implements Probe {
  private final Path hwmon;
  private final Path thermal;

  /**
   * @param sysClass {@code /sys/class}
   */
  SensorProbe(Path sysClass) {
    this.hwmon = sysClass.resolve("hwmon");
    this.thermal = sysClass.resolve("thermal");
  }

  @Override
  public String metric() {
    return Metrics.TEMPERATURE;
  }

  @Override
  public void read(RoundBuilder round) {
    int temperatures = sensors(round, Metrics.TEMPERATURE, "temp*_input", 1000);
    int fans = sensors(round, Metrics.FAN_SPEED, "fan*_input", 1);
    if (temperatures == 0) {
      temperatures = zones(round);
    }
    if (temperatures == 0) {
      round.missing(Metrics.TEMPERATURE, Map.of(), "this machine has no temperature sensor");
    }
    if (fans == 0) {
      round.missing(Metrics.FAN_SPEED, Map.of(), "this machine has no fan sensor");
    }
  }

  private int sensors(RoundBuilder round, String metric, String glob, double divisor) {
    int found = 0;
    if (!Files.isDirectory(hwmon)) {
      return 0;
    }
    try (DirectoryStream<Path> chips = Files.newDirectoryStream(hwmon)) {
      for (Path chip : chips) {
        try (DirectoryStream<Path> inputs = Files.newDirectoryStream(chip, glob)) {
          for (Path input : inputs) {
            String sensor = name(input).replace("_input", "");
            String label =
                text(chip.resolve("name"), name(chip))
                    + " "
                    + text(chip.resolve(sensor + "_label"), sensor);
            read(round, metric, name(chip) + "/" + sensor, label, input, divisor);
            found++;
          }
        }
      }
    } catch (IOException e) {
      round.missing(metric, Map.of(), hwmon + " cannot be listed: " + e);
      found++;
    }
    return found;
  }

  private int zones(RoundBuilder round) {
    int found = 0;
    if (!Files.isDirectory(thermal)) {
      return 0;
    }
    try (DirectoryStream<Path> zones = Files.newDirectoryStream(thermal, "thermal_zone*")) {
      for (Path zone : zones) {
        String label = text(zone.resolve("type"), name(zone));
        read(round, Metrics.TEMPERATURE, name(zone), label, zone.resolve("temp"), 1000);
        found++;
      }
    } catch (IOException e) {
      round.missing(Metrics.TEMPERATURE, Map.of(), thermal + " cannot be listed: " + e);
      found++;
    }
    return found;
  }

  private static void read(
      RoundBuilder round, String metric, String id, String label, Path input, double divisor) {
    Map<String, String> attributes =
        Map.of(Attributes.HARDWARE_ID, id, Attributes.HARDWARE_NAME, label);
    try {
      round.value(metric, attributes, Long.parseLong(line(input)) / divisor);
    } catch (IOException | NumberFormatException e) {
      // A sensor that is switched off answers with an error.
      round.missing(metric, attributes, input + " cannot be read: " + e);
    }
  }

  private static String text(Path file, String otherwise) {
    try {
      String text = line(file);
      return text.isEmpty() ? otherwise : text;
    } catch (IOException unnamed) {
      return otherwise;
    }
  }

  private static String line(Path file) throws IOException {
    return new String(Files.readAllBytes(file), UTF_8).trim();
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
