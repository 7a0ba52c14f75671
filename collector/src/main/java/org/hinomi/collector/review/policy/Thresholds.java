package org.hinomi.collector.review.policy;

import java.time.Duration;

/**
 * From where on a check speaks.
 *
 * @param few a day with less than this share of the source's usual day is too short
 * @param skew how far a clock may be off
 * @param outlier robust z from which a value is far out
 * @param extreme the same of sizes and durations, on a logarithmic scale
 * @param change of a source's volume from one period to the next, as a factor
 * @param baseline how far back "never seen before" looks
 * @param failures refused logons of one user or from one address in an hour
 * @param full share of a disk, of memory or of swap that is full
 * @param forecast how far ahead a full disk is foretold
 */
public record Thresholds(
    double few,
    Duration skew,
    double outlier,
    double extreme,
    double change,
    Duration baseline,
    long failures,
    double full,
    Duration forecast) {}
