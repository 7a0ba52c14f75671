package org.hinomi.agent.send;

import java.util.LinkedHashMap;
import java.util.Map;
import org.hinomi.agent.spool.SpoolEntry;
import org.hinomi.agent.spool.Spooled;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Identity;
import org.hinomi.core.syslog.Rfc5424Writer;

/** Writes a spooled record as the RFC 5424 frame of {@link AgentFrame}. Immutable. */
final class FrameWriter {
  private final String hostName;

  /**
   * @param hostName RFC 5424 HOSTNAME of every frame
   */
  FrameWriter(String hostName) {
    this.hostName = hostName;
  }

  byte[] write(Spooled spooled) {
    SpoolEntry entry = spooled.entry();
    Identity identity = spooled.identity();
    Map<String, String> params = new LinkedHashMap<>();
    params.put(AgentFrame.AGENT, identity.agentId());
    params.put(AgentFrame.INCARNATION, Long.toString(identity.incarnation()));
    params.put(AgentFrame.SEQUENCE, Long.toString(identity.sequence()));
    params.put(AgentFrame.SOURCE, entry.source());
    params.put(AgentFrame.KIND, entry.kind());
    entry.attributes().forEach(params::putIfAbsent);
    return new Rfc5424Writer(
            entry.facility(),
            entry.severity(),
            entry.time(),
            hostName,
            entry.app(),
            entry.procId(),
            entry.msgId())
        .element(AgentFrame.SD_ID, params)
        .bytes(entry.message());
  }
}
