package io.deploytelemetry.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import kotlin.Metadata;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.jvm.internal.ContinuationImpl;
import net.bytebuddy.jar.asm.ClassReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Kotlin's compiler makes is in the integration tests; here is what it does not make. */
class SuspendFunctionTest {

  @Test
  void shapeIsAContinuationAtTheEndAndAnObjectAsTheResult() {
    assertThat(SuspendFunction.hasShape("(Lkotlin/coroutines/Continuation;)Ljava/lang/Object;"))
        .isTrue();
    assertThat(SuspendFunction.hasShape("(ILkotlin/coroutines/Continuation;)Ljava/lang/Object;"))
        .isTrue();
    assertThat(SuspendFunction.hasShape("([Lkotlin/coroutines/Continuation;)Ljava/lang/Object;"))
        .isFalse();
    assertThat(SuspendFunction.hasShape("(Lkotlin/coroutines/Continuation;)V")).isFalse();
    assertThat(SuspendFunction.hasShape("(Lkotlin/coroutines/Continuation;I)Ljava/lang/Object;"))
        .isFalse();
    assertThat(SuspendFunction.hasShape("()Ljava/lang/Object;")).isFalse();
  }

  @Test
  void methodOfJavaThatPassesItsContinuationOnIsOneThatNobodyResumes() throws Exception {
    SuspendFunction found = read(Written.class, "passesOn");

    assertThat(found.completion()).isEqualTo(3); // this, and two words
    assertThat(found.own()).isNull();
    assertThat(read(Written.class, "ofClass").completion()).isEqualTo(1);
  }

  @Test
  void methodOfKotlinWhoseContinuationHasANameOfItsOwnIsNoSuspendFunction() throws Exception {
    assertThat(read(OfKotlin.class, "takesAContinuation")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tests", "testsACopy", "casts", "testsAsJavaDoes"})
  void methodThatLooksAtTheClassOfItsContinuationIsLeftAlone(String method) {
    assertThatThrownBy(() -> read(Written.class, method))
        .isInstanceOf(UnweavableException.class)
        .hasMessageContaining("cannot be told from its resumptions");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"asksAsKotlinDoes", "countsBefore", "countsBetween", "asksOfACopy", "turnsJumps"})
  void prologueIsFoundAlsoWhereAnotherAgentHasBeenBefore(String method) throws Exception {
    SuspendFunction found = read(Written.class, method);

    assertThat(found.own()).isEqualTo(Own.class.getName().replace('.', '/'));
    assertThat(found.label()).isEqualTo("label");
  }

  @Test
  void questionThatIsNotFollowedByTheOtherOneIsNoPrologue() {
    assertThatThrownBy(() -> read(Written.class, "asksOnce"))
        .isInstanceOf(UnweavableException.class);
  }

  @Test
  void questionWhatElseACopyIsDoesNotMatter() throws Exception {
    assertThat(read(Written.class, "asksACopyForSomethingElse").own()).isNull();
  }

  private static SuspendFunction read(Class<?> type, String name) throws IOException {
    byte[] bytes = WovenClasses.bytes(type);
    ClassReader reader = ClassWeaver.reader(bytes);
    DeclaredClass.Method method =
        DeclaredClass.read(reader, AnnotationKinds.OWN).methods().stream()
            .filter(declared -> declared.name.equals(name))
            .findFirst()
            .orElseThrow();
    return SuspendFunction.read(
        reader, method, new ClassModels(type.getClassLoader(), null, bytes));
  }

  /** Methods as somebody may write them in Java. */
  static class Written {

    Object passesOn(long number, Continuation<Object> next) {
      return ofClass(number > 0, next);
    }

    static Object ofClass(boolean now, Continuation<Object> next) {
      return now ? "now" : next;
    }

    Object tests(Continuation<Object> next) {
      return next instanceof Runnable;
    }

    Object testsACopy(Continuation<Object> next) {
      Object copy = next;
      return copy instanceof Own;
    }

    Object casts(Continuation<Object> next) {
      return ((Own) next).label;
    }

    Object testsAsJavaDoes(Continuation<Object> next) {
      return next instanceof Own && (((Own) next).label & Integer.MIN_VALUE) != 0;
    }

    Object asksAsKotlinDoes(Continuation<Object> next) {
      Own own;
      if (next instanceof Own) {
        own = (Own) next;
        if ((own.label & Integer.MIN_VALUE) != 0) {
          return "goes on";
        }
      }
      return "begins";
    }

    Object countsBefore(Continuation<Object> next) {
      boolean[] probes = new boolean[2];
      Own own;
      if (next instanceof Own) {
        own = (Own) next;
        if ((own.label & Integer.MIN_VALUE) != 0) {
          return probes;
        }
      }
      probes[0] = true;
      return probes;
    }

    Object countsBetween(Continuation<Object> next) {
      boolean[] probes = new boolean[2];
      Own own;
      if (next instanceof Own) {
        probes[0] = true;
        own = (Own) next;
        if ((own.label & Integer.MIN_VALUE) != 0) {
          probes[1] = true;
          return probes;
        }
      }
      return probes;
    }

    Object asksOfACopy(Continuation<Object> next) {
      Continuation<Object> copy = next;
      Own own;
      if (copy instanceof Own) {
        own = (Own) copy;
        if ((own.label & Integer.MIN_VALUE) != 0) {
          return "goes on";
        }
      }
      return copy;
    }

    Object turnsJumps(Continuation<Object> next) {
      boolean[] probes = new boolean[2];
      Own own;
      if (!(next instanceof Own)) {
        probes[0] = true;
      } else {
        own = (Own) next;
        if (!((own.label & Integer.MIN_VALUE) != 0)) {
          probes[1] = true;
        }
      }
      return probes;
    }

    Object asksACopyForSomethingElse(Continuation<Object> next) {
      Continuation<Object> copy = next;
      if (copy instanceof Runnable) {
        return "runs";
      }
      return next;
    }

    Object asksOnce(Continuation<Object> next) {
      if (next instanceof Runnable) {
        return "runs";
      }
      return next;
    }
  }

  /** A class that says it is of Kotlin. */
  @Metadata
  static class OfKotlin {

    Object takesAContinuation(Continuation<Object> next) {
      return next;
    }
  }

  /** In what a function keeps its locals. */
  static class Own extends ContinuationImpl {

    private static final long serialVersionUID = 1;

    int label;

    Own() {
      super(null);
    }

    @Override
    protected Object invokeSuspend(Object result) {
      return result;
    }
  }
}
