package org.hinomi.agent.sample;

/** Reads one part of the machine into the round. Called on the sampling thread only. */
interface Probe {

  /** The metric that is reported missing where the probe fails as a whole. */
  String metric();

  /** Adds what can be read as values, and what cannot with a reason. */
  void read(RoundBuilder round);
}
