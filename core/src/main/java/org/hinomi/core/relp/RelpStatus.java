package org.hinomi.core.relp;

/**
 * How a client stands; counts since the start.
 *
 * @param sent frames written, repetitions included
 * @param acknowledged frames answered with 200
 * @param resent frames written again after a lost session
 * @param connects sessions opened
 * @param failures sessions lost or not opened
 * @param connected whether a session is open now
 * @param lastFailure what the last failure said; "" where there was none
 */
public record RelpStatus(
    long sent,
    long acknowledged,
    long resent,
    long connects,
    long failures,
    boolean connected,
    String lastFailure) {}
