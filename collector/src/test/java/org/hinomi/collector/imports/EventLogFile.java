package org.hinomi.collector.imports;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.CRC32;

/** Writes an EVTX file of one chunk, with its words as plain elements. */
final class EventLogFile {
  private static final int HEADER = 4096;
  private static final int CHUNK = 65_536;

  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
  private long records;

  EventLogFile() {
    chunk.position(512);
  }

  /** Adds a record; its own number in this file is another than the one it had in the log. */
  EventLogFile add(long id, String time, String computer, String text) {
    int start = chunk.position();
    long written = (Instant.parse("2030-01-01T00:00:00Z").getEpochSecond() + 11_644_473_600L);
    chunk.putInt(0x2a2a).putInt(0).putLong(++records).putLong(written * 10_000_000);
    chunk.putInt(0x0001010f);
    open("Event").open("System").with("Provider", "Name", "Test").close();
    open("EventID").text("7").close().open("Level").text("4").close();
    with("TimeCreated", "SystemTime", time).close();
    open("EventRecordID").text(Long.toString(id)).close();
    open("Channel").text("Application").close();
    open("Computer").text(computer).close();
    close().open("EventData").open("Data").text(text).close().close().close();
    chunk.put((byte) 0);
    int size = chunk.position() - start + 4;
    chunk.putInt(size).putInt(start + 4, size);
    return this;
  }

  byte[] bytes() {
    ByteBuffer file = ByteBuffer.allocate(HEADER + CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    file.put("ElfFile\0".getBytes(StandardCharsets.US_ASCII));
    file.putInt(32, 128).putShort(36, (short) 1).putShort(38, (short) 3);
    file.putShort(40, (short) HEADER).putShort(42, (short) 1);
    file.putInt(124, crc(file.array(), 0, 120));
    int free = chunk.position();
    ByteBuffer head = ByteBuffer.wrap(chunk.array()).order(ByteOrder.LITTLE_ENDIAN);
    head.put("ElfChnk\0".getBytes(StandardCharsets.US_ASCII));
    head.putInt(40, 128).putInt(48, free).putInt(52, crc(chunk.array(), 512, free));
    byte[] summed = new byte[504];
    System.arraycopy(chunk.array(), 0, summed, 0, 120);
    System.arraycopy(chunk.array(), 128, summed, 120, 384);
    head.putInt(124, crc(summed, 0, summed.length));
    return file.position(HEADER).put(chunk.array()).array();
  }

  private static int crc(byte[] bytes, int from, int to) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }

  private EventLogFile open(String name) {
    chunk.put((byte) 0x01).putShort((short) -1).putInt(0);
    name(name);
    chunk.put((byte) 0x02);
    return this;
  }

  private EventLogFile with(String name, String attribute, String value) {
    chunk.put((byte) 0x41).putShort((short) -1).putInt(0);
    name(name);
    int from = chunk.putInt(0).position();
    chunk.put((byte) 0x06);
    name(attribute);
    text(value);
    chunk.putInt(from - 4, chunk.position() - from).put((byte) 0x02);
    return this;
  }

  private void name(String name) {
    int hash = 0;
    for (char c : name.toCharArray()) {
      hash = hash * 65599 + c;
    }
    chunk.putInt(chunk.position() + 4).putInt(0).putShort((short) hash);
    chunk.putShort((short) name.length()).put(name.getBytes(StandardCharsets.UTF_16LE));
    chunk.putShort((short) 0);
  }

  private EventLogFile text(String text) {
    chunk.put((byte) 0x05).put((byte) 0x01).putShort((short) text.length());
    chunk.put(text.getBytes(StandardCharsets.UTF_16LE));
    return this;
  }

  private EventLogFile close() {
    chunk.put((byte) 0x04);
    return this;
  }
}
