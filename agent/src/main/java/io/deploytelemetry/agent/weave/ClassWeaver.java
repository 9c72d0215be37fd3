package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.model.Slots;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassTooLargeException;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.LimitExceededException;
import net.bytebuddy.jar.asm.MethodTooLargeException;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites the methods of one class. All else is copied as it is: the constant pool keeps its
 * order, and methods that are not measured keep their bytes.
 */
final class ClassWeaver {

  static final int API = Opcodes.ASM9;

  /**
   * The newest class file that the ASM at hand reads; the structure has not changed since Java 11.
   */
  private static final int NEWEST = Opcodes.V25;

  private static final int MOST_LOCALS = 65_535;
  private static final int MOST_STACK = 65_530;
  private static final int FIRST_WITH_FRAMES = Opcodes.V1_6;

  /** Told which methods are left as they were, and why. */
  interface Skipped {
    void skipped(String method, String reason);
  }

  private final byte[] original;
  private final Map<String, List<ProbePlan>> plans;
  private final Slots slots;
  private final Skipped skipped;

  /** The constructors that can hand their instances over, if there is a check to run on them. */
  private Set<String> constructors = Collections.emptySet();

  /**
   * Makes a weaver.
   *
   * @param original the class file
   * @param plans what to measure: name and descriptor of a method to its plans
   */
  ClassWeaver(byte[] original, Map<String, List<ProbePlan>> plans, Slots slots, Skipped skipped) {
    this.original = original;
    this.plans = new HashMap<>(plans);
    this.slots = slots;
    this.skipped = skipped;
  }

  /** A reader of any class file, also one that is newer than ASM knows. */
  static ClassReader reader(byte[] bytes) {
    return new ClassReader(version(bytes) > NEWEST ? withVersion(bytes, NEWEST) : bytes);
  }

  /**
   * The rewritten class file; {@code null} if no method of it could be woven. Methods that prove to
   * be unweavable are taken out one by one.
   */
  byte @Nullable [] weave() {
    ClassReader reader = reader(original);
    CodeSizes before = new CodeSizes(reader);
    for (Map.Entry<String, List<ProbePlan>> method : new ArrayList<>(plans.entrySet())) {
      if (isTooLarge(method.getKey(), method.getValue(), before)) {
        plans.remove(method.getKey());
      }
    }
    if (areInstancesRun()) {
      constructors = InstanceHandOver.possible(reader);
    }
    while (!plans.isEmpty()) {
      byte[] woven = weave(reader, before);
      if (woven != null) {
        return version(original) > NEWEST ? withVersion(woven, version(original)) : woven;
      }
    }
    return null;
  }

  /** The plans of the methods that were woven. */
  List<ProbePlan> woven() {
    List<ProbePlan> woven = new ArrayList<>();
    for (List<ProbePlan> ofMethod : plans.values()) {
      woven.addAll(ofMethod);
    }
    return woven;
  }

  private boolean areInstancesRun() {
    for (ProbePlan plan : woven()) {
      if (plan.isRunOnInstances()) {
        return true;
      }
    }
    return false;
  }

  private boolean isTooLarge(String method, List<ProbePlan> ofMethod, CodeSizes sizes) {
    CodeSizes.Size size = sizes.of(method);
    if (size != null
        && (size.maxLocals + MethodLocals.most(ofMethod, method) > MOST_LOCALS
            || size.maxStack > MOST_STACK)) {
      skipped.skipped(method, "it uses all the locals or all the stack that a method can have");
      return true;
    }
    return size == null;
  }

  private byte @Nullable [] weave(ClassReader reader, CodeSizes before) {
    ClassWriter writer = new ClassWriter(reader, 0);
    Weaving weaving = new Weaving(writer, before);
    try {
      reader.accept(weaving, ClassReader.EXPAND_FRAMES);
      byte[] woven = writer.toByteArray();
      return hasOutgrownCompiler(before, new CodeSizes(new ClassReader(woven))) ? null : woven;
    } catch (UnweavableException unweavable) {
      leave(weaving.current, unweavable.reason());
    } catch (MethodTooLargeException tooLarge) {
      leave(
          tooLarge.getMethodName() + tooLarge.getDescriptor(),
          "it would grow past the 65,535 bytes that a method can have");
    } catch (LimitExceededException laborious) {
      leave(largest(before), "its jumps would grow too long, and it is too large to rewrite them");
    } catch (ClassTooLargeException full) {
      for (String method : plans.keySet()) {
        skipped.skipped(method, "the constant pool of its class is full");
      }
      plans.clear();
    }
    return null;
  }

  /** Jumps grow in the largest first; ASM does not say where it gave up. */
  private String largest(CodeSizes before) {
    String largest = "";
    for (String method : plans.keySet()) {
      if (largest.isEmpty() || length(before, method) > length(before, largest)) {
        largest = method;
      }
    }
    return largest;
  }

  private boolean hasOutgrownCompiler(CodeSizes before, CodeSizes after) {
    boolean haveConstructors =
        constructors.removeIf(
            constructor ->
                length(before, constructor) <= MethodWeaver.HUGE
                    && length(after, constructor) > MethodWeaver.HUGE);
    List<String> outgrown = new ArrayList<>();
    for (String method : plans.keySet()) {
      if (length(before, method) <= MethodWeaver.HUGE
          && length(after, method) > MethodWeaver.HUGE) {
        outgrown.add(method);
      }
    }
    for (String method : outgrown) {
      leave(method, "it would grow past the 8,000 bytes up to which the JVM compiles a method");
    }
    return haveConstructors || !outgrown.isEmpty();
  }

  private static int length(CodeSizes sizes, String method) {
    CodeSizes.Size size = sizes.of(method);
    return size == null ? 0 : size.codeLength;
  }

  private void leave(String method, String reason) {
    if (constructors.remove(method)) {
      return; // too large to hand its instances over; they are learned from their first call
    }
    if (plans.remove(method) == null) {
      throw new IllegalStateException(method + " is not woven, and yet " + reason);
    }
    skipped.skipped(method, reason);
  }

  private static int version(byte[] bytes) {
    return (bytes[6] & 0xFF) << 8 | (bytes[7] & 0xFF);
  }

  private static byte[] withVersion(byte[] bytes, int version) {
    byte[] copy = bytes.clone();
    copy[6] = (byte) (version >>> 8);
    copy[7] = (byte) version;
    return copy;
  }

  private final class Weaving extends ClassVisitor {

    private final CodeSizes sizes;
    private String className = "";
    private String current = "";
    private boolean hasFrames;

    Weaving(ClassWriter writer, CodeSizes sizes) {
      super(API, writer);
      this.sizes = sizes;
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      hasFrames = (version & 0xFFFF) >= FIRST_WITH_FRAMES;
      className = name;
      super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor copy = super.visitMethod(access, name, descriptor, signature, exceptions);
      current = name + descriptor;
      List<ProbePlan> ofMethod = plans.get(current);
      CodeSizes.Size size = sizes.of(current);
      if (constructors.contains(current)) {
        return new InstanceHandOver(copy, slotsOfInstances());
      }
      if (ofMethod == null || size == null) {
        return copy;
      }
      int[] numbers = new int[ofMethod.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = slots.reserve(ofMethod.get(i).spec());
      }
      boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
      MethodLocals locals =
          new MethodLocals(className, isStatic, descriptor, size.maxLocals, ofMethod);
      MethodVisitor weaver =
          new MethodWeaver(copy, ofMethod, numbers, locals, descriptor, hasFrames);
      return locals.hasCommonEnd() ? new StackDrain(weaver) : weaver;
    }

    private List<Integer> slotsOfInstances() {
      List<Integer> numbers = new ArrayList<>();
      for (ProbePlan plan : woven()) {
        if (plan.isRunOnInstances()) {
          numbers.add(slots.reserve(plan.spec()));
        }
      }
      return numbers;
    }
  }
}
