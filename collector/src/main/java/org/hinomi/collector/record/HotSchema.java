package org.hinomi.collector.record;

import java.util.List;

/** The tables of the hot file. A change of them raises {@link #VERSION}: the file is made anew. */
final class HotSchema {
  static final int VERSION = 3;

  /** Microseconds since 1970, before any time that is stored: nothing has been deleted. */
  static final long START = -100_000_000_000_000_000L;

  /** {@code event_shape} stays empty: events are in parts, and it stands for none of them. */
  static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE event_shape (
            position BIGINT, time TIMESTAMP, received TIMESTAMP, host VARCHAR,
            source_address VARCHAR, transport VARCHAR, facility INTEGER, severity INTEGER,
            app VARCHAR, pid VARCHAR, msgid VARCHAR, message VARCHAR, template VARCHAR,
            template_id BIGINT, original BLOB, original_head BLOB, original_form VARCHAR,
            time_offset INTEGER, code VARCHAR, provider VARCHAR, channel VARCHAR,
            record_id BIGINT, user_name VARCHAR, source_ip VARCHAR, outcome VARCHAR,
            trap_oid VARCHAR, retention_class VARCHAR, agent_id VARCHAR, incarnation BIGINT,
            sequence BIGINT, fields VARCHAR)
          """,
          """
          CREATE TABLE series (
            id INTEGER NOT NULL, host VARCHAR NOT NULL, metric VARCHAR NOT NULL,
            attributes VARCHAR NOT NULL)
          """,
          """
          CREATE TABLE sample (
            position BIGINT NOT NULL, time TIMESTAMP NOT NULL, series INTEGER NOT NULL,
            value DOUBLE NOT NULL)
          """,
          """
          CREATE TABLE unavailable (
            position BIGINT NOT NULL, time TIMESTAMP NOT NULL, series INTEGER NOT NULL,
            reason VARCHAR NOT NULL)
          """,
          """
          CREATE TABLE rolled (
            position BIGINT NOT NULL, raw_from BIGINT NOT NULL, minutes_from BIGINT NOT NULL,
            hours_from BIGINT NOT NULL)
          """,
          "INSERT INTO rolled VALUES (1, " + START + ", " + START + ", " + START + ")",
          """
          CREATE TABLE seen (
            agent_id VARCHAR NOT NULL, incarnation BIGINT NOT NULL,
            first BIGINT NOT NULL, last BIGINT NOT NULL)
          """,
          "CREATE TABLE state (version INTEGER NOT NULL, next_position BIGINT NOT NULL)",
          "INSERT INTO state VALUES (" + VERSION + ", 1)");

  private HotSchema() {}

  /** Any number of rows may stand for one bucket of one series; readers put them together. */
  static List<String> rollUps() {
    return Resolution.ROLLED.stream()
        .flatMap(resolution -> resolution.tiers().stream())
        .map(
            tier ->
                "CREATE TABLE "
                    + tier.table()
                    + " (series INTEGER NOT NULL, time TIMESTAMP NOT NULL, count BIGINT NOT NULL,"
                    + " low DOUBLE NOT NULL, high DOUBLE NOT NULL, total DOUBLE NOT NULL,"
                    + " last DOUBLE NOT NULL, last_time TIMESTAMP NOT NULL)")
        .toList();
  }
}
