package com.acme.subjects;

import io.deploytelemetry.annotations.Deployment;
import java.util.Arrays;
import java.util.List;

/** Annotated methods in every position that Java 8 knows, each called and each under a name. */
public final class Positions {

  private Positions() {}

  public static void main(String[] args) {
    callVisibilities();
    callModifiers();
    callShapes();
    callReturnTypes();
    callNested();
    callHierarchies();
    Stage.pause();
  }

  private static void callVisibilities() {
    Positions positions = new Positions();
    positions.publicMethod();
    Stage.expect("public", 1);
    positions.protectedMethod();
    Stage.expect("protected", 1);
    positions.packagePrivateMethod();
    Stage.expect("package-private", 1);
    positions.privateMethod();
    Stage.expect("private", 1);
  }

  private static void callModifiers() {
    staticMethod();
    Stage.expect("static", 1);
    new Positions().finalMethod();
    Stage.expect("final", 1);
    new Positions().synchronizedMethod();
    Stage.expect("synchronized", 1);
    staticSynchronizedMethod();
    Stage.expect("static-synchronized", 1);
  }

  private static void callShapes() {
    Stage.check("x".equals(generic("x")));
    Stage.check(Integer.valueOf(1).equals(generic(1)));
    Stage.expect("generic", 2);
    Stage.check("text".equals(overloaded("text")));
    Stage.expect("overloaded-string", 1);
    Stage.check(overloaded(7) == 7);
    Stage.expect("overloaded-int", 1);
    Stage.check(factorial(10) == 3628800);
    Stage.expect("recursive", 1);
    Stage.check(varargs("a", "b", "c") == 3);
    Stage.expect("varargs", 1);
    Stage.check(wide(1, 2L, 3f, 4d, (byte) 5, (short) 6, 'a', true) == 118);
    Stage.expect("wide", 1);
    Stage.check(reusesParameters(3, "x").equals("xxx"));
    Stage.expect("reuses-parameters", 1);
    Stage.check(branches(1).equals("caught finally"));
    Stage.check(branches(2).equals("finally"));
    Stage.check(branches(3).equals("early finally"));
    Stage.expect("branches", 3);
    Stage.check(loops(5) == 10);
    Stage.expect("loops", 1);
    Stage.check(locks(new Object()) == 1);
    Stage.expect("locks", 1);
    Stage.check(lambdas(Arrays.asList("a", "bb")) == 3);
    Stage.expect("lambdas", 1);
    Runnable reference = Positions::byReference;
    reference.run();
    Stage.expect("by-reference", 1);
  }

  private static void callReturnTypes() {
    Stage.check(returnsInt() == Integer.MAX_VALUE);
    Stage.check(returnsLong() == Long.MIN_VALUE);
    Stage.check(returnsFloat() == 1.5f);
    Stage.check(returnsDouble() == 2.5);
    Stage.check(returnsByte() == (byte) -1);
    Stage.check(returnsShort() == (short) -2);
    Stage.check(returnsChar() == 'z');
    Stage.check(returnsTrue());
    Stage.check(returnsArray().length == 2);
    Stage.check(returnsNull() == null);
    Stage.expect("return-types", 10);
  }

  private static void callNested() {
    new Inner().deploy();
    Stage.expect("inner", 1);
    new Positions().new Member().deploy();
    Stage.expect("member", 1);
    class Local {
      @Deployment(application = "local")
      void deploy() {}
    }
    new Local().deploy();
    Stage.expect("local", 1);
    Runnable anonymous =
        new Runnable() {
          @Override
          @Deployment(application = "anonymous")
          public void run() {}
        };
    anonymous.run();
    Stage.expect("anonymous", 1);
  }

  private static void callHierarchies() {
    Stage.check(Tier.WEB.deploy() == 0);
    Stage.expect("enum", 1);
    Stage.check(Tier.DATA.migrate() == 1);
    Stage.expect("enum-constant", 1);
    new Inner().byDefault();
    Stage.expect("interface-default", 1);
    Deployable.byStatic();
    Stage.expect("interface-static", 1);
    Comparable<Narrowed> narrowed = new Narrowed();
    Stage.check(narrowed.compareTo(new Narrowed()) == 0);
    Stage.expect("behind-a-bridge", 1);
  }

  @Deployment(application = "public")
  public void publicMethod() {}

  @Deployment(application = "protected")
  protected void protectedMethod() {}

  @Deployment(application = "package-private")
  void packagePrivateMethod() {}

  @Deployment(application = "private")
  private void privateMethod() {}

  @Deployment(application = "static")
  static void staticMethod() {}

  @Deployment(application = "final")
  final void finalMethod() {}

  @Deployment(application = "synchronized")
  synchronized void synchronizedMethod() {
    Stage.check(Thread.holdsLock(this));
  }

  @Deployment(application = "static-synchronized")
  static synchronized void staticSynchronizedMethod() {
    Stage.check(Thread.holdsLock(Positions.class));
  }

  @Deployment(application = "generic")
  static <T extends Comparable<T>> T generic(T value) {
    return value;
  }

  @Deployment(application = "overloaded-string")
  static String overloaded(String value) {
    return value;
  }

  @Deployment(application = "overloaded-int")
  static int overloaded(int value) {
    return value;
  }

  @Deployment(application = "recursive")
  static int factorial(int n) {
    return n < 2 ? 1 : n * factorial(n - 1);
  }

  @Deployment(application = "varargs")
  static int varargs(String... values) {
    return values.length;
  }

  @Deployment(application = "wide")
  static double wide(int a, long b, float c, double d, byte e, short f, char g, boolean h) {
    return h ? a + b + c + d + e + f + g : 0;
  }

  @Deployment(application = "reuses-parameters")
  static String reusesParameters(int times, String text) {
    String all = "";
    while (times-- > 0) {
      all += text;
    }
    text = all;
    return text;
  }

  @Deployment(application = "branches")
  static String branches(int way) {
    StringBuilder trace = new StringBuilder();
    try {
      if (way == 1) {
        throw new IllegalArgumentException();
      }
      if (way == 3) {
        trace.append("early ");
        return trace.append("finally").toString();
      }
    } catch (IllegalArgumentException e) {
      trace.append("caught ");
    } finally {
      if (way != 3) {
        trace.append("finally");
      }
    }
    return trace.toString();
  }

  @Deployment(application = "loops")
  static long loops(int n) {
    long sum = 0;
    outer:
    for (int i = 0; i < 100; i++) {
      for (int j = 0; j < 100; j++) {
        if (i == n) {
          break outer;
        }
        if (j > i) {
          continue outer;
        }
        sum += j == i ? i : 0;
      }
    }
    return sum;
  }

  @Deployment(application = "locks")
  static int locks(Object lock) {
    synchronized (lock) {
      return Thread.holdsLock(lock) ? 1 : 0;
    }
  }

  @Deployment(application = "lambdas")
  static int lambdas(List<String> values) {
    return values.stream().mapToInt(value -> value.length()).sum();
  }

  @Deployment(application = "by-reference")
  static void byReference() {}

  @Deployment(application = "return-types")
  static int returnsInt() {
    return Integer.MAX_VALUE;
  }

  @Deployment(application = "return-types")
  static long returnsLong() {
    return Long.MIN_VALUE;
  }

  @Deployment(application = "return-types")
  static float returnsFloat() {
    return 1.5f;
  }

  @Deployment(application = "return-types")
  static double returnsDouble() {
    return 2.5;
  }

  @Deployment(application = "return-types")
  static byte returnsByte() {
    return -1;
  }

  @Deployment(application = "return-types")
  static short returnsShort() {
    return -2;
  }

  @Deployment(application = "return-types")
  static char returnsChar() {
    return 'z';
  }

  @Deployment(application = "return-types")
  static boolean returnsTrue() {
    return true;
  }

  @Deployment(application = "return-types")
  static int[] returnsArray() {
    return new int[2];
  }

  @Deployment(application = "return-types")
  static Object returnsNull() {
    return null;
  }

  /** An interface whose own methods are annotated. */
  interface Deployable {

    @Deployment(application = "interface-default")
    default void byDefault() {}

    @Deployment(application = "interface-static")
    static void byStatic() {}
  }

  /** A nested class that implements it. */
  static final class Inner implements Deployable {

    @Deployment(application = "inner")
    void deploy() {}
  }

  /** A class with an outer instance. */
  final class Member {

    @Deployment(application = "member")
    void deploy() {}
  }

  /** An enum with a constant that has a body. */
  enum Tier {
    WEB,
    DATA {
      @Override
      @Deployment(application = "enum-constant")
      int migrate() {
        return ordinal();
      }
    };

    @Deployment(application = "enum")
    int deploy() {
      return ordinal();
    }

    int migrate() {
      return -1;
    }
  }

  /** A class whose annotated method javac copies into a bridge, annotation and all. */
  static final class Narrowed implements Comparable<Narrowed> {

    @Override
    @Deployment(application = "behind-a-bridge")
    public int compareTo(Narrowed other) {
      return 0;
    }
  }
}
