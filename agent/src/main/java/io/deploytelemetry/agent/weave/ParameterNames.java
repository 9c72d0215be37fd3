package io.deploytelemetry.agent.weave;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Finds the names of a method's parameters: where the compiler was told to keep them, else in the
 * table of local variables that debuggers use. There Kotlin, up to 2.1 at least, lets parameters of
 * a suspend function begin behind its first instructions, and leaves out those that are not used;
 * and the last one, which the compiler adds, has no name here.
 */
final class ParameterNames extends ClassVisitor {

  private final String method;
  private List<String> names = Collections.emptyList();

  private ParameterNames(String method) {
    super(ClassWeaver.API);
    this.method = method;
  }

  /**
   * The names in order; none if the class file does not have all of them, or of a suspend function
   * any: those that it lacks are empty.
   *
   * @param method its name and descriptor
   */
  static List<String> of(ClassReader reader, String method) {
    ParameterNames found = new ParameterNames(method);
    reader.accept(found, ClassReader.SKIP_FRAMES);
    return found.names;
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    return method.equals(name + descriptor)
        ? new Names((access & Opcodes.ACC_STATIC) != 0, descriptor)
        : null;
  }

  private final class Names extends MethodVisitor {

    private final boolean isStatic;
    private final boolean isSuspend;
    private final Type[] types;
    private final List<@Nullable String> kept = new ArrayList<>();
    private final @Nullable String[] local;

    /** Where parameters come to life: if any has a range, this is at the first instruction. */
    private @Nullable Label first;

    Names(boolean isStatic, String descriptor) {
      super(ClassWeaver.API);
      this.isStatic = isStatic;
      this.isSuspend = SuspendFunction.hasShape(descriptor);
      this.types = Type.getArgumentTypes(descriptor);
      this.local = new String[types.length];
    }

    @Override
    public void visitParameter(@Nullable String name, int access) {
      kept.add(name);
    }

    @Override
    public void visitLabel(Label label) {
      first = first == null ? label : first;
    }

    @Override
    public void visitLocalVariable(
        String name,
        String descriptor,
        @Nullable String signature,
        Label start,
        Label end,
        int index) {
      int at = isStatic ? 0 : 1;
      for (int i = 0; i < types.length; i++) {
        if (at == index && (start == first || isOfSuspended(i, descriptor))) {
          local[i] = name;
        }
        at += types[i].getSize();
      }
    }

    private boolean isOfSuspended(int i, String descriptor) {
      return isSuspend && local[i] == null && descriptor.equals(types[i].getDescriptor());
    }

    @Override
    public void visitEnd() {
      List<@Nullable String> best =
          kept.size() == types.length && !kept.contains(null) ? kept : Arrays.asList(local);
      if (isSuspend) {
        best = best.subList(0, best.size() - 1);
      }
      if (isSuspend ? isAnyKnown(best) : !best.contains(null)) {
        List<String> all = new ArrayList<>();
        for (String name : best) {
          all.add(name == null ? "" : name);
        }
        names = all;
      }
    }

    private boolean isAnyKnown(List<@Nullable String> some) {
      for (String name : some) {
        if (name != null) {
          return true;
        }
      }
      return false;
    }
  }
}
