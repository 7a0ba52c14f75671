package org.hinomi.core.sample;

/**
 * Names of the sampled metrics and their attributes: OpenTelemetry's where it has one.
 * docs/metrics.md says what each means, its unit and its attributes; a test holds that table and
 * this list together.
 *
 * <p>Where OpenTelemetry has a counter, the value here is its rate over the last interval, per
 * second: the agent sees a counter start again, a reader of history would not.
 */
public final class Metrics {

  public static final String CPU_UTILIZATION = "system.cpu.utilization";
  public static final String CPU_LOAD_1M = "system.cpu.load_average.1m";
  public static final String CPU_LOAD_5M = "system.cpu.load_average.5m";
  public static final String CPU_LOAD_15M = "system.cpu.load_average.15m";
  public static final String CPU_LOGICAL_COUNT = "system.cpu.logical.count";

  public static final String MEMORY_LIMIT = "system.memory.limit";
  public static final String MEMORY_USAGE = "system.memory.usage";
  public static final String MEMORY_UTILIZATION = "system.memory.utilization";
  public static final String MEMORY_AVAILABLE = "system.linux.memory.available";

  public static final String PAGING_LIMIT = "system.paging.limit";
  public static final String PAGING_USAGE = "system.paging.usage";
  public static final String PAGING_UTILIZATION = "system.paging.utilization";
  public static final String PAGING_OPERATIONS = "system.paging.operations";

  public static final String FILESYSTEM_LIMIT = "system.filesystem.limit";
  public static final String FILESYSTEM_USAGE = "system.filesystem.usage";
  public static final String FILESYSTEM_UTILIZATION = "system.filesystem.utilization";
  public static final String FILESYSTEM_INODES_USAGE = "system.filesystem.inodes.usage";
  public static final String FILESYSTEM_INODES_UTILIZATION = "system.filesystem.inodes.utilization";

  public static final String DISK_IO = "system.disk.io";
  public static final String DISK_OPERATIONS = "system.disk.operations";
  public static final String DISK_IO_TIME = "system.disk.io_time";

  public static final String NETWORK_IO = "system.network.io";
  public static final String NETWORK_PACKETS = "system.network.packet.count";
  public static final String NETWORK_ERRORS = "system.network.errors";
  public static final String NETWORK_DROPPED = "system.network.packet.dropped";

  public static final String UPTIME = "system.uptime";
  public static final String BOOT_TIME = "system.boot_time";
  public static final String PROCESS_COUNT = "system.process.count";

  public static final String TEMPERATURE = "hw.temperature";
  public static final String FAN_SPEED = "hw.fan.speed";

  /** Attributes. */
  public static final class Attributes {
    public static final String CPU_MODE = "cpu.mode";
    public static final String MEMORY_STATE = "system.memory.state";
    public static final String PAGING_STATE = "system.paging.state";
    public static final String PAGING_DIRECTION = "system.paging.direction";
    public static final String DEVICE = "system.device";
    public static final String FILESYSTEM_MOUNTPOINT = "system.filesystem.mountpoint";
    public static final String FILESYSTEM_TYPE = "system.filesystem.type";
    public static final String FILESYSTEM_STATE = "system.filesystem.state";
    public static final String DISK_DIRECTION = "disk.io.direction";
    public static final String INTERFACE_NAME = "network.interface.name";
    public static final String NETWORK_DIRECTION = "network.io.direction";
    public static final String HARDWARE_ID = "hw.id";
    public static final String HARDWARE_NAME = "hw.name";

    private Attributes() {}
  }

  private Metrics() {}
}
