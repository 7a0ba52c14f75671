package org.hinomi.agent.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.hinomi.agent.sample.MountTable.Mount;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountTableTest {
  @TempDir Path proc;

  @BeforeEach
  void writeTables() throws IOException {
    Files.createDirectories(proc.resolve("self"));
    Files.writeString(
        proc.resolve("filesystems"),
        """
        nodev\tsysfs
        nodev\ttmpfs
        nodev\tproc
        nodev\toverlay
        nodev\tnfs4
        nodev\tfuse
        nodev\tzfs
        \text4
        \tsquashfs
        \tfuseblk
        """);
    mounts(
        "22 27 0:21 / /proc rw,relatime shared:1 - proc proc rw",
        "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw",
        "28 27 254:1 /sub /srv/bind rw - ext4 /dev/vdb rw",
        "29 27 254:1 / /srv/with\\040space\\134 rw - ext4 /dev/vdb rw",
        "30 27 0:40 / /tmp rw - tmpfs tmpfs rw,size=64k",
        "31 27 7:0 / /snap/core/1 ro - squashfs /dev/loop0 ro",
        "32 27 0:41 / /mnt/nfs rw - nfs4 host:/x rw",
        "33 27 0:42 / /mnt/sshfs rw - fuse.sshfs host:/x rw",
        "34 27 0:43 / /var/lib/docker/overlay2/x rw - overlay overlay rw",
        "35 27 0:44 / /tank rw - zfs tank rw",
        "36 27 8:1 / /mnt/usb rw - fuseblk /dev/sdb1 rw");
  }

  @Test
  void takesWhatIsLocalAndRealOnceEach() throws IOException {
    assertThat(read(SamplerSettings.defaults()))
        .containsExactly(
            new Mount("/dev/vda", "/", "ext4"),
            new Mount("/dev/vdb", "/srv/with space\\", "ext4"),
            new Mount("tank", "/tank", "zfs"),
            new Mount("/dev/sdb1", "/mnt/usb", "fuseblk"));
  }

  @Test
  void takesInATypeThatIsAskedFor() throws IOException {
    assertThat(read(settings(Set.of("tmpfs"), List.of())))
        .contains(new Mount("tmpfs", "/tmp", "tmpfs"));
  }

  @Test
  void leavesOutMountPointsByPattern() throws IOException {
    assertThat(read(settings(Set.of(), List.of("/srv/*", "/mnt/*"))))
        .extracting(Mount::mountPoint)
        .containsExactly("/", "/tank");
  }

  @Test
  void seesOnlyTheUpperOfTwoMountsAtOnePlace() throws IOException {
    mounts(
        "27 1 254:0 / /data rw - ext4 /dev/lower rw", "28 1 254:9 / /data rw - ext4 /dev/upper rw");
    assertThat(read(SamplerSettings.defaults()))
        .containsExactly(new Mount("/dev/upper", "/data", "ext4"));
  }

  @Test
  void refusesALineItDoesNotUnderstand() throws IOException {
    mounts("27 1 254:0 / /data rw ext4");
    assertThatThrownBy(() -> read(SamplerSettings.defaults()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a dash, a type and a source");
  }

  private List<Mount> read(SamplerSettings settings) throws IOException {
    return new MountTable(proc, settings).read();
  }

  private void mounts(String... lines) throws IOException {
    Files.writeString(proc.resolve("self/mountinfo"), String.join("\n", lines) + "\n");
  }

  private static SamplerSettings settings(Set<String> includeTypes, List<String> excludeMounts) {
    return new SamplerSettings(
        Duration.ofSeconds(10),
        SamplerSettings.IMAGE_TYPES,
        includeTypes,
        excludeMounts,
        List.of(),
        List.of());
  }
}
