package io.deploytelemetry.agent.metrics;

/**
 * A cache line of nothing before the fields of a subclass: a garbage collector puts objects of two
 * threads side by side, and each would slow the other by what it writes.
 */
@SuppressWarnings("unused") // that is what they are for
abstract class CacheLine {

  private long p0;
  private long p1;
  private long p2;
  private long p3;
  private long p4;
  private long p5;
  private long p6;
  private long p7;
}
