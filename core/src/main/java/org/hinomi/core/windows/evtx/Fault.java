package org.hinomi.core.windows.evtx;

/** What can be wrong with an EVTX file. */
public enum Fault {
  /** No {@code ElfFile} at the start: a carved piece, or a damaged header. */
  FILE_HEADER,
  /** The header's checksum does not match. */
  FILE_CHECKSUM,
  /** No {@code ElfChnk} where a chunk belongs; records found behind it are read all the same. */
  CHUNK_MAGIC,
  /** The checksum of a chunk's header does not match; its records are read all the same. */
  CHUNK_CHECKSUM,
  /** The checksum of a chunk's records does not match; they are read all the same. */
  RECORDS_CHECKSUM,
  /** The file ends inside a chunk; the records before its end are read. */
  TRUNCATED,
  /** No record where one belongs; reading goes on at the next one in the chunk. */
  RECORD_MAGIC,
  /** A record's size cannot be; reading goes on at the next one in the chunk. */
  RECORD_SIZE,
  /** The size behind a record is not the one before it; the record is read all the same. */
  RECORD_SIZE_COPY,
  /** A record whose end was never written; it is left out. */
  RECORD_CUT,
  /** The binary XML of a record cannot be read; the record is left out. */
  BINARY_XML
}
