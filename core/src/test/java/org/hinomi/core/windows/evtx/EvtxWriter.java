package org.hinomi.core.windows.evtx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Writes EVTX files byte by byte, small and sound ones, which tests then damage. */
final class EvtxWriter {
  static final int CHUNK = 65_536;
  static final int HEADER = 4096;

  /** 2026-01-02T03:04:05.6789012Z. */
  static final long TIME = 134_117_966_456_789_012L;

  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
  private int template = -1;
  private int record;

  EvtxWriter() {
    chunk.position(512);
  }

  /** A file of these chunks. */
  static byte[] file(byte[]... chunks) {
    ByteBuffer file =
        ByteBuffer.allocate(HEADER + chunks.length * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    file.put("ElfFile\0".getBytes(StandardCharsets.US_ASCII));
    file.putInt(32, 128).putShort(36, (short) 1).putShort(38, (short) 3);
    file.putShort(40, (short) HEADER).putShort(42, (short) chunks.length);
    file.putInt(124, crc(file.array(), 0, 120));
    file.position(HEADER);
    for (byte[] each : chunks) {
      file.put(each);
    }
    return file.array();
  }

  /** The chunk with its header and checksums. */
  byte[] chunk() {
    int free = chunk.position();
    byte[] bytes = chunk.array();
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    header.put("ElfChnk\0".getBytes(StandardCharsets.US_ASCII));
    header.putInt(40, 128).putInt(48, free).putInt(52, crc(bytes, 512, free));
    byte[] summed = new byte[120 + 384];
    System.arraycopy(bytes, 0, summed, 0, 120);
    System.arraycopy(bytes, 128, summed, 120, 384);
    header.putInt(124, crc(summed, 0, summed.length));
    return bytes;
  }

  private static int crc(byte[] bytes, int from, int to) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }

  int position() {
    return chunk.position();
  }

  EvtxWriter begin(long id) {
    record = chunk.position();
    chunk.putInt(0x2a2a).putInt(0).putLong(id).putLong(TIME).putInt(0x0001010f);
    return this;
  }

  EvtxWriter finish() {
    u8(0);
    int size = chunk.position() - record + 4;
    chunk.putInt(size).putInt(record + 4, size);
    return this;
  }

  EvtxWriter u8(int value) {
    chunk.put((byte) value);
    return this;
  }

  EvtxWriter u16(int value) {
    chunk.putShort((short) value);
    return this;
  }

  EvtxWriter i32(int value) {
    chunk.putInt(value);
    return this;
  }

  EvtxWriter utf16(String text) {
    chunk.put(text.getBytes(StandardCharsets.UTF_16LE));
    return this;
  }

  private EvtxWriter name(String name) {
    int hash = 0;
    for (char c : name.toCharArray()) {
      hash = hash * 65599 + c;
    }
    return i32(position() + 4).i32(0).u16(hash).u16(name.length()).utf16(name).u16(0);
  }

  EvtxWriter open(String name) {
    return u8(0x01).u16(0xffff).i32(0).name(name).u8(0x02);
  }

  /** An element whose only attribute has this place's value. */
  EvtxWriter openWith(String name, String attribute, int place) {
    u8(0x41).u16(0xffff).i32(0).name(name).i32(0);
    int from = position();
    u8(0x06).name(attribute).place(place);
    chunk.putInt(from - 4, position() - from);
    return u8(0x02);
  }

  EvtxWriter text(String text) {
    return u8(0x05).u8(0x01).u16(text.length()).utf16(text);
  }

  EvtxWriter place(int index) {
    return u8(0x0e).u16(index).u8(0);
  }

  EvtxWriter close() {
    return u8(0x04);
  }

  /** A record of an event with a provider, a number and values in Data elements. */
  EvtxWriter event(long id, Value... values) {
    begin(id).u8(0x0c).u8(1).i32(7);
    if (template >= 0) {
      i32(template);
    } else {
      i32(position() + 4);
      template = position();
      i32(0).i32(7).i32(0).i32(0).i32(0).i32(0).i32(0x0001010f);
      open("Event").open("System").openWith("Provider", "Name", 0).close();
      open("EventID").place(1).close().close().open("EventData");
      for (int i = 2; i < values.length; i++) {
        open("Data").place(i).close();
      }
      close().close().u8(0);
      chunk.putInt(template + 20, position() - template - 24);
    }
    i32(values.length);
    for (Value each : values) {
      u16(each.bytes().length).u8(each.type()).u8(0);
    }
    for (Value each : values) {
      chunk.put(each.bytes());
    }
    return finish();
  }

  /** A value of a type of binary XML. */
  record Value(int type, byte[] bytes) {
    static Value of(String text) {
      return new Value(1, text.getBytes(StandardCharsets.UTF_16LE));
    }

    /** The bytes in hexadecimal. */
    static Value hex(int type, String hex) {
      return new Value(type, java.util.HexFormat.of().parseHex(hex));
    }
  }
}
