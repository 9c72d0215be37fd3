package io.deploytelemetry.agent.metrics;

/**
 * A {@link CacheLine} before the fields of a {@link Lane}, which is a call besides: the owners of
 * two would share a line that both threads write.
 */
@SuppressWarnings("unused") // that is what they are for
abstract class PaddedCall extends Call {

  private long p0;
  private long p1;
  private long p2;
  private long p3;
  private long p4;
  private long p5;
  private long p6;
  private long p7;

  PaddedCall(Series series) {
    super(series);
  }
}
