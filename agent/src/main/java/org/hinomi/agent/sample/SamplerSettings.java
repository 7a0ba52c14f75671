package org.hinomi.agent.sample;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What is sampled, and how often.
 *
 * @param interval time from round to round; at least 1 s
 * @param excludeFileSystemTypes types left out though they are local and on a block device
 * @param includeFileSystemTypes types taken in though they have no block device, such as tmpfs;
 *     wins over exclusion
 * @param excludeMountPoints mount points left out, {@code *} for any characters
 * @param excludeDisks block devices left out by name, {@code *} for any characters
 * @param excludeInterfaces network interfaces left out by name, {@code *} for any characters
 */
public record SamplerSettings(
    Duration interval,
    Set<String> excludeFileSystemTypes,
    Set<String> includeFileSystemTypes,
    List<String> excludeMountPoints,
    List<String> excludeDisks,
    List<String> excludeInterfaces) {

  /** File systems that are images: always full, never a concern. */
  public static final Set<String> IMAGE_TYPES =
      Set.of("squashfs", "iso9660", "udf", "erofs", "cramfs", "romfs");

  public SamplerSettings {
    if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("interval: " + interval + " (expected: 1s or more)");
    }
    excludeFileSystemTypes = Set.copyOf(excludeFileSystemTypes);
    includeFileSystemTypes = Set.copyOf(includeFileSystemTypes);
    excludeMountPoints = List.copyOf(excludeMountPoints);
    excludeDisks = List.copyOf(excludeDisks);
    excludeInterfaces = List.copyOf(excludeInterfaces);
  }

  /** Every 10 seconds, all that is local and real. */
  public static SamplerSettings defaults() {
    return new SamplerSettings(
        Duration.ofSeconds(10),
        IMAGE_TYPES,
        Set.of(),
        List.of(),
        List.of("loop*", "ram*", "zram*", "fd*", "sr*"),
        List.of("lo", "veth*", "ifb*", "dummy*"));
  }
}
