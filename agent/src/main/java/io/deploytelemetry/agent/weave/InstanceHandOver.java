package io.deploytelemetry.agent.weave;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Lets a constructor hand its instance to the bridge before it returns, so that the agent can run
 * the instance's checks. That the constructors of subclasses may still be at work is for the
 * receiver to find out.
 */
final class InstanceHandOver extends MethodVisitor {

  static final String CONSTRUCTOR = "<init>";

  private final List<Integer> slots;

  /** Makes a visitor; {@code slots} are those of the class's checks in the bridge. */
  InstanceHandOver(MethodVisitor next, List<Integer> slots) {
    super(ClassWeaver.API, next);
    this.slots = slots;
  }

  /**
   * The constructors, by name and descriptor, in which the first local is the instance to the end,
   * and known to the verifier as such. Obfuscators use it for something else, and some compilers
   * forget it, when the instance is no longer needed.
   */
  static Set<String> possible(ClassReader reader) {
    Set<String> possible = new HashSet<>();
    reader.accept(
        new ClassVisitor(ClassWeaver.API) {
          @Override
          public @Nullable MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            if (!name.equals(CONSTRUCTOR)) {
              return null;
            }
            possible.add(name + descriptor);
            return new MethodVisitor(ClassWeaver.API) {
              @Override
              public void visitFrame(
                  int type, int count, Object[] local, int depth, Object[] stack) {
                boolean isInstance =
                    count > 0
                        && (local[0].equals(reader.getClassName())
                            || local[0].equals(Opcodes.UNINITIALIZED_THIS));
                if (!isInstance) {
                  possible.remove(name + descriptor);
                }
              }

              @Override
              public void visitVarInsn(int opcode, int local) {
                if (local == 0 && opcode >= Opcodes.ISTORE) {
                  possible.remove(name + descriptor);
                }
              }
            };
          }
        },
        ClassReader.SKIP_DEBUG | ClassReader.EXPAND_FRAMES);
    return possible;
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode == Opcodes.RETURN) {
      for (int slot : slots) {
        super.visitVarInsn(Opcodes.ALOAD, 0);
        MethodWeaver.push(mv, slot);
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            MethodWeaver.BRIDGE,
            "constructed",
            "(Ljava/lang/Object;I)V",
            false);
      }
    }
    super.visitInsn(opcode);
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    super.visitMaxs(maxStack + 2, maxLocals);
  }
}
