package org.hinomi.collector.record;

import java.util.List;

/** The tables of the hot file. A change of them raises {@link #VERSION}: the file is made anew. */
final class HotSchema {
  static final int VERSION = 1;

  /** Order of columns as {@link HotWriter} appends them. */
  static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE event (
            position BIGINT NOT NULL, time TIMESTAMP NOT NULL, received TIMESTAMP NOT NULL,
            host VARCHAR NOT NULL, source_address VARCHAR NOT NULL, transport VARCHAR NOT NULL,
            facility SMALLINT, severity SMALLINT, app VARCHAR, pid VARCHAR,
            message VARCHAR NOT NULL, original BLOB, original_head BLOB,
            code VARCHAR, provider VARCHAR, channel VARCHAR, record_id BIGINT, user_name VARCHAR,
            source_ip VARCHAR, outcome VARCHAR, trap_oid VARCHAR,
            retention_class VARCHAR NOT NULL, template_id BIGINT,
            agent_id VARCHAR, incarnation BIGINT, sequence BIGINT, fields VARCHAR)
          """,
          """
          CREATE TABLE sample (
            position BIGINT NOT NULL, time TIMESTAMP NOT NULL, host VARCHAR NOT NULL,
            metric VARCHAR NOT NULL, attributes VARCHAR NOT NULL, value DOUBLE NOT NULL)
          """,
          """
          CREATE TABLE unavailable (
            position BIGINT NOT NULL, time TIMESTAMP NOT NULL, host VARCHAR NOT NULL,
            metric VARCHAR NOT NULL, attributes VARCHAR NOT NULL, reason VARCHAR NOT NULL)
          """,
          """
          CREATE TABLE seen (
            agent_id VARCHAR NOT NULL, incarnation BIGINT NOT NULL,
            first BIGINT NOT NULL, last BIGINT NOT NULL)
          """,
          "CREATE TABLE state (version INTEGER NOT NULL, next_position BIGINT NOT NULL)",
          "INSERT INTO state VALUES (" + VERSION + ", 1)");

  private HotSchema() {}
}
