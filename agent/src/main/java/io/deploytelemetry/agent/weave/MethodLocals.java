package io.deploytelemetry.agent.weave;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Where a woven method keeps what: its own locals, above them the calls of its probes, the
 * arguments that are read at its end, and at the end the result, the exit values and what was
 * thrown. And what the verifier is told of them. Immutable.
 */
final class MethodLocals {

  /** An argument, or {@code this}, as it was when the call began. */
  static final class Saved {
    final int root;
    final Type type;
    final int from;
    final int local;

    Saved(int root, Type type, int from, int local) {
      this.root = root;
      this.type = type;
      this.from = from;
      this.local = local;
    }
  }

  private static final String CALL = "java/lang/Object";
  private static final String VALUES = "[Ljava/lang/Object;";

  private final int own;
  private final int probes;
  private final Type result;
  private final List<Object> atStart = new ArrayList<>();
  private final int[] parameters;
  private final List<Saved> saved;
  private final boolean hasCommonEnd;
  private final boolean isAnyReadAtEntry;
  private final int afterSaved;

  /**
   * Makes a layout.
   *
   * @param className the internal name of the method's class
   * @param own how many locals the method has, as its class file says
   */
  MethodLocals(
      String className, boolean isStatic, String descriptor, int own, List<ProbePlan> plans) {
    this.own = own;
    this.probes = plans.size();
    this.result = Type.getReturnType(descriptor);
    Type[] arguments = Type.getArgumentTypes(descriptor);
    this.parameters = new int[arguments.length];
    int local = 0;
    if (!isStatic) {
      atStart.add(className);
      local++;
    }
    for (int i = 0; i < arguments.length; i++) {
      parameters[i] = local;
      atStart.add(verified(arguments[i]));
      local += arguments[i].getSize();
    }
    List<Saved> roots = new ArrayList<>();
    int next = own + probes;
    boolean isAnyRead = false;
    boolean isAnyReadFirst = false;
    for (ProbePlan plan : plans) {
      isAnyReadFirst |= !plan.entry().isEmpty();
      for (CompiledPath path : plan.exit()) {
        isAnyRead = true;
        if (path != null && path.root() != CompiledPath.RESULT && find(roots, path) == null) {
          roots.add(new Saved(path.root(), path.rootType(), parameter(path), next));
          next += path.rootType().getSize();
        }
      }
    }
    this.saved = Collections.unmodifiableList(roots);
    this.hasCommonEnd = isAnyRead;
    this.isAnyReadAtEntry = isAnyReadFirst;
    this.afterSaved = next;
  }

  private static @Nullable Saved find(List<Saved> roots, CompiledPath path) {
    for (Saved root : roots) {
      if (root.root == path.root()) {
        return root;
      }
    }
    return null;
  }

  /** Whether values are read before the body. */
  boolean isAnyReadAtEntry() {
    return isAnyReadAtEntry;
  }

  /** Whether values are read at the end. */
  boolean hasCommonEnd() {
    return hasCommonEnd;
  }

  List<Saved> saved() {
    return saved;
  }

  /** The local of a probe's call. */
  int call(int probe) {
    return own + probe;
  }

  /** Where the root of a path is when the method begins. */
  int parameter(CompiledPath path) {
    return path.root() == CompiledPath.THIS ? 0 : parameters[path.root()];
  }

  /** Where the root of a path is when the method ends. */
  int atExit(CompiledPath path) {
    Saved root = find(saved, path);
    return root == null ? result() : root.local;
  }

  /** Where the exit values are collected. */
  int values() {
    return afterSaved;
  }

  /** Where a call that failed keeps what it threw. */
  int thrown() {
    return afterSaved + 1;
  }

  /** Where a call that returns keeps what it returns. */
  int result() {
    return afterSaved + 2;
  }

  /** How many locals there are in all. */
  int size() {
    return hasCommonEnd ? result() + result.getSize() : afterSaved;
  }

  /**
   * How many locals are added to those of a method at most.
   *
   * @param method its name and descriptor
   */
  static int most(List<ProbePlan> plans, String method) {
    int most = plans.size();
    for (ProbePlan plan : plans) {
      if (!plan.exit().isEmpty()) {
        String descriptor = method.substring(method.indexOf('('));
        return most + (Type.getArgumentsAndReturnSizes(descriptor) >> 2) + 4;
      }
    }
    return most;
  }

  /** What the locals hold at the start, before the body. */
  List<Object> atEntry() {
    return inBody(atStart);
  }

  /** What they hold in the body, where those of the method hold this. */
  List<Object> inBody(List<Object> ofMethod) {
    List<Object> frame = new ArrayList<>(ofMethod);
    fill(frame, own);
    for (int i = 0; i < probes; i++) {
      frame.add(CALL);
    }
    addSaved(frame);
    return frame;
  }

  /** What they hold where all returns meet: those of the method no longer matter. */
  List<Object> atEnd(boolean hasValues) {
    List<Object> frame = inBody(Collections.emptyList());
    frame.add(hasValues ? VALUES : Opcodes.TOP);
    frame.add(Opcodes.TOP);
    if (result.getSort() != Type.VOID) {
      frame.add(verified(result));
    }
    return frame;
  }

  /** What they hold where values are read although the call failed. */
  List<Object> atFailure() {
    List<Object> frame = inBody(Collections.emptyList());
    frame.add(VALUES);
    frame.add("java/lang/Throwable");
    return frame;
  }

  private void addSaved(List<Object> frame) {
    for (Saved root : saved) {
      frame.add(verified(root.type));
    }
  }

  /** Adds unknown locals up to so many words. */
  private static void fill(List<Object> frame, int words) {
    int width = 0;
    for (Object local : frame) {
      width += local == Opcodes.LONG || local == Opcodes.DOUBLE ? 2 : 1;
    }
    for (; width < words; width++) {
      frame.add(Opcodes.TOP);
    }
  }

  private static Object verified(Type type) {
    switch (type.getSort()) {
      case Type.LONG:
        return Opcodes.LONG;
      case Type.DOUBLE:
        return Opcodes.DOUBLE;
      case Type.FLOAT:
        return Opcodes.FLOAT;
      case Type.ARRAY:
      case Type.OBJECT:
        return type.getInternalName();
      default:
        return Opcodes.INTEGER;
    }
  }
}
