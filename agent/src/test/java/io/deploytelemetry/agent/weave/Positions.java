package io.deploytelemetry.agent.weave;

import java.util.Comparator;

/** Methods in every position, to be woven. Each returns its own name. */
public class Positions {

  public static String call(String method) {
    Positions positions = new Positions();
    switch (method) {
      case "ofPrivate":
        return positions.ofPrivate();
      case "ofProtected":
        return positions.ofProtected();
      case "ofPackage":
        return positions.ofPackage();
      case "ofPublic":
        return positions.ofPublic();
      case "ofStatic":
        return ofStatic();
      case "ofFinal":
        return positions.ofFinal();
      case "ofSynchronized":
        return positions.ofSynchronized();
      case "ofGeneric":
        return positions.ofGeneric("ofGeneric");
      case "ofVarargs":
        return positions.ofVarargs(1, "ofVarargs");
      case "ofRecord":
        return new Point(1, 2.0).ofRecord();
      case "ofEnum":
        return Colour.RED.ofEnum();
      case "ofConstant":
        return Colour.GREEN.ofConstant();
      case "ofDefault":
        return new Shape() {}.ofDefault();
      case "ofInterfaceStatic":
        return Shape.ofInterfaceStatic();
      case "ofInner":
        return positions.new Inner().ofInner();
      case "ofLoop":
        return positions.ofLoop(3);
      case "ofReusedLocals":
        return ofReusedLocals(1L, "text");
      default:
        throw new IllegalArgumentException(method);
    }
  }

  private String ofPrivate() {
    return "ofPrivate";
  }

  protected String ofProtected() {
    return "ofProtected";
  }

  String ofPackage() {
    return "ofPackage";
  }

  public String ofPublic() {
    return "ofPublic";
  }

  static String ofStatic() {
    return "ofStatic";
  }

  final String ofFinal() {
    return "ofFinal";
  }

  synchronized String ofSynchronized() {
    return Thread.holdsLock(this) ? "ofSynchronized" : "without its monitor";
  }

  <T extends Comparable<T>> T ofGeneric(T value) {
    return Comparator.<T>naturalOrder().compare(value, value) == 0 ? value : null;
  }

  String ofVarargs(int index, Object... values) {
    return String.valueOf(values[index - 1]);
  }

  /** Jumps back to its first instruction. */
  String ofLoop(int rounds) {
    while (rounds > 0) {
      rounds--;
    }
    return "ofLoop";
  }

  /** What follows a block may lie in the locals of the block. */
  static String ofReusedLocals(long number, Object value) {
    if (number > 0) {
      long[] numbers = {number};
      value = numbers;
    } else {
      double half = number / 2.0;
      value = half;
    }
    for (int i = 0; i < 2; i++) {
      try {
        Object other = value;
        number += other.hashCode() % 2;
      } catch (RuntimeException unexpected) {
        return unexpected.toString();
      } finally {
        String last = "ofReusedLocals";
        value = last;
      }
    }
    return String.valueOf(value);
  }

  class Inner {
    String ofInner() {
      return "ofInner";
    }
  }

  record Point(int x, double y) {
    String ofRecord() {
      return x < y ? "ofRecord" : "";
    }
  }

  enum Colour {
    RED,
    GREEN {
      @Override
      String ofConstant() {
        return super.ofConstant();
      }
    };

    String ofEnum() {
      return "ofEnum";
    }

    String ofConstant() {
      return "ofConstant";
    }
  }

  interface Shape {
    default String ofDefault() {
      return "ofDefault";
    }

    static String ofInterfaceStatic() {
      return "ofInterfaceStatic";
    }
  }
}
