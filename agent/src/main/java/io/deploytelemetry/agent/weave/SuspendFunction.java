package io.deploytelemetry.agent.weave;

import java.io.IOException;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * A method that Kotlin's compiler made of a {@code suspend} function. Its last parameter is what
 * goes on when the function has come to its value; it returns the value, or a mark that says:
 * later. A function that suspends anywhere but in its last call has a class of its own in which it
 * keeps its locals, and is called with an object of that class, marked by the sign of a number, to
 * go on. Found by shape and name; the agent has no part of Kotlin. Immutable.
 */
final class SuspendFunction {

  static final String CONTINUATION = "kotlin/coroutines/Continuation";

  /** What all classes extend in which functions keep their locals. */
  private static final String KEPT = "kotlin/coroutines/jvm/internal/BaseContinuationImpl";

  private static final String SHAPE = "L" + CONTINUATION + ";)Ljava/lang/Object;";

  private final int completion;
  private final @Nullable String own;
  private final String label;

  private SuspendFunction(int completion, @Nullable String own, String label) {
    this.completion = completion;
    this.own = own;
    this.label = label;
  }

  /** Whether a method may be a suspend function, as far as its descriptor tells. */
  static boolean hasShape(String descriptor) {
    int at = descriptor.length() - SHAPE.length();
    return at > 0 && descriptor.endsWith(SHAPE) && descriptor.charAt(at - 1) != '[';
  }

  /**
   * Reads the code of a method that has the shape.
   *
   * @return {@code null} if it is an ordinary one that somebody gave such a parameter
   * @throws UnweavableException if calls cannot be told from resumptions
   */
  static @Nullable SuspendFunction read(
      ClassReader reader, DeclaredClass.Method method, ClassModels models) throws IOException {
    int completion = completion(method);
    SuspendCode code = new SuspendCode(method.key(), completion);
    reader.accept(code, ClassReader.SKIP_FRAMES);
    if (!code.isSuspend()) {
      return null;
    }
    boolean isPlain = !code.isCompletionExamined();
    if (code.own() == null) {
      for (String type : code.tested()) {
        isPlain &= !models.isSubtype(type, KEPT);
      }
    }
    if (!isPlain) {
      throw new UnweavableException(
          "it does not use its continuation as Kotlin's compiler does, and so its calls cannot be"
              + " told from its resumptions");
    }
    return new SuspendFunction(completion, code.own(), code.label());
  }

  private static int completion(DeclaredClass.Method method) {
    int words = Type.getArgumentsAndReturnSizes(method.descriptor) >> 2; // counts this
    return method.is(Opcodes.ACC_STATIC) ? words - 2 : words - 1;
  }

  /** The local of the last parameter. */
  int completion() {
    return completion;
  }

  /** The class in which it keeps its locals; {@code null} if it is never called to go on. */
  @Nullable String own() {
    return own;
  }

  /** The field of that class whose sign says: go on. */
  String label() {
    return label;
  }
}
