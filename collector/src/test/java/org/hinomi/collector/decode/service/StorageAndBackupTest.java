package org.hinomi.collector.decode.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What disks, arrays, file systems, sensors, backups and address servers say. */
class StorageAndBackupTest {
  private final ServiceDecoder services = new ServiceDecoder();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          smartd|Device: /dev/sda [SAT], 8 Currently unreadable (pending) sectors (changed +8)|fault|disk-failing|volume.device_name=/dev/sda|event.count=8
          smartd|Device: /dev/sda [SAT], FAILED SMART self-check. BACK UP DATA NOW!|fault|disk-failing|volume.device_name=/dev/sda|
          smartd|Device: /dev/sda [SAT], SMART Prefailure Attribute: 5 Reallocated_Sector_Ct changed from 100 to 99|fault|disk-failing|volume.device_name=/dev/sda|event.reason=100 to 99
          smartd|Device: /dev/nvme0, Critical Warning (0x04): Reliability|fault|disk-failing|volume.device_name=/dev/nvme0|event.reason=Reliability
          smartd|Device: /dev/sdb, SMART Failure: FAILURE PREDICTION THRESHOLD EXCEEDED|fault|disk-failing|volume.device_name=/dev/sdb|
          smartd|Device: /dev/sda [SAT], previous self-test completed with error (read test element)|fault|disk-failing|event.reason=read test element|
          smartd|Device: /dev/sda [SAT], No more Currently unreadable (pending) sectors, warning condition reset after 1 email|exception|disk-recovered|volume.device_name=/dev/sda|
          smartd|Device: /dev/sda [SAT], Temperature 61 Celsius reached critical limit of 60 Celsius (Min/Max 25/61)|fault|disk-too-hot|hardware.temperature=61|volume.device_name=/dev/sda
          smartd|Device: /dev/sda [SAT], Temperature 51 Celsius reached limit of 50 Celsius (Min/Max 25/51)|exception|disk-too-hot|hardware.temperature=51|
          smartd|Device: /dev/sda [SAT], initial Temperature is 33 Celsius (Min/Max 20/45)|user_activity|disk-attribute|hardware.temperature=33|
          sensord|Sensor alarm: Chip coretemp-isa-0000: Core 0: 95.0 C (min = +84.0 C, max = +100.0 C) [ALARM]|fault|too-hot|hardware.temperature=95|
          kernel|mce: CPU3: Package temperature above threshold, cpu clock throttled (total events = 1)|fault|too-hot||
          kernel|EXT4-fs warning (device dm-0): ext4_end_bio:344: I/O error 10 writing to inode 42 starting block 7)|fault|file-system-error|volume.device_name=dm-0|
          kernel|EXT4-fs (sda1): error count since last fsck: 3|fault|file-system-error|volume.device_name=sda1|
          kernel|EXT4-fs (sda1): warning: mounting fs with errors, running e2fsck is recommended|fault|file-system-error|volume.device_name=sda1|
          kernel|EXT4-fs (sda1): mounted filesystem with ordered data mode. Quota mode: none.|user_activity|mounted|volume.device_name=sda1|
          kernel|XFS (sda1): log mount/recovery failed: error -117|fault|file-system-error|volume.device_name=sda1|
          kernel|BTRFS warning (device sdb1): csum failed root 5 ino 257 off 0 csum 0x8941f998 expected csum 0x9a3b2f01 mirror 1|fault|file-system-error|volume.device_name=sdb1|
          kernel|BTRFS error (device sdb1: state EA): open_ctree failed|fault|file-system-error|volume.device_name=sdb1|event.reason=open_ctree failed
          kernel|BTRFS info (device sdb1: state EA): forced readonly|fault|file-system-error|volume.device_name=sdb1|
          kernel|BTRFS info (device sdb1): bdev /dev/sdb1 errs: wr 0, rd 0, flush 0, corrupt 5, gen 0|fault|file-system-error|volume.device_name=sdb1|
          kernel|BTRFS info (device sdb1): read error corrected: ino 257 off 0 (dev /dev/sdb1 sector 2048)|exception|data-repaired|volume.device_name=sdb1|
          kernel|md/raid1:md0: Disk failure on sdb1, disabling device.|fault|disk-failed|volume.device_name=md0|event.reason=sdb1
          kernel|md/raid1:md0: Operation continuing on 1 devices.|fault|disk-failed|volume.device_name=md0|
          kernel|md/raid1:md0: active with 2 out of 2 mirrors|user_activity|raid-started|volume.device_name=md0|
          kernel|md/raid:md1: not enough operational devices (2/4 failed)|fault|disk-failed|volume.device_name=md1|
          kernel|md/raid1:md0: read error corrected (8 sectors at 2048 on sdb1)|exception|data-repaired|volume.device_name=md0|
          kernel|md: kicking non-fresh sdb1 from array!|fault|disk-failed|volume.device_name=sdb1|
          kernel|device-mapper: thin: 253:3: switching pool to out-of-data-space (queue IO) mode|fault|snapshot-full|volume.device_name=253:3|
          kernel|device-mapper: thin: 253:3: growing the data device from 160 to 320 blocks|user_activity|snapshot-watched|volume.device_name=253:3|
          kernel|device-mapper: thin: Data device (dm-3) discard unsupported: Disabling discard passdown.|user_activity|snapshot-watched||
          kernel|device-mapper: snapshots: Snapshot is marked invalid.|fault|snapshot-full||
          kernel|device-mapper: multipath: 253:1: Failing path 8:16.|fault|io-error|volume.device_name=8:16|
          dmeventd|WARNING: Thin pool vg0-pool-tpool data is now 95.15% full.|fault|snapshot-full|volume.device_name=vg0-pool-tpool|
          lvm|Device #1 of raid1 array, vg0-lv, has failed.|fault|disk-failed|volume.device_name=vg0-lv|
          zed|eid=12 class=statechange pool='tank' vdev=sdb1 vdev_state=FAULTED|fault|disk-failed|volume.device_name=sdb1|
          systemd|restic-home.service: Failed with result 'exit-code'.|fault|backup-failed|service.name=restic-home.service|event.reason=exit-code
          systemd|borg.service: Main process exited, code=exited, status=2/INVALIDARGUMENT|fault|backup-failed|error.code=2/INVALIDARGUMENT|
          systemd|nightly-backup.service: Deactivated successfully.|user_activity|backup-finished|service.name=nightly-backup.service|
          systemd|Finished rsync-home.service - Copy of the homes.|user_activity|backup-finished|service.name=rsync-home.service|
          systemd|rsync.service: Failed with result 'exit-code'.|fault|service-failed|service.name=rsync.service|
          systemd|nginx.service: Failed with result 'exit-code'.|fault|service-failed|service.name=nginx.service|
          restic|Fatal: unable to open repository at /srv/backup: wrong password|fault|backup-failed||
          borg|terminating with error status, rc 2|fault|backup-failed|error.code=2|
          borg|Repository /srv/borg does not exist.|fault|backup-failed||
          borg|Archive web1-2026-11-28 already exists|fault|backup-failed||
          borg|Data integrity error: Segment entry checksum mismatch|fault|backup-failed|event.reason=Segment entry checksum mismatch|
          borg|Connection closed by remote host. Is borg working on the server?|fault|backup-failed||
          borg|terminating with success status, rc 0|user_activity|backup-finished||
          multipathd|sdb: mark as failed|fault|path-failed|volume.device_name=sdb|
          multipathd|mpatha: remaining active paths: 0|fault|path-failed|volume.device_name=mpatha|
          multipathd|mpatha: remaining active paths: 2|user_activity|paths-counted|volume.device_name=mpatha|event.count=2
          multipathd|sdb: reinstated|exception|path-recovered|volume.device_name=sdb|
          rsync|rsync error: some files/attrs were not transferred (see previous errors) (code 23) at main.c(1338) [sender=3.2.7]|fault|backup-failed|error.code=23|
          bacula-dir|bacula-dir JobId 12: Fatal error: Network error with FD during Backup: ERR=Connection reset by peer|fault|backup-failed|session.id=12|
          dhcpd|DHCPACK on 192.0.2.10 to 00:00:5e:00:53:23 (pc7) via eth0|user_activity|address-leased|source.ip=192.0.2.10|source.mac=00:00:5e:00:53:23
          dhcpd|DHCPDISCOVER from 00:00:5e:00:53:23 via eth0: network 192.0.2.0/24: no free leases|fault|no-free-leases|source.mac=00:00:5e:00:53:23|
          dhcpd|DHCPREQUEST for 192.0.2.10 (192.0.2.1) from 00:00:5e:00:53:23 (pc7) via eth0: wrong network.|exception|lease-refused|source.ip=192.0.2.10|source.domain=pc7
          dhcpd|DHCPRELEASE of 192.0.2.10 from 00:00:5e:00:53:23 (pc7) via eth0 (found)|user_activity|address-released|source.ip=192.0.2.10|
          kea-dhcp4|INFO  DHCP4_LEASE_ALLOC [hwtype=1 00:00:5e:00:53:23], cid=[no info], tid=0x8b2a: lease 192.0.2.10 has been allocated for 3600 seconds|user_activity|address-leased|source.ip=192.0.2.10|source.mac=00:00:5e:00:53:23
          dnsmasq-dhcp|DHCPACK(eth0) 192.0.2.10 00:00:5e:00:53:23 pc7|user_activity|address-leased|source.ip=192.0.2.10|source.domain=pc7
          mysqld_safe|2026-11-28T03:18:01.123456Z mysqld_safe mysqld from pid file /run/mysqld/mysqld.pid ended|exception|service-stopped||
          postgres|2026-11-28 03:18:01.123 UTC [812] web@shop FATAL:  sorry, too many clients already|exception|connection-refused||
          """)
  void namesWhatHappened(
      String program,
      String text,
      String kind,
      String action,
      @Nullable String one,
      @Nullable String other) {
    Map<String, Object> fields = new HashMap<>();

    assertThat(services.read(program, text, fields, 1_795_835_000_000_000L, ZoneOffset.UTC))
        .as(text)
        .isTrue();
    assertThat(fields)
        .as(text)
        .containsEntry(Fields.EVENT_ACTION, action)
        .containsEntry(Fields.REVIEW_KIND, kind);
    for (@Nullable String expected : new @Nullable String[] {one, other}) {
      if (expected != null) {
        int equals = expected.indexOf('=');
        assertThat(String.valueOf(fields.get(expected.substring(0, equals))))
            .as("%s: %s", text, fields)
            .isEqualTo(expected.substring(equals + 1));
      }
    }
  }

  /** What borg create --stats and borg check say of a backup that is well. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Archive name: web1-2026-11-28",
        "Archive consistency check complete, no problems found."
      })
  void aBackupThatIsWellIsNoFault(String text) {
    Map<String, Object> fields = new HashMap<>();
    services.read("borg", text, fields, 1_795_835_000_000_000L, ZoneOffset.UTC);
    assertThat(fields).doesNotContainEntry(Fields.REVIEW_KIND, "fault");
  }
}
