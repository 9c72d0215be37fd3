package io.deploytelemetry.agent.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was read at regular intervals: an hour of it, in one array.
 *
 * <p>Threads: all access is under the lock of {@link History}.
 */
final class Samples {

  /** What a sample consists of. */
  enum Column {
    NUMBER(""),
    AT("at"),
    HEAP_USED("heapUsed"),
    HEAP_COMMITTED("heapCommitted"),
    HEAP_MOST("heapMost"),
    GC_MILLIS("gcMs"),
    CPU_MILLIS("cpuMs"),
    THREADS("threads"),
    RUNNING("running"),
    ENDED("ended"),
    FAILED("failed");

    private final String key;

    Column(String key) {
      this.key = key;
    }
  }

  /** Stands for what could not be read. */
  static final long UNKNOWN = -1;

  private static final Column[] COLUMNS = Column.values();

  private final int size;
  private final long[] values;
  private long taken;

  /** Makes room for so many samples. */
  Samples(int size) {
    this.size = size;
    this.values = new long[size * COLUMNS.length];
  }

  /** Begins a sample, in the place of the oldest; nothing in it is known. */
  void begin() {
    taken++;
    for (Column column : COLUMNS) {
      set(column, UNKNOWN);
    }
  }

  /** Sets a value of the latest sample. */
  void set(Column column, long value) {
    values[index(taken - 1, column)] = value;
  }

  /** How many samples were ever begun. */
  long taken() {
    return taken;
  }

  /** The oldest sample that is there, counted from the first that ever was. */
  long oldest() {
    return Math.max(0, taken - size);
  }

  long value(long sample, Column column) {
    return values[index(sample, column)];
  }

  /** The samples whose number is greater than another, column by column. */
  Map<String, List<@Nullable Long>> after(long number) {
    Map<String, List<@Nullable Long>> columns = new LinkedHashMap<>();
    for (Column column : COLUMNS) {
      if (column != Column.NUMBER) {
        List<@Nullable Long> ofColumn = new ArrayList<>();
        for (long sample = oldest(); sample < taken; sample++) {
          if (value(sample, Column.NUMBER) > number) {
            long value = value(sample, column);
            ofColumn.add(value == UNKNOWN ? null : (Long) value);
          }
        }
        columns.put(column.key, ofColumn);
      }
    }
    return columns;
  }

  private int index(long sample, Column column) {
    return (int) (sample % size) * COLUMNS.length + column.ordinal();
  }
}
