package org.hinomi.collector.receive.snmp;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.hinomi.core.snmp.Slf4jLogFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snmp4j.CommandResponder;
import org.snmp4j.CommandResponderEvent;
import org.snmp4j.MessageDispatcher;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.MessageException;
import org.snmp4j.PDU;
import org.snmp4j.TransportStateReference;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.mp.StatusInformation;
import org.snmp4j.security.SecurityLevel;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.transport.AbstractTransportMapping;

/**
 * Answers INFORMs through SNMP4J. SNMP4J is shown a datagram only when the journal has synced it;
 * so whatever it says to a sender, it says about something that is durable. Used by the channel's
 * event loop alone.
 */
final class InformAnswers implements CommandResponder {

  private static final Logger log = LoggerFactory.getLogger(InformAnswers.class);

  private final ChannelMapping mapping;

  InformAnswers(Channel channel) {
    Slf4jLogFactory.install();
    MessageDispatcher dispatcher = new MessageDispatcherImpl();
    dispatcher.addMessageProcessingModel(new MPv2c());
    dispatcher.addCommandResponder(this);
    this.mapping = new ChannelMapping(channel);
    dispatcher.addTransportMapping(mapping);
    mapping.addTransportListener(dispatcher);
  }

  /** Answers the message if it is a well-formed INFORM; anything else stays without an answer. */
  void answer(InetSocketAddress sender, byte[] message) {
    mapping.process(sender, message);
  }

  @Override
  public <A extends Address> void processPdu(CommandResponderEvent<A> event) {
    PDU inform = event.getPDU();
    if (inform == null || inform.getType() != PDU.INFORM) {
      return;
    }
    event.setProcessed(true);
    PDU response = new PDU(inform);
    response.setType(PDU.RESPONSE);
    response.setErrorStatus(PDU.noError);
    response.setErrorIndex(0);
    try {
      event
          .getMessageDispatcher()
          .returnResponsePdu(
              event.getMessageProcessingModel(),
              event.getSecurityModel(),
              event.getSecurityName(),
              event.getSecurityLevel(),
              response,
              event.getMaxSizeResponsePDU(),
              event.getStateReference(),
              new StatusInformation());
    } catch (MessageException e) {
      // The sender asks again; what it sent is in the journal.
      log.atDebug()
          .addKeyValue("sender", event.getPeerAddress())
          .setCause(e)
          .log("An INFORM could not be answered.");
    }
  }

  /** SNMP4J's view of the Netty channel. */
  private static final class ChannelMapping extends AbstractTransportMapping<UdpAddress> {
    private static final int MAX_UDP_PAYLOAD = 65_535;

    private final Channel channel;

    ChannelMapping(Channel channel) {
      this.channel = channel;
      this.maxInboundMessageSize = MAX_UDP_PAYLOAD;
    }

    void process(InetSocketAddress sender, byte[] message) {
      UdpAddress address = new UdpAddress(sender.getAddress(), sender.getPort());
      TransportStateReference state =
          new TransportStateReference(
              this,
              address,
              new OctetString(),
              SecurityLevel.undefined,
              SecurityLevel.undefined,
              false,
              null);
      fireProcessMessage(address, ByteBuffer.wrap(message), state);
    }

    @Override
    public Class<? extends Address> getSupportedAddressClass() {
      return UdpAddress.class;
    }

    @Override
    public void sendMessage(
        UdpAddress address,
        byte[] message,
        TransportStateReference state,
        long timeoutMillis,
        int maxRetries) {
      InetSocketAddress to = new InetSocketAddress(address.getInetAddress(), address.getPort());
      channel
          .writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(message), to))
          .addListener(
              sent -> {
                if (!sent.isSuccess()) {
                  log.atDebug()
                      .addKeyValue("sender", to)
                      .setCause(sent.cause())
                      .log("The answer to an INFORM could not be sent.");
                }
              });
    }

    @Override
    public void listen() {
      // The channel listens already.
    }

    @Override
    public boolean isListening() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      // SnmpReceiver closes the channel.
    }

    @Override
    public UdpAddress getListenAddress() {
      InetSocketAddress local = (InetSocketAddress) channel.localAddress();
      return new UdpAddress(local.getAddress(), local.getPort());
    }
  }
}
