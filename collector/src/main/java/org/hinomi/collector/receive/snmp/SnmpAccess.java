package org.hinomi.collector.receive.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.core.settings.Cidr;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.snmp.NotificationTarget.Version;
import org.hinomi.core.snmp.SnmpEngine;
import org.hinomi.core.snmp.SnmpUser;
import org.jspecify.annotations.Nullable;

/**
 * Who is believed and answered. What is refused is kept all the same, with its reason. Immutable.
 */
public final class SnmpAccess {

  private static final int V1_NUMBER = 0;
  private static final int V2C_NUMBER = 1;

  private final Set<Version> versions;
  private final List<byte[]> communities;
  private final List<Cidr> networks;
  private final List<SnmpUser> users;
  private final SnmpEngine engine;
  private final boolean anyCommunity;

  /**
   * @param versions that are allowed
   * @param communities of versions 1 and 2c; any where the list is empty
   * @param networks of the senders; any where the list is empty
   * @param users of version 3, whatever their engine
   * @param engine ours
   */
  public SnmpAccess(
      Set<Version> versions,
      List<Secret> communities,
      List<Cidr> networks,
      List<SnmpUser> users,
      SnmpEngine engine) {
    this.versions = Set.copyOf(versions);
    this.communities = communities.stream().map(c -> c.reveal().getBytes(UTF_8)).toList();
    this.networks = List.copyOf(networks);
    this.users = List.copyOf(users);
    this.engine = engine;
    this.anyCommunity =
        communities.isEmpty() && versions.containsAll(EnumSet.of(Version.V1, Version.V2C));
  }

  /** Every version, every community and every network, and these users. */
  public static SnmpAccess anyCommunity(List<SnmpUser> users, SnmpEngine engine) {
    return new SnmpAccess(EnumSet.allOf(Version.class), List.of(), List.of(), users, engine);
  }

  List<SnmpUser> users() {
    return users;
  }

  SnmpEngine engine() {
    return engine;
  }

  /** Whether the address may send at all. */
  boolean admits(InetAddress address) {
    if (networks.isEmpty()) {
      return true;
    }
    for (Cidr network : networks) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }

  boolean admitsVersion3() {
    return versions.contains(Version.V3);
  }

  /** Why the message, whose head is that of version 1 or 2c, is refused; null where it is not. */
  @Nullable FrameFault refusal(ByteBuf message) {
    return anyCommunity ? null : refusalByCommunity(message);
  }

  private @Nullable FrameFault refusalByCommunity(ByteBuf message) {
    int from = message.readerIndex();
    int to = message.writerIndex();
    int version = SnmpHead.enter(message, from, to, BerCursor.SEQUENCE);
    int value = SnmpHead.enter(message, version, to, BerCursor.INTEGER);
    int community = SnmpHead.end(message, version);
    int number = community - value == 1 ? message.getByte(value) : -1;
    boolean allowed =
        (number == V1_NUMBER && versions.contains(Version.V1))
            || (number == V2C_NUMBER && versions.contains(Version.V2C));
    if (!allowed) {
      return FrameFault.SNMP_VERSION;
    }
    if (communities.isEmpty()) {
      return null;
    }
    int begin = SnmpHead.enter(message, community, to, BerCursor.OCTET_STRING);
    int end = begin < 0 ? -1 : SnmpHead.end(message, community);
    for (byte[] each : communities) {
      if (end <= to && end - begin == each.length && begin >= 0 && equal(message, begin, each)) {
        return null;
      }
    }
    return FrameFault.SNMP_COMMUNITY;
  }

  /** Compares all octets, so that the time tells nothing. */
  private static boolean equal(ByteBuf message, int begin, byte[] community) {
    int difference = 0;
    for (int i = 0; i < community.length; i++) {
      difference |= message.getByte(begin + i) ^ community[i];
    }
    return difference == 0;
  }
}
