package io.deploytelemetry.agent.weave;

import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** Which methods can be measured, and what is said of the others. */
final class Weavability {

  private Weavability() {}

  /** Why a method that is annotated, cannot be woven; {@code null} if it can. */
  static @Nullable String obstacle(DeclaredClass.Method method) {
    if (method.name.equals("<init>") || method.name.equals("<clinit>")) {
      return "a constructor is not measured; annotate a method";
    }
    if (method.is(Opcodes.ACC_ABSTRACT)) {
      return "an abstract method has no body; annotate those that implement it, or write a rule"
          + " with +";
    }
    if (method.is(Opcodes.ACC_NATIVE)) {
      return "a native method has no bytecode; annotate a method that calls it";
    }
    if (method.name.equals("finalize") && method.descriptor.equals("()V")) {
      return "finalize() belongs to the garbage collector";
    }
    return null;
  }

  /** Why the agent cannot run a method as a check; {@code null} if it can. */
  static @Nullable String obstacleToRuns(DeclaredClass.Method method) {
    if (method.suspend != null) {
      return "a suspend function can only be observed: the agent has no coroutine to run it in";
    }
    if (!method.descriptor.startsWith("()")) {
      return "a check with parameters can only be observed: the agent would not know what to pass";
    }
    if (method.isOfInterface && !method.is(Opcodes.ACC_STATIC)) {
      return "a default method can only be observed: the agent does not know the instances of an"
          + " interface; override it where it is to run";
    }
    return null;
  }

  /** Whether the compiler made the method: its annotations are copies of another one's. */
  static boolean isCompilersOwn(DeclaredClass.Method method) {
    return method.is(Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNTHETIC);
  }

  /** Whether a method can be implemented by a subtype's. */
  static boolean isInheritable(DeclaredClass.Method method) {
    return !method.is(Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)
        && !method.name.startsWith("<")
        && !isCompilersOwn(method);
  }
}
