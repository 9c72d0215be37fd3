package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.ValueReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the series of a call by the values that are read at its beginning: one level for each
 * value, and the series at the end of the path. Values that make up one label stand on levels of
 * their own, so that nothing is put together, and nothing allocated, for a series that exists.
 *
 * <p>The tree holds at most {@link #MOST_NODES} nodes. What comes later, or belongs to a series
 * that has overflowed, is looked up anew in every call: slower, but in bounded memory.
 *
 * <p>Threads: any. Nodes are found without a lock, by reads that may miss what another thread has
 * just added, and added under the lock of the tree, where they are looked for once more.
 */
final class LabelTree {

  private static final int MOST_NODES = 20_000;
  private static final Node[] NO_CHILDREN = new Node[1];

  private final ProbeSpec spec;
  private final SeriesTable table;
  private final Inventory inventory;
  private final Node root = new Node(null, "", true);
  private int nodes;

  LabelTree(ProbeSpec spec, SeriesTable table, Inventory inventory) {
    this.spec = spec;
    this.table = table;
    this.inventory = inventory;
  }

  /**
   * One value further; {@code at} is where the values before it have led, {@code null} at first.
   */
  Object step(@Nullable Object value, @Nullable Object at) {
    Node node = at == null ? root : (Node) at;
    Object key = key(value, node);
    Node child = node.child(key);
    return child == null ? newChild(node, key) : child;
  }

  /** The series that the values have led to. */
  Series series(Object at) {
    Node leaf = (Node) at;
    Series known = leaf.series;
    return known == null ? resolve(leaf) : known;
  }

  private Series resolve(Node leaf) {
    List<String> values = new ArrayList<>();
    for (Node node = leaf; node.parent != null; node = node.parent) {
      values.add(node.key.toString());
    }
    if (values.size() != spec.entryPaths().size()) {
      throw new IllegalStateException(spec + " was not given all its values");
    }
    Collections.reverse(values);
    List<String> labels = spec.labels(values);
    Series series = table.ofCall(spec, labels);
    if (leaf.isLinked && series.labels().equals(labels)) {
      leaf.series = series;
    }
    return series;
  }

  private synchronized Node newChild(Node node, Object key) {
    Node child = node.child(key);
    if (child == null) {
      boolean isLinked = node.isLinked && nodes < MOST_NODES;
      child = new Node(node, key, isLinked);
      if (isLinked) {
        nodes++;
        node.add(child);
      }
    }
    return child;
  }

  /**
   * What stands for a value: itself where it is a text or its text never changes, else its text.
   * Nothing of the application is kept.
   */
  private Object key(@Nullable Object value, Node node) {
    if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
      return value;
    }
    try {
      return ValueReader.text(value);
    } catch (Throwable failure) {
      int index = 0;
      for (Node above = node.parent; above != null; above = above.parent) {
        index++;
      }
      inventory.note(
          spec.className() + "#" + spec.method() + " {" + spec.entryPaths().get(index) + "}",
          "its toString() fails: " + failure.getClass().getName());
      return "";
    }
  }

  /** One value behind others. The children are a hash table that is never more than half full. */
  private static final class Node {

    final @Nullable Node parent;
    final Object key;
    final int hash;
    final boolean isLinked;

    private volatile Node[] children = NO_CHILDREN;
    private int size;

    volatile @Nullable Series series;

    Node(@Nullable Node parent, Object key, boolean isLinked) {
      this.parent = parent;
      this.key = key;
      this.hash = spread(key);
      this.isLinked = isLinked;
    }

    @Nullable Node child(Object sought) {
      Node[] table = children;
      int spread = spread(sought);
      for (int i = spread & (table.length - 1); ; i = (i + 1) & (table.length - 1)) {
        Node candidate = table[i];
        if (candidate == null) {
          return null;
        }
        if (candidate.hash == spread && candidate.key.equals(sought)) {
          return candidate;
        }
      }
    }

    void add(Node child) {
      Node[] table = children;
      if (++size * 2 > table.length) {
        table = new Node[table.length * 4];
        for (Node old : children) {
          if (old != null) {
            put(table, old);
          }
        }
      }
      put(table, child);
      children = table;
    }

    private static void put(Node[] table, Node child) {
      int i = child.hash & (table.length - 1);
      while (table[i] != null) {
        i = (i + 1) & (table.length - 1);
      }
      table[i] = child;
    }

    private static int spread(Object key) {
      int hash = key.hashCode();
      return hash ^ hash >>> 16;
    }
  }
}
